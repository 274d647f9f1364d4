import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { decodeText } from '../../../src/cli/world/texts.ts';
import type { Judgement } from '../../../src/decide/judge/types.ts';
import { makeWorld, type WorldOptions } from './fakes.ts';

/** The table that a campaign published (decisions.md 1.1). */
const PUBLISHED = `x86 pp: 210.65 ± 0.64 -> 215.97 ± 1.52, n=5
x86 tg: 48.90 ± 0.50 -> 49.33 ± 0.37, n=5
x86 pp, flash attention: 241.24 ± 2.24 -> 244.22 ± 1.78, n=5
x86 tg, flash attention: 41.37 ± 19.24 -> 47.62 ± 0.59, n=5
ARM pp, flash attention: 292.99 ± 2.47 -> 298.56 ± 4.28, n=5
ARM tg, flash attention: 94.07 ± 19.87 -> 98.77 ± 2.59, n=5
`;
const LOG = [
  { type: 'config', name: 'load', metricName: 'ms', metricUnit: 'ms', bestDirection: 'lower' },
  { run: 1, commit: 'a', metric: 100, metrics: {}, status: 'keep', description: 'baseline' },
  { run: 2, commit: 'a', metric: 102, metrics: {}, status: 'discard', description: 'repeat run, no code change' },
  { run: 3, commit: 'b', metric: 99, metrics: {}, status: 'keep', description: 'cache the lookup' },
  { run: 4, commit: 'b', metric: 100.5, metrics: {}, status: 'discard', description: 'repeat run, no code change' },
  { run: 5, commit: 'c', metric: 60, metrics: {}, status: 'keep', description: 'no second pass' },
].map((line) => JSON.stringify(line)).join('\n');

async function judge(argv: readonly string[], options: WorldOptions) {
  const { code, out, err, json } = await makeWorld(options).run('judge', ...argv);
  return { code, out, err, json: json as unknown as Judgement & { readonly error?: { readonly code: string; readonly message: string; readonly hint: string } } };
}

describe('marginalia judge', () => {
  it('gives the published table its verdicts, for people as a table', async () => {
    const { code, out } = await judge(['table.txt'], { files: { '/w/table.txt': PUBLISHED } });
    assert.equal(code, 0);
    assert.match(out, /^6 rows: 1 stands, 5 within the noise\n/);
    const column = (at: number) => out.split('\n').slice(3, 9).map((line) => line.split(/ {2,}/)[at]);
    assert.deepEqual(column(1), ['+2.5 %', '+0.9 %', '+1.2 %', '+15 %', '+1.9 %', '+5 %']);
    assert.deepEqual(column(3), ['0.00059', '0.16', '0.050', '0.51', '0.043', '0.63']);
    assert.deepEqual(column(5), ['stands', ...Array<string>(5).fill('within the noise')]);
    assert.match(out, /a spread of 47 %: one run can make such a mean/);
    assert.match(out, /what would settle it:\n {2}x86 tg: about 22 pairs in turns/);
    assert.doesNotMatch(out, /\u2212/, 'a pipe gets a plain minus');
  });

  it('has it all as one object in the last line', async () => {
    const { json, out } = await judge(['table.txt', '--json'], { files: { '/w/table.txt': PUBLISHED } });
    assert.equal(out.trimEnd().split('\n').length, 1);
    assert.deepEqual(json.rows.map(({ name, stands }) => [name, stands]), [
      ['x86 pp', true],
      ['x86 tg', false],
      ['x86 pp, flash attention', false],
      ['x86 tg, flash attention', false],
      ['ARM pp, flash attention', false],
      ['ARM tg, flash attention', false],
    ]);
    for (const row of json.rows) for (const key of ['delta', 'low', 'high', 'p'] as const) assert.equal(typeof row[key], 'number');
    assert.equal(json.total, null);
  });

  it('reads standard input, and a file of the workspace where none lies here', async () => {
    assert.equal((await judge(['-', '--json'], { input: PUBLISHED })).json.rows.length, 6);
    const elsewhere = { cwd: '/here', folders: ['/there'], files: { '/there/table.txt': PUBLISHED } };
    assert.equal((await judge(['table.txt', '--cwd', '/there', '--json'], elsewhere)).json.rows.length, 6);
  });

  it('pairs two columns line by line where it is told to', async () => {
    // A drift that both columns share hides the difference from an unpaired test.
    const files = { '/w/c.txt': '10 10.2\n20 20.5\n30 30.7\n40 41\n50 51.1\n' };
    assert.equal((await judge(['c.txt', '--json'], { files })).json.rows[0]?.stands, false);
    assert.equal((await judge(['c.txt', '--paired', '--json'], { files })).json.rows[0]?.stands, true);
    const rows = await judge(['t.txt', '--paired', '--json'], { files: { '/w/t.txt': PUBLISHED } });
    assert.match(rows.json.notes.join(), /--paired is for two columns only/);
  });

  it('takes the other side from a second file: a tool’s output, or a list of numbers', async () => {
    const go = (ns: readonly number[]) => ns.map((one) => `BenchmarkParse-8  1000  ${one} ns/op\n`).join('');
    const files = { '/w/old.txt': go([100, 101, 99, 100]), '/w/new.txt': go([80, 81, 79, 80]), '/w/a.json': '[50, 51, 50.5, 50.2]', '/w/b.txt': 'tps\n60\n61\n60.5\n60.7\n' };
    assert.deepEqual((await judge(['old.txt', '--against', 'new.txt', '--json'], { files })).json.rows.map(({ name, stands }) => [name, stands]), [['Parse-8 ns/op', true]]);
    assert.equal((await judge(['a.json', '--against', 'b.txt', '--json'], { files })).json.rows[0]?.stands, true);
  });

  it('judges the keeps of a log by its own repeats, and the total apart from them', async () => {
    const { json, out } = await judge(['log.jsonl', '--json'], { files: { '/w/log.jsonl': LOG } });
    assert.deepEqual(json.rows.map(({ stands }) => stands), [false, true], out);
    assert.match(json.total?.name ?? '', /^total: run 1 to run 5$/);
    const told = await judge(['log.jsonl'], { files: { '/w/log.jsonl': LOG } });
    assert.match(told.out, /within the log's own noise/);
    assert.match(told.out, /^in all, first against last \(one test by itself\):$/m);
    assert.match(told.out, /^note: noise of one value .*please confirm/m);
  });

  it('says that a log without repeats holds no estimate', async () => {
    const without = LOG.split('\n').filter((line) => !line.includes('repeat')).join('\n');
    const { code, out } = await judge(['log.jsonl'], { files: { '/w/log.jsonl': without } });
    assert.equal(code, 0);
    assert.match(out, /^2 rows from an autoresearch log: 2 without a noise estimate$/m);
    assert.match(out, /: at least five runs of each side, in turns on one host/);
  });

  const wrong: readonly (readonly [title: string, argv: readonly string[], files: Readonly<Record<string, string>>, message: RegExp, hint: RegExp])[] = [
    ['a missing file', ['none.txt'], {}, /there is no file none\.txt/, /\/w\/none\.txt/],
    ['an empty file', ['e.txt'], { '/w/e.txt': ' \n' }, /e\.txt is empty/, /two columns.*hyperfine.*pi-autoresearch/],
    ['prose', ['p.txt'], { '/w/p.txt': 'It got much faster.\n' }, /p\.txt: no results found/, /two columns.*hyperfine.*pi-autoresearch/],
    ['one side of a tool', ['g.txt'], { '/w/g.txt': 'BenchmarkParse-8 10 100 ns/op\n' }, /one side only/, /--against/],
    ['sides that cannot be compared', ['t.txt', '--against', 'p.txt'], { '/w/t.txt': PUBLISHED, '/w/p.txt': PUBLISHED }, /two texts are compared where each/, /two columns/],
    ['standard input twice', ['-', '--against', '-'], {}, /once only/, /into a file/],
  ];
  for (const [title, argv, files, message, hint] of wrong) {
    it(`ends with 2 on ${title}`, async () => {
      const { code, json, err } = await judge([...argv, '--json'], { files });
      assert.equal(code, 2);
      assert.equal(json.error?.code, 'usage');
      assert.match(json.error?.message ?? '', message);
      assert.match(json.error?.hint ?? '', hint);
      assert.match(err, message);
    });
  }

  it('reads what a redirection in PowerShell wrote', () => {
    assert.equal(decodeText(Buffer.from('\ufeff1 2\n', 'utf16le')), '1 2\n');
    assert.equal(decodeText(Buffer.from('\ufeffµ ± 1\n')), 'µ ± 1\n');
  });
});
