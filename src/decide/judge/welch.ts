/** One row compared: Welch's t on logs for single runs, on the moments for mean ± sd, one value against one for a log. */
import { computeMean, computeVariance } from '../moments.ts';
import { computeTwoSidedP, computeTwoSidedT } from './studentT.ts';
import type { LogNoise, RowInput, Sample } from './types.ts';

export interface Comparison {
  /** b / a - 1; null where a is not positive. */
  readonly delta: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
  /** sd of one run over its level, of the noisier side; null where nothing is known of it. */
  readonly spread: number | null;
  /** Neither side varies. */
  readonly exact: boolean;
}

interface Difference {
  /** b - a, on the scale compared. */
  readonly value: number;
  readonly error: number;
  readonly df: number;
}

const reportLevel = 0.05;

export function compareRow(row: RowInput): Comparison {
  if (row.noise !== undefined) return compareSingles(levelOf(row.a), levelOf(row.b), row.noise);
  if (row.a.kind === 'values' && row.b.kind === 'values')
    return compareValues(row.a.values, row.b.values, row.paired === true);
  return compareMoments(row.a, row.b);
}

/** The middle that a row is shown by. */
export function levelOf(sample: Sample): number {
  return sample.kind === 'moments' ? sample.mean : computeMean(sample.values);
}

function compareValues(a: readonly number[], b: readonly number[], paired: boolean): Comparison {
  const logs = [...a, ...b].every((value) => value > 0);
  const x = logs ? a.map(Math.log) : a;
  const y = logs ? b.map(Math.log) : b;
  const base = computeMean(a);
  const center = computeMean(y) - computeMean(x);
  const delta = logs ? Math.expm1(center) : ratio(center, base);
  const spread = Math.max(relativeSpread(x, logs), relativeSpread(y, logs));
  const few = a.length < 2 || b.length < 2;
  if (few || (paired && a.length !== b.length)) return unknown(delta, few ? null : spread);
  const difference = paired ? pairedDifference(x, y) : welchDifference(momentsOf(x), momentsOf(y));
  const bounds = (value: number): number | null => (logs ? Math.expm1(value) : ratio(value, base));
  return settle(difference, delta, bounds, spread);
}

function compareMoments(a: Sample, b: Sample): Comparison {
  const [x, y] = [summarize(a), summarize(b)];
  const delta = ratio(y.mean - x.mean, x.mean);
  if (x.sd === null || y.sd === null || x.n === null || y.n === null || x.n < 2 || y.n < 2) return unknown(delta, null);
  const spread = Math.max(x.sd / Math.abs(x.mean), y.sd / Math.abs(y.mean));
  const difference = welchDifference(
    { mean: x.mean, variance: x.sd ** 2, n: x.n },
    { mean: y.mean, variance: y.sd ** 2, n: y.n },
  );
  return settle(difference, delta, (value) => ratio(value, x.mean), spread);
}

/** Both values carry the log's noise, so their difference carries it sqrt 2 times. */
function compareSingles(a: number, b: number, noise: LogNoise | null): Comparison {
  const logs = noise === null ? a > 0 && b > 0 : noise.scale === 'log';
  const value = logs ? Math.log(b / a) : b - a;
  const scale = (one: number): number | null => (logs ? Math.expm1(one) : ratio(one, a));
  if (noise === null) return unknown(scale(value), null);
  const spread = logs ? noise.sigma : noise.sigma / Math.abs(a);
  return settle({ value, error: noise.sigma * Math.SQRT2, df: noise.df }, scale(value), scale, spread);
}

function settle(
  difference: Difference,
  delta: number | null,
  scale: (value: number) => number | null,
  spread: number,
): Comparison {
  const { value, error, df } = difference;
  if (error === 0) return { delta, low: delta, high: delta, p: value === 0 ? 1 : 0, spread: 0, exact: true };
  const reach = computeTwoSidedT(reportLevel, df) * error;
  return {
    delta,
    low: scale(value - reach),
    high: scale(value + reach),
    p: computeTwoSidedP(value / error, df),
    spread,
    exact: false,
  };
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
  readonly n: number;
}

function momentsOf(values: readonly number[]): Moments {
  const mean = computeMean(values);
  return { mean, variance: computeVariance(values, mean), n: values.length };
}

function welchDifference(a: Moments, b: Moments): Difference {
  const [x, y] = [a.variance / a.n, b.variance / b.n];
  const error = Math.sqrt(x + y);
  const df = (x + y) ** 2 / (x ** 2 / (a.n - 1) + y ** 2 / (b.n - 1));
  return { value: b.mean - a.mean, error, df: Number.isFinite(df) ? df : a.n + b.n - 2 };
}

function pairedDifference(a: readonly number[], b: readonly number[]): Difference {
  const { mean, variance, n } = momentsOf(b.map((value, i) => value - (a[i] as number)));
  return { value: mean, error: Math.sqrt(variance / n), df: n - 1 };
}

function summarize(sample: Sample): { mean: number; sd: number | null; n: number | null } {
  if (sample.kind === 'moments') return sample;
  const { mean, variance, n } = momentsOf(sample.values);
  return { mean, sd: n < 2 ? null : Math.sqrt(variance), n };
}

function relativeSpread(values: readonly number[], logs: boolean): number {
  const { mean, variance } = momentsOf(values);
  return logs ? Math.sqrt(variance) : Math.sqrt(variance) / Math.abs(mean);
}

function unknown(delta: number | null, spread: number | null): Comparison {
  return { delta, low: null, high: null, p: null, spread, exact: false };
}

function ratio(value: number, base: number): number | null {
  return base > 0 ? value / base : null;
}
