/**
 * Judges results that people already have: does a row stand, lie within the noise, or carry no noise estimate. Holm over
 * all rows of the file at 5 %. A plain test of what is there: it cannot see drift, order or selection, and says so.
 */
import { computeDecimals, formatCount, formatNumber, formatSigned } from './digits.ts';
import { isOneStep } from './grid.ts';
import { compareRow, levelOf } from './judge/welch.ts';
import type { Comparison } from './judge/welch.ts';
import type { JudgedRow, JudgeInput, Judgement, RowInput } from './judge/types.ts';

const level = 0.05;
/** A side that varies so much can owe its mean to one run. */
const wildSpread = 0.15;
/** Two-sided 5 %, power 80 %: 1.96 + 0.84. */
const detection = 2.8;
const mostPairs = 10_000;

export function computeJudgement(input: JudgeInput): Judgement {
  const comparisons = input.rows.map(compareRow);
  const adjusted = adjustByHolm(comparisons.map((comparison) => comparison.p));
  const tested = adjusted.filter((p) => p !== null).length;
  const inLog = input.format === 'autoresearch-log';
  const rows = input.rows.map((row, i) =>
    judgeRow(row, comparisons[i] as Comparison, adjusted[i] ?? null, tested, inLog),
  );
  const total = input.total === null ? null : judgeTotal(input.total, inLog);
  return { format: input.format, rows, total, notes: input.notes };
}

/** Holm's step-down p values; rows without p take no part. */
export function adjustByHolm(values: readonly (number | null)[]): (number | null)[] {
  const known = values.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = values.map(() => null);
  let highest = 0;
  known.forEach(({ p, index }, rank) => {
    highest = Math.max(highest, Math.min(1, p * (known.length - rank)));
    adjusted[index] = highest;
  });
  return adjusted;
}

/** One test by itself: the total is no step, so Holm does not count it. */
function judgeTotal(row: RowInput, inLog: boolean): JudgedRow {
  const comparison = compareRow(row);
  return judgeRow(row, comparison, comparison.p, 1, inLog);
}

function judgeRow(
  row: RowInput,
  comparison: Comparison,
  pAdjusted: number | null,
  tested: number,
  inLog: boolean,
): JudgedRow {
  const { delta, low, high, p } = comparison;
  const rounding = isRounding(row);
  const stands = p === null || pAdjusted === null ? null : pAdjusted <= level && !rounding;
  const findings: Findings = { pAdjusted, tested, inLog, rounding, stands };
  const remark = describeRemark(row, comparison, findings);
  const reason = describe(row, comparison, findings, remark);
  const settle = stands === true ? null : describeSettling(comparison, rounding);
  return { name: row.name, delta, low, high, p, pAdjusted, stands, reason, remark, settle };
}

/** Both levels lie on a coarse grid and are one step apart. */
function isRounding(row: RowInput): boolean {
  return row.step !== undefined && isOneStep(levelOf(row.b) - levelOf(row.a), row.step);
}

interface Findings {
  readonly pAdjusted: number | null;
  readonly tested: number;
  readonly inLog: boolean;
  readonly rounding: boolean;
  readonly stands: boolean | null;
}

function describe(row: RowInput, comparison: Comparison, findings: Findings, remark: string | null): string {
  const amount = formatAmount(row, comparison);
  const { stands, inLog, rounding, tested, pAdjusted } = findings;
  if (stands === null) return `no noise estimate: ${amount}, ${remark}`;
  if (rounding) return `within the noise: ${amount}, ${remark}`;
  if (comparison.exact) return stands ? `stands: ${amount}, ${remark}` : `within the noise: no difference`;
  const p = `p ${formatP(comparison.p ?? 1)}${tested > 1 ? `, ${formatP(pAdjusted ?? 1)} after Holm over ${formatCount(tested, 'row')}` : ''}`;
  const wild = remark === null ? '' : `; ${remark}`;
  if (stands) return `stands: ${amount}, ${p}${direction(row, comparison)}${wild}`;
  return `within ${inLog ? "the log's own noise" : 'the noise'}: ${amount}, ${p}${wild}`;
}

/** What the numbers do not say by themselves; null where they say it all. */
function describeRemark(row: RowInput, { exact, spread }: Comparison, { stands, rounding }: Findings): string | null {
  if (stands === null) return whyUnknown(row);
  if (rounding) return 'one step of a coarse unit, which rounding alone can give';
  if (exact) return stands ? 'both sides repeat exactly' : null;
  if ((spread ?? 0) <= wildSpread) return null;
  return `a spread of ${Math.round(100 * (spread ?? 0))} %: one run can make such a mean, look at the single runs`;
}

function direction(row: RowInput, { delta }: Comparison): string {
  if (row.better === null || delta === null || delta === 0) return '';
  return delta > 0 === (row.better === 'higher') ? '' : ', for the worse';
}

function whyUnknown(row: RowInput): string {
  if (row.noise === null) return 'the log repeats no unchanged code';
  if (
    row.paired === true &&
    row.a.kind === 'values' &&
    row.b.kind === 'values' &&
    row.a.values.length !== row.b.values.length
  ) {
    return 'the columns have different lengths and cannot be paired';
  }
  const sides = [row.a, row.b];
  if (sides.some((side) => side.kind === 'moments' && side.sd === null)) return 'no spread is given';
  if (sides.some((side) => side.kind === 'moments' && side.n === null)) return 'the number of runs is not given';
  return 'one run a side is no spread';
}

function describeSettling({ delta, spread, exact }: Comparison, rounding: boolean): string | null {
  if (exact) return null;
  if (rounding) return 'a finer unit, or a longer run';
  if (spread === null) return 'at least five runs of each side, in turns on one host, with every value kept';
  const size = Math.abs(Math.log1p(delta ?? 0));
  if (!(size > 0)) return 'nothing: there is no difference to show';
  const pairs = Math.max(5, Math.ceil(2 * ((detection * spread) / size) ** 2));
  if (pairs > mostPairs) return `more than ${mostPairs} pairs at this spread: too small to be worth it`;
  return `about ${pairs} pairs in turns on one host, at this spread and difference`;
}

function formatAmount(row: RowInput, { delta, low, high }: Comparison): string {
  if (delta === null) return `${levelOf(row.a)} to ${levelOf(row.b)}`;
  if (low === null || high === null || low === high) return `${formatSigned(100 * delta, 1)} %`;
  const decimals = computeDecimals(100 * low, 100 * high);
  return `${formatSigned(100 * delta, decimals)} % [${formatNumber(100 * low, decimals)}, ${formatNumber(100 * high, decimals)}]`;
}

/** A p value in words: no digit that nobody needs. */
export function formatP(p: number): string {
  if (p < 0.0001) return 'below 0.0001';
  return p < 0.1 ? p.toPrecision(2) : p.toFixed(2);
}
