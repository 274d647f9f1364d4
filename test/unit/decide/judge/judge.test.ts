import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { adjustByHolm, computeJudgement } from '../../../../src/decide/judge.ts';
import { readResults } from '../../../../src/decide/judge/read.ts';
import type { ReadOptions } from '../../../../src/decide/judge/read.ts';
import { computeTwoSidedP, computeTwoSidedT } from '../../../../src/decide/judge/studentT.ts';
import type { JudgedRow, Judgement } from '../../../../src/decide/judge/types.ts';

function judge(text: string, options: ReadOptions = {}): Judgement {
  return computeJudgement(readResults(text, options));
}

const published = [
  'x86 pp: 210.65 ± 0.64 -> 215.97 ± 1.52, n=5',
  'x86 tg: 48.90 ± 0.50 -> 49.33 ± 0.37, n=5',
  'x86 pp, flash attention: 241.24 ± 2.24 -> 244.22 ± 1.78, n=5',
  'x86 tg, flash attention: 41.37 ± 19.24 -> 47.62 ± 0.59, n=5',
  'ARM pp, flash attention: 292.99 ± 2.47 -> 298.56 ± 4.28, n=5',
  'ARM tg, flash attention: 94.07 ± 19.87 -> 98.77 ± 2.59, n=5',
];

/** To the places of the published table. */
function printedP(rows: readonly JudgedRow[]): string[] {
  const places = [4, 2, 4, 2, 3, 2];
  return rows.map((row, i) => (row.p ?? Number.NaN).toFixed(places[i]));
}

describe('the published table (decisions.md 1.1)', () => {
  it('has the printed p values, and one row stands', () => {
    const { rows } = judge(published.join('\n'));
    assert.deepEqual(printedP(rows), ['0.0006', '0.16', '0.0498', '0.51', '0.043', '0.63']);
    assert.deepEqual(
      rows.map((row) => row.stands),
      [true, false, false, false, false, false],
    );
    assert.deepEqual(
      rows.map((row) => Number((100 * (row.delta ?? 0)).toFixed(1))),
      [2.5, 0.9, 1.2, 15.1, 1.9, 5],
    );
    assert.equal(rows[0]?.name, 'x86 pp');
    assert.match(
      rows[0]?.reason ?? '',
      /^stands: \+2\.5 % \[1\.6, 3\.4\], p 0\.00059, 0\.0035 after Holm over 6 rows$/,
    );
    assert.match(rows[3]?.reason ?? '', /^within the noise: .*a spread of 47 %/);
    assert.match(rows[1]?.settle ?? '', /^about \d+ pairs in turns/);
    assert.equal(rows[0]?.settle, null);
  });

  it('is read from one sentence too', () => {
    const { rows } = judge(
      '(x86: pp 210.65 ± 0.64 to 215.97 ± 1.52, tg 48.90 ± 0.50 to 49.33 ± 0.37, pp 241.24 ± 2.24 to 244.22 ± 1.78, tg 41.37 ± 19.24 to 47.62 ± 0.59; ARM: pp 292.99 ± 2.47 to 298.56 ± 4.28, tg 94.07 ± 19.87 to 98.77 ± 2.59; n = 5 each)',
    );
    assert.deepEqual(
      rows.map((row) => row.name),
      ['x86 pp', 'x86 tg', 'x86 pp', 'x86 tg', 'ARM pp', 'ARM tg'],
    );
    assert.deepEqual(printedP(rows), ['0.0006', '0.16', '0.0498', '0.51', '0.043', '0.63']);
  });

  it('is read from a Markdown table, with n said once', () => {
    const { rows } = judge(
      '| test | before | after |\n|---|---|---|\n| pp512 | 210.65 ± 0.64 t/s | 215.97 ± 1.52 t/s |\n\nn = 5',
    );
    assert.deepEqual([rows[0]?.name, rows[0]?.stands], ['pp512', true]);
  });
});

describe('rows of text', () => {
  it('without a spread or a count have no noise estimate', () => {
    const { rows } = judge('tg: 48.9 -> 49.3\nsize = 100 +- 1% => 90 +- 1%\nlat: 1,200 ± 10 ms -> 1,100 ± 12 ms, n=4');
    assert.deepEqual(
      rows.map((row) => row.stands),
      [null, null, true],
    );
    assert.deepEqual(
      rows.map((row) => row.p === null),
      [true, true, false],
    );
    assert.match(rows[0]?.reason ?? '', /^no noise estimate: \+0\.8 %, no spread is given$/);
    assert.match(rows[1]?.reason ?? '', /the number of runs is not given$/);
    assert.match(rows[0]?.settle ?? '', /at least five runs of each side/);
    assert.equal(Number(rows[2]?.delta?.toFixed(4)), -0.0833);
  });

  it('take a count for each side, and a spread of zero as exact', () => {
    const { rows } = judge('a: 10 ± 0 -> 9 ± 0, n=3\nb: 10 ± 0 -> 10 ± 0, n=3/4');
    assert.deepEqual(
      rows.map((row) => [row.stands, row.p]),
      [
        [true, 0],
        [false, 1],
      ],
    );
  });

  it('are refused where there are none', () => {
    assert.throws(() => readResults('it got faster, honestly'), /no results found/);
    assert.throws(() => readResults(''), /no results found/);
  });
});

describe('two columns', () => {
  const columns = '1 1.1\n1.2 1.3\n1.1 1.25\n1.05 1.2';

  it('are independent unless the user says that they are pairs', () => {
    assert.equal(judge(columns).rows[0]?.stands, false);
    assert.equal(judge(columns, { paired: true }).rows[0]?.stands, true);
  });

  it('may have a header, other separators and different lengths', () => {
    const { rows } = judge('old,new\n10.1,9.1\n10.2,9.2\n10.3,9.0\n,9.1');
    assert.deepEqual([rows[0]?.name, rows[0]?.stands], ['old -> new', true]);
    assert.equal(judge('old,new\n10.1,9.1\n10.2,9.2\n10.3,9.0\n,9.1', { paired: true }).rows[0]?.stands, null);
    assert.equal(judge('{"old": [10.1, 10.2, 10.3], "new": [9.1, 9.2, 9]}').rows[0]?.stands, true);
  });

  it('on a coarse grid never stand by one step', () => {
    const { rows } = judge('60 61\n61 61\n59 60\n60 61\n60 61\n60 61');
    assert.equal(rows[0]?.stands, false);
    assert.match(rows[0]?.reason ?? '', /one step of a coarse unit/);
  });

  it('survive zeros, negatives, huge and tiny values', () => {
    const { rows } = judge('-2 -1\n0 1\n1 2\n-1 0.5');
    assert.equal(rows[0]?.delta, null);
    assert.ok((rows[0]?.p ?? 2) <= 1);
    assert.equal(judge('1e12 2e12\n1.1e12 2.1e12\n1e12 2e12').rows[0]?.stands, true);
    assert.equal(judge('1e-9 2e-9\n1.1e-9 2.1e-9\n1e-9 2e-9').rows[0]?.stands, true);
    assert.equal(judge('5 5\n5 5').rows[0]?.stands, false);
    assert.equal(judge('5 6').rows[0]?.stands, null);
  });
});

describe('Holm', () => {
  it('steps down and never falls', () => {
    const adjusted = adjustByHolm([0.01, null, 0.04, 0.03]);
    assert.deepEqual(
      adjusted.map((p) => (p === null ? null : Number(p.toFixed(6)))),
      [0.03, null, 0.06, 0.06],
    );
    assert.deepEqual(adjustByHolm([0.9, 0.8]), [1, 1]);
  });
});

describe("Student's t", () => {
  it('has the tabled tails and quantiles', () => {
    assert.equal(computeTwoSidedT(0.05, 4).toFixed(3), '2.776');
    assert.equal(computeTwoSidedT(0.05, 1).toFixed(2), '12.71');
    assert.equal(computeTwoSidedT(0.05, 1e6).toFixed(3), '1.960');
    assert.equal(computeTwoSidedP(2.228, 10).toFixed(4), '0.0500');
    assert.equal(computeTwoSidedP(0, 7), 1);
    assert.equal(computeTwoSidedP(-2.228, 10), computeTwoSidedP(2.228, 10));
  });
});
