import assert from 'node:assert/strict';
import { readValues } from '../../../src/measure/readValues.ts';
import { definitionSchema } from '../../../src/campaign/definition/schema.ts';

const definition = (format: string, ...names: string[]) =>
  definitionSchema.parse({ benchmark: { run: 'x', format }, metrics: names.map((name) => ({ name, better: 'higher' })) });

describe('reading values', () => {
  it('gives the definition’s metrics and no others', () => {
    assert.deepEqual(readValues('METRIC tg=1\nMETRIC other=2\n', definition('metric', 'tg')), { ok: true, values: { tg: 1 } });
  });

  it('names a metric that is missing, and what was printed', () => {
    const reading = readValues('METRIC tg=1\n', definition('metric', 'tg', 'pp'));
    assert.ok(!reading.ok && reading.fault === 'no-metric');
    assert.match(reading.reason, /no pp.*printed tg/);
  });

  it('says why a line that looks like one is none', () => {
    const reading = readValues('METRIC tok/s=1\n', definition('metric', 'tg'));
    assert.ok(!reading.ok && reading.fault === 'no-metric');
    assert.match(reading.reason, /METRIC tok\/s=1/);
  });

  it('names line and value of what is no finite number', () => {
    const reading = readValues('noise\nMETRIC tg=nan\n', definition('metric', 'tg'));
    assert.ok(!reading.ok && reading.fault === 'bad-metric');
    assert.match(reading.reason, /"METRIC tg=nan".*tg/);
  });

  it('does not mind a bad value that the definition does not name', () => {
    assert.deepEqual(readValues('METRIC x=nan\nMETRIC tg=0\n', definition('metric', 'tg')), { ok: true, values: { tg: 0 } });
  });

  it('reads llama-bench by its own reader', () => {
    const json = '[{"n_prompt":512,"n_gen":0,"avg_ts":10},{"n_prompt":0,"n_gen":128,"avg_ts":20}]';
    assert.deepEqual(readValues(json, definition('llama-bench', 'tg', 'pp')), { ok: true, values: { tg: 20, pp: 10 } });
    const nothing = readValues('METRIC tg=1\n', definition('llama-bench', 'tg'));
    assert.ok(!nothing.ok && nothing.fault === 'no-metric');
    assert.match(nothing.reason, /llama-bench JSON/);
  });
});
