import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseLlamaBench } from '../../../src/measure/llamaBench.ts';

// Fields as upstream (b5000 and later) and a fork print them.
const upstream = (n_prompt: number, n_gen: number, avg_ts: number, n_depth = 0) => ({
  build_commit: '1a2b3c', cpu_info: 'x [y]', model_type: 'llama 1B Q4_0', n_threads: 2, flash_attn: 0, n_prompt, n_gen, n_depth, avg_ns: 1, stddev_ns: 0, avg_ts, stddev_ts: 0.1, samples_ns: [1, 2], samples_ts: [avg_ts],
});
const fork = (n_prompt: number, n_gen: number, avg_ts: number) => ({ test: `pp${n_prompt}+tg${n_gen}`, flash_attn: true, n_prompt, n_gen, avg_ts });
const read = (output: string) => Object.fromEntries(parseLlamaBench(output));

describe('llama-bench JSON', () => {
  it('gives pp and tg where there is one of each', () => {
    assert.deepEqual(read(JSON.stringify([upstream(512, 0, 200.5), upstream(0, 128, 50.25)])), { pp: 200.5, tg: 50.25 });
    assert.deepEqual(read(JSON.stringify([fork(0, 32, 5), fork(64, 0, 6)], null, 2)), { pp: 6, tg: 5 });
  });

  it('names sizes and depths where there are several', () => {
    const records = [upstream(512, 0, 1), upstream(1024, 0, 2), upstream(0, 128, 3), upstream(0, 128, 4, 4096)];
    assert.deepEqual(read(JSON.stringify(records)), { pp512: 1, pp1024: 2, tg128: 3, 'tg128@d4096': 4 });
    assert.deepEqual(read(JSON.stringify([upstream(512, 0, 1)])), { pp512: 1 });
  });

  it('leaves a combined test out', () => {
    assert.deepEqual(read(JSON.stringify([upstream(512, 0, 1), upstream(512, 128, 9), upstream(0, 128, 2)])), { pp: 1, tg: 2 });
  });

  it('is found between log lines with brackets, colours and quotes of their own', () => {
    const json = JSON.stringify([upstream(512, 0, 1), upstream(0, 128, 2)], null, 2);
    assert.deepEqual(read(`warning: [skipped] "x\n[1, 2]\n\u001b[1m${json}\u001b[0m\ndone [ok]\n`), { pp: 1, tg: 2 });
  });

  it('the last array counts', () => {
    const array = (speed: number) => JSON.stringify([upstream(512, 0, speed), upstream(0, 128, speed)]);
    assert.deepEqual(read(`${array(1)}\n${array(2)}\n`), { pp: 2, tg: 2 });
  });

  it('may come as lines of JSON', () => {
    assert.deepEqual(read(`log\n${JSON.stringify(upstream(512, 0, 1))}\n${JSON.stringify(upstream(0, 128, 2))}\n`), { pp: 1, tg: 2 });
  });

  it('is not made up from other text', () => {
    for (const text of ['', '[]', '[{}]', '[{"n_prompt": 512}]', '[{"n_prompt": 512, "n_gen": 0, "avg_ts": "fast"}]', '[{"n_prompt": 512']) assert.deepEqual(read(text), {}, text);
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => parseLlamaBench(text).size === 0));
  });

  it('does not hold the engine up, whatever was printed', function () {
    this.timeout(20_000);
    assert.deepEqual(read('[{"a":'.repeat(600_000)), {});
  });
});
