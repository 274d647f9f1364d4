/**
 * From the runs of a block to one difference d (decisions.md 3.2a, 3.4, 3.5). The stall flag looks at one pool of both
 * sides, so it cannot see which side a run belongs to.
 *
 * A pool belongs to one metric, one stage and one host. Within it a "level" is sign * (ln value - position effect of a
 * second run), so that more is better; once a value at or below zero occurred there are no logs, and d is the
 * difference over the pool's typical size.
 */
import { at, computeMedian, medianOfSorted, placeSorted } from './order.ts';
import type { Direction, MicroPair, Side } from './types.ts';

export interface Pool {
  /** Sorted levels; empty once the scale is 'difference'. */
  readonly levels: readonly number[];
  /** |value| of every run, as printed. */
  readonly magnitudes: readonly number[];
  readonly scale: 'ratio' | 'difference';
}

/** One metric's reading of one block. */
export interface BlockReading {
  readonly pool: Pool;
  /** Log units, positive is better; null when the pair is not valid for this metric. */
  readonly d: number | null;
  /** candidate - current in the metric's own unit, the position effect taken off; null with d. */
  readonly difference: number | null;
  /** The pair is not valid because runs stalled. */
  readonly stalled: boolean;
  /** For each micro-pair that printed the metric on both sides: which sides stalled. */
  readonly stalls: readonly { readonly current: boolean; readonly candidate: boolean }[];
}

export interface MetricLens {
  readonly name: string;
  readonly better: Direction;
}

/** A run below this share of the pooled median is stalled. */
const stallLimit = Math.log(0.8);
/** Where more than one run in this many is slow, slowness is the host's normal state and the flag is off. */
const oneStallIn = 3;
/** Bounds that keep all arithmetic finite; no benchmark comes near them. */
const largest = 1e9;
const largestValue = 1e300;

export const emptyPool: Pool = { levels: [], magnitudes: [], scale: 'ratio' };

interface Reading {
  readonly d: number;
  readonly difference: number;
}

/** Reads the micro-pairs in time order. Flags are set once, when a micro-pair arrives, and never revised. */
export function readBlock(pool: Pool, micro: readonly MicroPair[], lens: MetricLens, position: number): BlockReading {
  const work = { levels: pool.levels.slice(), magnitudes: pool.magnitudes.slice(), scale: pool.scale };
  const readings: Reading[] = [];
  const stalls: { current: boolean; candidate: boolean }[] = [];
  let stalled = false;
  for (const pair of micro) {
    const current = pair.current[lens.name];
    const candidate = pair.candidate[lens.name];
    if (!isUsable(current) || !isUsable(candidate)) continue;
    const reading = readMicroPair(work, pair.first, current, candidate, lens.better, position);
    stalls.push({ current: reading.current, candidate: reading.candidate });
    if (reading.current || reading.candidate) stalled = true;
    else readings.push(reading);
  }
  if (readings.length === 0 || readings.length * 2 < micro.length) {
    return { pool: work, d: null, difference: null, stalled, stalls };
  }
  const d = computeMedian(readings.map((reading) => reading.d));
  const difference = computeMedian(readings.map((reading) => reading.difference));
  return { pool: work, d, difference, stalled: false, stalls };
}

interface WorkPool {
  levels: number[];
  readonly magnitudes: number[];
  scale: 'ratio' | 'difference';
}

function readMicroPair(
  pool: WorkPool,
  first: Side,
  current: number,
  candidate: number,
  better: Direction,
  position: number,
): Reading & { current: boolean; candidate: boolean } {
  pool.magnitudes.push(Math.abs(current), Math.abs(candidate));
  if (current <= 0 || candidate <= 0) {
    pool.scale = 'difference';
    pool.levels = [];
  }
  const sign = better === 'higher' ? 1 : -1;
  // What the order alone adds to candidate - current, in log units.
  const order = first === 'current' ? position : -position;
  if (pool.scale === 'difference') {
    const size = computeTypicalSize(pool.magnitudes);
    const difference = candidate - current - order * size;
    const d = size > 0 ? Math.min(largest, Math.max(-largest, (sign * difference) / size)) : 0;
    return { d, difference, current: false, candidate: false };
  }
  const a = sign * (Math.log(current) - (first === 'current' ? 0 : position));
  const b = sign * (Math.log(candidate) - (first === 'current' ? position : 0));
  placeSorted(pool.levels, a);
  placeSorted(pool.levels, b);
  const limit = medianOfSorted(pool.levels) + stallLimit;
  const flagged = (a < limit || b < limit) && countBelow(pool.levels, limit) * oneStallIn <= pool.levels.length;
  const difference = candidate - current - order * Math.sqrt(current * candidate);
  return { d: b - a, difference, current: flagged && a < limit, candidate: flagged && b < limit };
}

/** Median magnitude; where most values are 0, that of the others; 0 if all are 0. */
function computeTypicalSize(magnitudes: readonly number[]): number {
  const median = computeMedian(magnitudes);
  if (median > 0) return median;
  const others = magnitudes.filter((value) => value > 0);
  return others.length === 0 ? 0 : computeMedian(others);
}

function countBelow(sorted: readonly number[], limit: number): number {
  let count = 0;
  while (count < sorted.length && at(sorted, count) < limit) count += 1;
  return count;
}

/** A value that was not printed, or printed as no number, is missing. */
export function isUsable(value: number | undefined): value is number {
  return value !== undefined && Math.abs(value) <= largestValue;
}
