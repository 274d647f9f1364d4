/** What A/A pairs say of a host and a benchmark (decisions.md 3.2a, 3.4, 3.5, 3.15). */
import { computeGridFloor } from './grid.ts';
import { computeMad, computeMedian, madToSpread } from './order.ts';
import { emptyPool, isUsable, readBlock } from './stall.ts';
import type { MetricLens } from './stall.ts';
import type { Pair, Position } from './types.ts';

export interface MetricCalibration {
  /** Median of second - first in log units (3.4). */
  readonly position: number;
  /** 1.4826 * MAD of d of whole blocks, log units. NaN where no pair was valid. */
  readonly spread: number;
  /** Every run printed the same value. */
  readonly exact: boolean;
  /** Default tolerance of the guard, log units (3.15). */
  readonly tolerance: number;
  /** Share of runs that the stall flag took out. */
  readonly stallRate: number;
  /** A rule's floor is at least this where values lie on a coarse grid: one step is no verdict; 0 elsewhere. */
  readonly gridFloor: number;
  /** Median of the values as printed. */
  readonly level: number;
  readonly pairs: number;
}

/** Fewest A/A pairs that a calibration rests on. */
export const calibrationPairs = 12;

const smallestTolerance = 0.01;
const toleranceFactor = 1.5;
/** Tolerances are rounded up to half per cents. */
const toleranceSteps = 200;

/** `pairs`: equal builds on both sides, all on one host. */
export function computeCalibration(
  pairs: readonly Pair[],
  metrics: readonly MetricLens[],
): Record<string, MetricCalibration> {
  const result: Record<string, MetricCalibration> = {};
  for (const metric of metrics) result[metric.name] = calibrateMetric(pairs, metric);
  return result;
}

export function positionOf(calibration: Readonly<Record<string, MetricCalibration>>): Position {
  return Object.fromEntries(Object.entries(calibration).map(([name, metric]) => [name, metric.position]));
}

function calibrateMetric(pairs: readonly Pair[], metric: MetricLens): MetricCalibration {
  const runs = listRuns(pairs, metric.name);
  const values = runs.flat();
  const position = computePosition(runs);
  let pool = emptyPool;
  const d: number[] = [];
  let stalls = 0;
  for (const pair of pairs) {
    const reading = readBlock(pool, pair.micro, metric, position);
    pool = reading.pool;
    if (reading.d !== null) d.push(reading.d);
    for (const stall of reading.stalls) stalls += Number(stall.current) + Number(stall.candidate);
  }
  const spread = madToSpread * computeMad(d);
  const gridFloor = computeGridFloor(values);
  return {
    position,
    spread,
    exact: values.length > 0 && values.every((value) => value === values[0]),
    tolerance: computeTolerance(spread, gridFloor),
    stallRate: values.length === 0 ? 0 : stalls / values.length,
    gridFloor,
    level: computeMedian(values),
    pairs: d.length,
  };
}

/** [first, second] of each micro-pair that printed the metric twice. */
function listRuns(pairs: readonly Pair[], name: string): readonly (readonly [number, number])[] {
  return pairs.flatMap((pair) =>
    pair.micro.flatMap(({ first, current, candidate }) => {
      const a = current[name];
      const b = candidate[name];
      if (!isUsable(a) || !isUsable(b)) return [];
      return [first === 'current' ? ([a, b] as const) : ([b, a] as const)];
    }),
  );
}

function computePosition(runs: readonly (readonly [number, number])[]): number {
  if (runs.length === 0) return 0;
  if (runs.every(([first, second]) => first > 0 && second > 0)) {
    return computeMedian(runs.map(([first, second]) => Math.log(second / first)));
  }
  const size = computeMedian(runs.flat().map(Math.abs));
  return size > 0 ? computeMedian(runs.map(([first, second]) => (second - first) / size)) : 0;
}

/** The guard's tolerance unless the user gives one: max(1 %, 1.5 * spread / sqrt 2), never below the grid's floor. */
export function computeTolerance(spread: number, gridFloor: number): number {
  const noise = Number.isFinite(spread) ? (toleranceFactor * spread) / Math.SQRT2 : 0;
  const wanted = Math.max(smallestTolerance, noise, gridFloor);
  return Math.ceil(wanted * toleranceSteps - 1e-9) / toleranceSteps;
}

/** Micro-pairs a pair before anything better is known, by the length of one run (3.2a). */
export function defaultMicroPairs(runSeconds: number): 1 | 2 | 4 | 8 {
  if (runSeconds <= 0.15) return 8;
  if (runSeconds <= 0.3) return 4;
  if (runSeconds <= 0.6) return 2;
  return 1;
}

export interface Resolution {
  /** Calibrated spread of d of whole pairs, log units. */
  readonly spread: number;
  /** MEI plus floor of the metric, log units. */
  readonly smallestEffect: number;
  readonly alpha: number;
  /** Metrics of the campaign; each has its share of the stake. */
  readonly metrics: number;
}

/** Effect over spread at which a keep has 80 %, on a straight line in ln(metrics / alpha): fitted, see below. */
const atOne = 0.53;
const perUnit = 0.0415;
/** How sharply the limit by MEI turns into the limit by noise. */
const bend = 6;

/**
 * The effect that is kept with a probability of about 80 % where noise is normal. Below MEI futility ends an experiment
 * however quiet the host is; far above it only noise limits. A fit to simulations of the procedure at spread / MEI from
 * 0.5 to 12, alpha 0.01, 1/600, 1/20000 and one or two metrics; the test repeats some cells (72 to 92 % kept).
 */
export function computeSmallestResolvable(resolution: Resolution): number {
  const { spread, smallestEffect, alpha, metrics } = resolution;
  const noise = (atOne + perUnit * Math.log(metrics / alpha)) * Math.max(0, spread);
  const wanted = Math.max(0, smallestEffect);
  if (wanted === 0 || noise === 0) return Math.max(wanted, noise);
  return wanted * (1 + (noise / wanted) ** bend) ** (1 / bend);
}
