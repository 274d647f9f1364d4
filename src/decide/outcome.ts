/** What the rules of one metric and of several have in common: thresholds (decisions.md 3.1) and the shape of a result. */
import { seriesOf } from './state.ts';
import { readStallWealth } from './stallRate.ts';
import type { Decision } from './state.ts';
import type { Step, Verdict } from './types.ts';

/** The step, and what of the decision it changes. */
export interface Outcome {
  readonly step: Step;
  readonly accepted: boolean;
  readonly waiting: boolean;
  readonly held: boolean;
}

/** Wealth that passes stage 1. */
export const passWealth = 5;
/** Stage 2 stops below this wealth. */
export const dropWealth = 0.5;
/** Wealth at which "not worse than the tolerance" is shown. */
export const safeWealth = 20;
/** One-sided levels of the upper bounds at looks, by stage, and of the guard's bound. */
export const futilityLevel = { 1: 0.1, 2: 0.05 } as const;
export const guardLevel = 0.05;
/** Fewest pairs to pass stage 1, and to drop in stage 2. */
export const fewestPairs = 4;

/** Stalled runs from which stage 1 waits for the stall rate (3.10). */
const stallsToWait = 2;

export function stop(decision: Decision, verdict: Verdict): Outcome {
  return { step: { kind: 'stop', verdict }, accepted: decision.accepted, waiting: false, held: false };
}

export function passToConfirming(): Outcome {
  return { step: { kind: 'confirm' }, accepted: false, waiting: false, held: false };
}

/** Stage 1 goes on in spite of futility while stalls were seen and their rate shows nothing yet. */
export function isHeldByStalls(decision: Decision): boolean {
  if (decision.rules.waitForStalls !== true || decision.stage !== 1) return false;
  return decision.metrics.some((metric) => {
    const { current, candidate } = seriesOf(metric, 1).stalls;
    return current + candidate >= stallsToWait && readStallWealth(metric.stall) === 'nothing';
  });
}
