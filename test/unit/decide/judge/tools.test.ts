import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { computeJudgement } from '../../../../src/decide/judge.ts';
import { readResults } from '../../../../src/decide/judge/read.ts';
import type { ReadOptions } from '../../../../src/decide/judge/read.ts';
import type { Judgement } from '../../../../src/decide/judge/types.ts';

function judge(text: string, options: ReadOptions = {}): Judgement {
  return computeJudgement(readResults(text, options));
}

function names(judgement: Judgement): string[] {
  return judgement.rows.map((row) => row.name);
}

function llama(commit: string, prompt: number, generated: number, samples: number[], more: object = {}): object {
  return {
    build_commit: commit,
    model_type: 'llama 1B',
    n_prompt: prompt,
    n_gen: generated,
    n_depth: 0,
    avg_ts: samples[0],
    stddev_ts: 1,
    samples_ts: samples,
    ...more,
  };
}

describe('llama-bench JSON', () => {
  const before = [llama('aaa', 512, 0, [210, 211, 210.5]), llama('aaa', 0, 128, [48.9, 49, 48.8])];
  const after = [llama('bbb', 512, 0, [216, 217, 216.5]), llama('bbb', 0, 128, [48.9, 49.1, 48.8])];

  it('sets two builds of one file against each other', () => {
    const judgement = judge(JSON.stringify([...before, ...after]));
    assert.deepEqual(names(judgement), ['llama 1B pp512', 'llama 1B tg128']);
    assert.deepEqual(
      judgement.rows.map((row) => row.stands),
      [true, false],
    );
    assert.match(judgement.notes[0] ?? '', /one process/);
  });

  it('reads two documents after one another, JSON lines, and a second text', () => {
    const joined = `${JSON.stringify(before, null, 2)}\n${JSON.stringify(after, null, 2)}`;
    const lines = [...before, ...after].map((one) => JSON.stringify(one)).join('\n');
    const same = JSON.stringify(after).replaceAll('bbb', 'aaa');
    for (const judgement of [judge(joined), judge(lines), judge(JSON.stringify(before), { against: same })]) {
      assert.deepEqual(
        judgement.rows.map((row) => row.stands),
        [true, false],
      );
    }
  });

  it('keeps settings apart, and says when there is one side only', () => {
    const settings = judge(
      JSON.stringify([
        llama('a', 512, 0, [210, 211], { flash_attn: false }),
        llama('a', 512, 0, [250, 251], { flash_attn: true, n_depth: 4096 }),
      ]),
    );
    assert.deepEqual(names(settings), ['llama 1B pp512 flash_attn=false -> llama 1B pp512@d4096 flash_attn=true']);
    const single = judge(JSON.stringify(before.slice(0, 1)));
    assert.deepEqual([single.rows, single.notes.length], [[], 1]);
  });
});

describe('Google Benchmark JSON', () => {
  const runs = (name: string, times: number[], unit = 'ns') =>
    times.map((time, i) => ({
      name,
      run_name: name,
      run_type: 'iteration',
      repetition_index: i,
      real_time: time,
      cpu_time: time,
      time_unit: unit,
    }));

  it('pairs names that differ in a word for old and new', () => {
    const judgement = judge(
      JSON.stringify({
        context: {},
        benchmarks: [
          ...runs('BM_Sort/old/64', [100, 101, 102]),
          ...runs('BM_Sort/new/64', [90, 91, 92]),
          ...runs('BM_Other', [1, 2]),
        ],
      }),
    );
    assert.equal(judgement.rows.length, 1);
    assert.ok(Math.abs((judgement.rows[0]?.delta ?? 0) + 0.099) < 0.001);
    assert.equal(judgement.rows[0]?.stands, true);
  });

  it('reads aggregates where there are no single runs, in any unit', () => {
    const aggregates = (mean: number) =>
      [
        ['mean', mean],
        ['stddev', 1],
      ].map(([aggregate, time]) => ({
        name: `BM_X_${aggregate}`,
        run_name: 'BM_X',
        run_type: 'aggregate',
        aggregate_name: aggregate,
        repetitions: 10,
        real_time: time,
        time_unit: 'us',
      }));
    const document = (mean: number) => ({ context: {}, benchmarks: aggregates(mean) });
    const judgement = judge(JSON.stringify({ before: document(100), after: document(110) }));
    assert.deepEqual([names(judgement), judgement.rows[0]?.stands], [['BM_X'], true]);
    assert.match(judgement.rows[0]?.reason ?? '', /for the worse/);
  });

  it('takes exactly two names as two sides', () => {
    const judgement = judge(
      JSON.stringify({ benchmarks: [...runs('memcpy', [10, 11, 10]), ...runs('copy_loop', [20, 21, 20])] }),
    );
    assert.deepEqual(names(judgement), ['memcpy -> copy_loop']);
  });
});

describe('hyperfine JSON', () => {
  const result = (command: string, times: number[]) => ({ command, mean: times[0], stddev: 0.1, times });

  it('sets every later command against the first', () => {
    const judgement = judge(
      JSON.stringify({
        results: [result('old', [1, 1.01, 1.02]), result('new', [0.9, 0.91, 0.92]), result('other', [1, 1.02, 1.01])],
      }),
    );
    assert.deepEqual(names(judgement), ['old -> new', 'old -> other']);
    assert.deepEqual(
      judgement.rows.map((row) => row.stands),
      [true, false],
    );
  });

  it('has no noise estimate without times', () => {
    const judgement = judge(
      JSON.stringify({
        results: [
          { command: 'a', mean: 1, stddev: 0.1 },
          { command: 'b', mean: 2, stddev: 0.1 },
        ],
      }),
    );
    assert.equal(judgement.rows[0]?.stands, null);
  });
});

describe('Go benchmark text', () => {
  const section = (times: number[], allocs: number) =>
    `goos: linux\ngoarch: amd64\npkg: example.com/x\n${times.map((time) => `BenchmarkSort/64-8   \t 1000\t ${time} ns/op\t 16 B/op\t ${allocs} allocs/op`).join('\n')}\nPASS\nok  \texample.com/x\t1.2s\n`;

  it('begins the other side where the package comes again', () => {
    const judgement = judge(section([100, 101, 102], 3) + section([90, 91, 92], 3));
    assert.deepEqual(names(judgement), ['Sort/64-8 ns/op', 'Sort/64-8 B/op', 'Sort/64-8 allocs/op']);
    assert.deepEqual(
      judgement.rows.map((row) => row.stands),
      [true, false, false],
    );
  });

  it('begins the other side where a key for the code changes, or in another text', () => {
    const keyed = judge(`commit: a\n${section([100, 101, 102], 3)}commit: b\n${section([90, 91, 92], 2)}`);
    assert.equal(keyed.rows[2]?.stands, true);
    assert.equal(judge(section([100, 101, 102], 3), { against: section([90, 91, 92], 3) }).rows[0]?.stands, true);
    assert.deepEqual(judge(section([100, 101], 3)).rows, []);
  });
});

describe('a pi-autoresearch log', () => {
  const config = { type: 'config', name: 'tg', metricName: 'tg_tps', metricUnit: 't/s', bestDirection: 'higher' };
  const run = (
    number: number,
    metric: number | null,
    status: string,
    description: string,
    more: object = {},
  ): object => ({
    run: number,
    commit: 'abc',
    metric,
    metrics: {},
    status,
    description,
    timestamp: 1767225600000 + number,
    segment: 0,
    confidence: null,
    ...more,
  });
  const text = (...lines: object[]): string => lines.map((line) => JSON.stringify(line)).join('\n');

  it('judges every keep against the state it replaced, by the repeats that the log declares', () => {
    const log = text(
      config,
      run(1, 50, 'keep', 'baseline'),
      run(2, 50.5, 'discard', 'no code changes: re-run'),
      run(3, 49.8, 'discard', 'noise check'),
      run(4, 50.2, 'discard', 'noise check'),
      run(5, 50.6, 'keep', 'reorder loops'),
      run(6, 40, 'discard', 'worse'),
      run(7, 0, 'crash', 'broken'),
      run(8, 60, 'keep', 'vectorize'),
      { type: 'hook', stage: 'after', exit_code: 0 },
    );
    const judgement = judge(log);
    assert.deepEqual(names(judgement), ['run 5: reorder loops', 'run 8: vectorize']);
    assert.deepEqual(
      judgement.rows.map((row) => row.stands),
      [false, true],
    );
    assert.match(judgement.rows[0]?.reason ?? '', /^within the log's own noise: \+1 % \[−1, 4\]/);
    assert.deepEqual(
      [judgement.total?.name, judgement.total?.stands, judgement.total?.delta?.toFixed(2)],
      ['total: run 1 to run 8', true, '0.20'],
    );
    assert.match(judgement.notes[0] ?? '', /noise of one value 0\.60 %, .*run 2, run 3, run 4/);
  });

  it('has no noise estimate without repeats, and says so', () => {
    const judgement = judge(text(config, run(1, 50, 'keep', 'baseline'), run(2, 55, 'keep', 'vectorize')));
    assert.equal(judgement.rows[0]?.stands, null);
    assert.match(judgement.rows[0]?.reason ?? '', /^no noise estimate: \+10\.0 %, the log repeats no unchanged code$/);
    assert.equal(judgement.total?.stands, null);
  });

  it('takes the repeats that the user names instead', () => {
    const log = text(
      config,
      run(1, 50, 'keep', 'baseline'),
      run(2, 50.4, 'discard', 'same thing'),
      run(3, 49.9, 'discard', 'same thing'),
      run(4, 80, 'keep', 'vectorize'),
    );
    assert.equal(judge(log).rows[0]?.stands, null);
    assert.equal(judge(log, { repeats: [3, 4] }).rows[0]?.stands, true);
  });

  it('knows zero as a value, crashes as none, and starts at the first measured run', () => {
    const counts = { ...config, metricName: 'failures', bestDirection: 'lower' };
    const judgement = judge(
      text(
        counts,
        run(1, 0, 'crash', 'broken'),
        run(2, 7, 'keep', 'baseline'),
        run(3, 7, 'keep', 'no code changes'),
        run(4, 0, 'keep', 'fixed'),
      ),
    );
    assert.deepEqual(
      judgement.rows.map((row) => [row.name, row.delta, row.stands]),
      [['run 4: fixed', -1, true]],
    );
    assert.ok(judgement.notes.some((note) => note.includes('the first measured run')));
  });

  it('never lets one step of a whole unit stand', () => {
    const judgement = judge(
      text(
        config,
        run(1, 60, 'keep', 'baseline'),
        run(2, 61, 'discard', 'noise check'),
        ...Array.from({ length: 30 }, (_, i) => run(i + 3, 60, 'discard', 'noise check')),
        run(40, 61, 'keep', 'tweak'),
      ),
    );
    assert.deepEqual([judgement.rows[0]?.stands, /one step/.test(judgement.rows[0]?.reason ?? '')], [false, true]);
  });

  it('uses samples and a control measured beside them where the line has them', () => {
    const judgement = judge(
      text(
        config,
        run(1, 50, 'keep', 'baseline'),
        run(2, 52, 'keep', 'ab', {
          samples: [52, 52.1, 51.9],
          ab: { head_median: 50, head_samples: [50, 50.1, 49.9] },
        }),
      ),
    );
    assert.equal(judgement.rows[0]?.stands, true);
  });

  it('reads dialects and segments, and does not guess a direction', () => {
    const result = { type: 'result', metric: 1.2, metrics: {}, status: 'keep' };
    const dialect = judge(
      text(
        { type: 'config', metric_name: 'load', direction: 'lower' },
        { ...result, description: 'a' },
        { ...result, metric: 1.25, description: 're-run' },
        { ...result, metric: 0.4, description: 'b' },
      ),
    );
    assert.equal(dialect.rows.length, 1);
    const bare = judge(
      text({ iter: 1, change: 'start', chrf: 31.5, keep: true }, { iter: 2, change: 'more', chrf: 32.5, keep: true }),
    );
    assert.ok(bare.notes.some((note) => note.includes('higher or lower')));
    const two = judge(
      text(
        config,
        run(1, 5, 'keep', 'a'),
        run(2, 6, 'keep', 'b'),
        { ...config, metricName: 'ms', bestDirection: 'lower' },
        run(3, 9, 'keep', 'c'),
        run(4, 8, 'keep', 'd'),
      ),
    );
    assert.deepEqual(names(two), ['segment 1 (tg_tps): run 2: b', 'segment 2 (ms): run 4: d']);
  });

  it('leaves out a torn last line', () => {
    assert.equal(
      judge(`${text(config, run(1, 50, 'keep', 'baseline'), run(2, 55, 'keep', 'x'))}\n{"run":3,"met`).rows.length,
      1,
    );
  });
});

describe('a results.tsv', () => {
  it('is read as a log: its first number column, its comment for the direction, any case', () => {
    const head = '# metric_direction: lower_is_better\ncommit\tval_bpb\tmemory_gb\tstatus\tdescription';
    const rows = [
      'a\t1.00\t4\tKEEP\tbaseline',
      'b\t1.001\t4\tdiscard\tno code change',
      'torn',
      'c\t0\t0\tcrash\tx',
      'd\t0.9\t4\tKEPT\tdeeper',
    ];
    const judgement = judge([head, ...rows].join('\n'));
    assert.deepEqual(
      judgement.rows.map((row) => [row.name, row.delta?.toFixed(2), row.stands]),
      [['run 5: deeper', '-0.10', true]],
    );
    assert.throws(() => judge('name\tsize\tcolor\nx\t1\tred'), /no results/);
  });
});
