/**
 * Metrics that repeat exactly, such as counts and sizes (decisions.md 3.5). One pair decides, exactly. The first time
 * that equal builds differ, the metric goes back to the statistical path for good; its pairs were fed there all along.
 */
import { findStep, isOneStep } from './grid.ts';
import { isUsable } from './stall.ts';
import type { MetricRule, MicroPair } from './types.ts';

/** The one value of each side, null before the first pair that printed it. */
export interface ExactState {
  readonly current: number | null;
  readonly candidate: number | null;
  /** Pairs that repeated the values. */
  readonly pairs: number;
}

export type ExactReading = 'better' | 'not_better' | 'worse';

/** A difference of one grid step may be rounding: it has to repeat in this many pairs. */
const pairsForOneStep = 4;

export function startExact(): ExactState {
  return { current: null, candidate: null, pairs: 0 };
}

/** null once a side printed two different values. */
export function stepExact(state: ExactState, micro: readonly MicroPair[], name: string): ExactState | null {
  let { current, candidate } = state;
  let seen = false;
  for (const pair of micro) {
    const a = pair.current[name];
    const b = pair.candidate[name];
    if (!isUsable(a) || !isUsable(b)) continue;
    if ((current ?? a) !== a || (candidate ?? b) !== b) return null;
    current = a;
    candidate = b;
    seen = true;
  }
  return seen ? { current, candidate, pairs: state.pairs + 1 } : state;
}

/** What the values say; null while they cannot say it. */
export function readExact(state: ExactState | null, rule: MetricRule): ExactReading | null {
  if (state === null || state.current === null || state.candidate === null) return null;
  const { current, candidate } = state;
  if (state.pairs < pairsForOneStep && isOneStep(candidate - current, findStep([current, candidate]))) return null;
  const d = computeExactDifference(current, candidate, rule);
  if (d < -rule.tolerance) return 'worse';
  return d > 0 && d >= rule.smallestEffect ? 'better' : 'not_better';
}

/** Log units, positive is better; over the mean magnitude where logs are impossible. */
export function computeExactDifference(current: number, candidate: number, rule: MetricRule): number {
  const sign = rule.better === 'higher' ? 1 : -1;
  if (candidate === current) return 0;
  if (current > 0 && candidate > 0) return sign * Math.log(candidate / current);
  return (sign * (candidate - current) * 2) / (Math.abs(current) + Math.abs(candidate));
}
