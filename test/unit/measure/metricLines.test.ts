import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMetricLines } from '../../../src/measure/metricLines.ts';

const values = (output: string) => Object.fromEntries([...parseMetricLines(output).byName].map(([name, { value }]) => [name, value]));

describe('METRIC lines', () => {
  it('are read where the grammar holds', () => {
    assert.deepEqual(values('METRIC tg=52.1\nMETRIC  pp.total=4e2  \nMETRIC latency_µs=-5\nMETRIC n=0x10\n'), { tg: 52.1, 'pp.total': 400, 'latency_µs': -5, n: 16 });
  });

  const refused = ['METRIC tok/s=5', 'METRIC tg-128=5', ' METRIC tg=5', 'METRIC tg = 5', 'METRIC tg= 5', 'METRIC a=1 b=2', 'metric tg=5', 'XMETRIC tg=5', 'METRIC latency_μs=5', 'METRIC __proto__=1', 'METRIC constructor=1'];
  for (const line of refused) it(`does not read "${line}"`, () => assert.deepEqual(values(`${line}\n`), {}));

  it('keeps what is no number as such', () => {
    for (const text of ['nan', 'NaN', '12ms', '1,000', 'Infinity', '-inf']) assert.equal(Number.isFinite(values(`METRIC tg=${text}`).tg), false, text);
  });

  it('the last of a name counts, good or bad', () => {
    assert.deepEqual(values('METRIC tg=1\nMETRIC tg=2\n'), { tg: 2 });
    assert.deepEqual(values('METRIC tg=1\nMETRIC tg=nan\n'), { tg: NaN });
  });

  it('is read through colours and carriage returns', () => {
    assert.deepEqual(values('\u001b[32mMETRIC tg=5\u001b[0m\r\nprogress 10%\rMETRIC pp=6\r\n'), { tg: 5, pp: 6 });
  });

  it('cannot be split, hidden or turned by control characters', () => {
    assert.deepEqual(values('MET\u202eRIC tg=5\u2069\nMETRIC p\u0000p=6'), { tg: 5, pp: 6 });
  });

  it('reports lines that look meant', () => {
    assert.deepEqual(parseMetricLines('METRIC tok/s=5\nnothing\n').nearMisses, ['METRIC tok/s=5']);
  });

  it('reads back whatever was printed by the grammar, among any other text', () => {
    const noise = fc.string().filter((text) => !/METRIC/i.test(text) && !/[\u001b\u0080-\u009f]/.test(text));
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z_][\w.]{0,15}$/), fc.double({ noNaN: true, noDefaultInfinity: true }), noise, noise, (name, value, before, after) => {
        fc.pre(!['__proto__', 'constructor', 'prototype'].includes(name));
        // JavaScript prints -0 as 0.
        assert.equal(values(`${before}\nMETRIC ${name}=${value}\n${after}`)[name], value + 0);
      }),
    );
  });

  it('never throws, and never names what the grammar does not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const name of parseMetricLines(`METRIC ${text}`).byName.keys()) assert.match(name, /^[\w.µ]+$/);
      }),
    );
  });
});
