import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Draft } from '../../../src/campaign/definition/draft.ts';
import { parseDefinition } from '../../../src/campaign/definition/read.ts';
import { overrideDefinition, writeDefinition } from '../../../src/campaign/definition/write.ts';

const found = <T>(value: T) => ({ value, from: 'command line' });
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => text.trim() === text && !/[\uD800-\uDFFF]/.test(text));

const drafts: fc.Arbitrary<Draft> = fc.record({
  goal: words.map(found),
  run: words.map((value) => ({ value, from: value })),
  build: words.map(found),
  metrics: fc
    .uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z][\w.µ]{0,10}$/), unit: fc.string({ maxLength: 8 }), better: fc.constantFrom('higher', 'lower') }, { noNullPrototype: true }), {
      selector: ({ name }) => name,
      minLength: 1,
      maxLength: 4,
    })
    .map((metrics) => metrics.map(found)),
  hours: fc.integer({ min: 1, max: 100 }).map(found),
  patches: words.map(found),
});

describe('writeDefinition', () => {
  it('is read back as it was meant, whatever the texts are', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const definition = parseDefinition(writeDefinition(draft, ['a note\nof two lines']), 'm');
        assert.equal(definition.goal, draft.goal?.value);
        assert.equal(definition.benchmark.run, draft.run?.value);
        assert.equal(definition.build, draft.build?.value);
        assert.equal(definition.patches, draft.patches?.value);
        assert.deepEqual(
          definition.metrics.map(({ name, unit, better }) => ({ name, unit, better })),
          draft.metrics?.map(({ value }) => value),
        );
        assert.equal(definition.budget.hours, draft.hours?.value);
      }),
    );
  });

  it('says where each value comes from', () => {
    const text = writeDefinition({ build: { value: 'make', from: 'BUILD_CMD of experiment.yaml' }, run: found('./b'), metrics: [found({ name: 'a', unit: '', better: 'lower' as const })] });
    assert.match(text, /^build: make # BUILD_CMD of experiment\.yaml$/m);
  });

  it('leaves a comment where something is missing', () => {
    const text = writeDefinition({ goal: found('x') });
    assert.match(text, /^# benchmark: /m);
    assert.match(text, /^# metrics: /m);
    assert.throws(() => parseDefinition(text, 'm'), /benchmark is missing|metrics is missing/);
    assert.throws(() => parseDefinition(writeDefinition({}), 'm'), /empty/);
  });
});

describe('overrideDefinition', () => {
  const TEXT = `# my campaign
goal: faster # soon
benchmark:
  run: ./old # the script
  format: llama-bench
metrics:
  # the one that counts
  - { name: tg, better: higher, smallestEffect: 3% }
  - { name: pp, better: higher, tolerance: 2% }
`;
  it('replaces what is given and keeps the rest, comments included', () => {
    const text = overrideDefinition(TEXT, { run: found('./new'), experiments: found(5) });
    const definition = parseDefinition(text, 'm');
    assert.equal(definition.benchmark.run, './new');
    assert.equal(definition.benchmark.format, 'llama-bench');
    assert.equal(definition.budget.experiments, 5);
    assert.match(text, /^# my campaign$/m);
    assert.match(text, /^goal: faster # soon$/m);
    assert.match(text, /# the one that counts/);
  });

  it('keeps the thresholds of a metric that is named again', () => {
    const text = overrideDefinition(TEXT, { metrics: [found({ name: 'pp', unit: 't/s' }), found({ name: 'mem', unit: 'MB', better: 'lower' })] });
    assert.deepEqual(parseDefinition(text, 'm').metrics, [
      { name: 'pp', unit: 't/s', better: 'higher', tolerance: 0.02 },
      { name: 'mem', unit: 'MB', better: 'lower' },
    ]);
  });

  it('changes nothing where nothing is given', () => {
    assert.equal(overrideDefinition(TEXT, {}), TEXT);
  });
});
