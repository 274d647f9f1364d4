/** What follows a pair where one metric decides: decisions.md 3.8, line by line. */
import { wealthOf } from './eProcess.ts';
import { readExact } from './exact.ts';
import { computeUpper } from './interval.ts';
import { isOneMetricLook, isOneMetricSpent } from './looks.ts';
import { countOf, seriesOf } from './state.ts';
import type { Decision, MetricState } from './state.ts';
import { readStallWealth } from './stallRate.ts';
import type { MetricRule, Step, Verdict } from './types.ts';

/** The step, and what of the decision it changes. */
export interface Outcome {
  readonly step: Step;
  readonly accepted: boolean;
  readonly waiting: boolean;
  readonly held: boolean;
}

export const passWealth = 5;
export const dropWealth = 0.5;
export const futilityLevel = { 1: 0.1, 2: 0.05 } as const;
const fewestToPass = 4;
const fewestToDrop = 4;
const fewestToAccept = 6;
const pairsToReport = 12;
/** Stalled runs from which stage 1 waits for the stall rate (3.10). */
const stallsToWait = 2;

/** `valid`: the pair just added counts. Its effects on wealth and series are in the decision already. */
export function judgeOneMetric(decision: Decision, valid: boolean): Outcome {
  const metric = decision.metrics[0] as MetricState;
  const rule = decision.rules.metrics[0] as MetricRule;
  const exact = readExact(metric.exact, rule);
  if (exact !== null) {
    return stop(decision, exact === 'better' ? 'keep' : exact === 'worse' ? 'regression' : 'futile');
  }
  return decision.stage === 1 ? screen(decision, metric, rule, valid) : confirm(decision, metric, rule, valid);
}

function screen(decision: Decision, metric: MetricState, rule: MetricRule, valid: boolean): Outcome {
  const n = metric.screening.d.length;
  const look = valid && isOneMetricLook(n, 1, decision.screening);
  let { held } = decision;
  if (valid && n >= fewestToPass && wealthOf(metric.sup) >= passWealth) {
    return { step: { kind: 'confirm' }, accepted: false, waiting: false, held: false };
  }
  if (look) {
    const futile = isFutile(decision, metric, rule);
    held = futile && isHeldByStalls(decision);
    if (futile && !held) return stop(decision, 'futile');
  }
  if (isOneMetricSpent(n, 1, decision.screening)) return stop(decision, held ? 'futile' : 'inconclusive');
  return { step: { kind: 'continue' }, accepted: false, waiting: decision.waiting && !look, held };
}

function confirm(decision: Decision, metric: MetricState, rule: MetricRule, valid: boolean): Outcome {
  const n = metric.confirming.d.length;
  const look = valid && isOneMetricLook(n, 2, decision.confirming);
  const waiting = decision.waiting && !look;
  const wealth = wealthOf(metric.sup);
  const accepted = decision.accepted || (valid && n >= fewestToAccept && wealth >= 1 / decision.rules.alpha);
  if (valid && accepted && n >= pairsToReport) return stop(decision, 'keep');
  if (valid && !accepted && !waiting) {
    if (n >= fewestToDrop && wealth < dropWealth) return stop(decision, 'not_confirmed');
    if (look && isFutile(decision, metric, rule)) return stop(decision, 'not_confirmed');
  }
  if (isOneMetricSpent(n, 2, decision.confirming)) return stop(decision, accepted ? 'keep' : 'not_confirmed');
  return { step: { kind: 'continue' }, accepted, waiting, held: false };
}

function isFutile(decision: Decision, metric: MetricState, rule: MetricRule): boolean {
  const upper = computeUpper(seriesOf(metric, decision.stage).d, futilityLevel[decision.stage]);
  return upper < rule.smallestEffect + rule.floor;
}

/** Stage 1 goes on in spite of futility while stalls were seen and their rate shows nothing yet. */
export function isHeldByStalls(decision: Decision): boolean {
  if (decision.rules.waitForStalls !== true || decision.stage !== 1) return false;
  return decision.metrics.some((metric) => {
    const { current, candidate } = seriesOf(metric, 1).stalls;
    return current + candidate >= stallsToWait && readStallWealth(metric.stall) === 'nothing';
  });
}

export function stop(decision: Decision, verdict: Verdict): Outcome {
  return { step: { kind: 'stop', verdict }, accepted: decision.accepted, waiting: false, held: false };
}

/** Pairs in the present stage; used where both kinds of rules speak of "raw". */
export function rawOf(decision: Decision): number {
  return countOf(decision, decision.stage).raw;
}
