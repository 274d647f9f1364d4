import fc from 'fast-check';

// Here properties look at other cases every time; where a change is judged, the same ones decide for everybody.
if (process.env.CI !== undefined) fc.configureGlobal({ seed: 20_261_123 });
