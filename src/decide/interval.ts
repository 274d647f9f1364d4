/**
 * The interval of decisions.md 3.7: order statistics of the trimmed Walsh averages, by the exact law of the signed
 * ranks. Outliers cannot drag it; only the e-process carries the guarantee.
 */
import { at, computeMad, computeMedian, madToSpread, medianOfSorted } from './order.ts';

export interface Interval {
  /** Median of the Walsh averages; NaN when there are no values. */
  readonly estimate: number;
  /** -Infinity and Infinity where there are too few values for the level. */
  readonly low: number;
  readonly high: number;
  /** Values left after trimming. */
  readonly n: number;
}

/** One-sided level of each bound of a 95 % interval. */
export const reportLevel = 0.025;

/** Differences further than this many spreads from their median are left out. */
const trimLimit = 5;
const rankTolerance = 1e-12;

/** `level` is one-sided: each bound is wrong with at most that probability. */
export function computeInterval(d: readonly number[], level: number): Interval {
  const kept = trim(d);
  const n = kept.length;
  if (n === 0) return { estimate: Number.NaN, low: -Infinity, high: Infinity, n: 0 };
  const walsh = computeWalshAverages(kept);
  const rank = computeRank(n, level);
  const bounded = rank >= 0;
  return {
    estimate: medianOfSorted(walsh),
    low: bounded ? at(walsh, rank) : -Infinity,
    high: bounded ? at(walsh, walsh.length - 1 - rank) : Infinity,
    n,
  };
}

/** One-sided upper bound: exceeded by the truth with probability at most `level`. */
export function computeUpper(d: readonly number[], level: number): number {
  return computeInterval(d, level).high;
}

/** One-sided lower bound. */
export function computeLower(d: readonly number[], level: number): number {
  return computeInterval(d, level).low;
}

function trim(d: readonly number[]): readonly number[] {
  const mad = computeMad(d);
  if (!(mad > 0)) return d;
  const median = computeMedian(d);
  return d.filter((value) => Math.abs(value - median) <= trimLimit * madToSpread * mad);
}

/** (d_i + d_j) / 2 for all i <= j, sorted. */
function computeWalshAverages(d: readonly number[]): Float64Array {
  const n = d.length;
  const walsh = new Float64Array((n * (n + 1)) / 2);
  let next = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = i; j < n; j += 1) {
      walsh[next] = (at(d, i) + at(d, j)) / 2;
      next += 1;
    }
  }
  return walsh.sort();
}

const ranks = new Map<string, number>();

/**
 * Largest r with P(W+ <= r) <= level, W+ the sum of those of the ranks 1..n that a fair coin picks; -1 if there is
 * none. Exact by convolution, remembered.
 */
export function computeRank(n: number, level: number): number {
  const name = `${n} ${level}`;
  const known = ranks.get(name);
  if (known !== undefined) return known;
  const law = computeRankLaw(n);
  let rank = -1;
  let tail = 0;
  for (let sum = 0; sum < law.length; sum += 1) {
    tail += at(law, sum);
    if (tail > level + rankTolerance) break;
    rank = sum;
  }
  ranks.set(name, rank);
  return rank;
}

/** P(W+ = sum) for every sum. */
function computeRankLaw(n: number): Float64Array {
  const law = new Float64Array((n * (n + 1)) / 2 + 1);
  law[0] = 1;
  let top = 0;
  for (let rank = 1; rank <= n; rank += 1) {
    top += rank;
    for (let sum = top; sum >= 0; sum -= 1) {
      law[sum] = (at(law, sum) + (sum >= rank ? at(law, sum - rank) : 0)) / 2;
    }
  }
  return law;
}
