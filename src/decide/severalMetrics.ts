/**
 * What follows a pair where two or more metrics are judged: decisions.md 3.15, line by line. A metric that is exact
 * (3.5) needs no bet and takes no share of the stake: it is known to be better, worse or neither.
 */
import { wealthOf } from './eProcess.ts';
import { readExact } from './exact.ts';
import type { ExactReading } from './exact.ts';
import { computeUpper } from './interval.ts';
import { isSeveralMetricsLook, isSeveralMetricsSpent } from './looks.ts';
import {
  dropWealth,
  fewestPairs,
  futilityLevel,
  guardLevel,
  isHeldByStalls,
  passToConfirming,
  passWealth,
  safeWealth,
  stop,
} from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { countOf, seriesOf } from './state.ts';
import type { Decision, MetricState } from './state.ts';
import type { MetricRule } from './types.ts';

const fewestToBound = 4;
const pairsToKeep = 12;

export interface Judged {
  readonly metric: MetricState;
  readonly rule: MetricRule;
  /** null: the metric bets. */
  readonly exact: ExactReading | null;
}

export function judgeSeveralMetrics(decision: Decision): Outcome {
  const judged = listJudged(decision);
  if (judged.some((one) => one.exact === 'worse')) return stop(decision, 'regression');
  if (judged.every((one) => one.exact !== null)) {
    return stop(decision, judged.some((one) => one.exact === 'better') ? 'keep' : 'futile');
  }
  const count = countOf(decision, decision.stage);
  const look = isSeveralMetricsLook(count.raw, count);
  let held = decision.held;
  if (look) {
    if (judged.some((one) => isWorse(decision, one))) return stop(decision, 'regression');
    const futile = judged.every((one) => isFutile(decision, one));
    held = futile && isHeldByStalls(decision);
    if (futile && !held) return stop(decision, 'futile');
  }
  const going: Outcome = { step: { kind: 'continue' }, accepted: false, waiting: decision.waiting && !look, held };
  return decision.stage === 1 ? screen(decision, judged, going) : confirm(decision, judged, going);
}

function screen(decision: Decision, judged: readonly Judged[], going: Outcome): Outcome {
  const count = decision.screening;
  if (count.raw >= fewestPairs && computeEvidence(judged) >= passWealth) return passToConfirming();
  if (isSeveralMetricsSpent(1, count)) return stop(decision, going.held ? 'futile' : 'inconclusive');
  return going;
}

function confirm(decision: Decision, judged: readonly Judged[], going: Outcome): Outcome {
  const count = decision.confirming;
  const evidence = computeEvidence(judged);
  const shown = evidence >= 1 / decision.rules.alpha;
  if (count.raw >= pairsToKeep && shown && judged.every(isSafe)) return stop(decision, 'keep');
  if (count.raw >= fewestPairs && evidence < dropWealth && !going.waiting) return stop(decision, 'not_confirmed');
  if (isSeveralMetricsSpent(2, count)) return stop(decision, shown ? 'guard_unresolved' : 'not_confirmed');
  return going;
}

/** After a keep: a metric may be called better by itself. */
export function isShownBetter(decision: Decision, index: number): boolean {
  const judged = listJudged(decision);
  const one = judged[index];
  if (one === undefined) return false;
  if (one.exact !== null) return one.exact === 'better';
  const betting = judged.filter((other) => other.exact === null).length;
  return wealthOf(one.metric.sup) / betting >= 1 / decision.rules.alpha;
}

export function listJudged(decision: Decision): readonly Judged[] {
  return decision.rules.metrics.map((rule, index) => {
    const metric = decision.metrics[index] as MetricState;
    return { metric, rule, exact: readExact(metric.exact, rule) };
  });
}

/** The evidence that the candidate is better: mean Sup, infinite where an exact metric is better. */
export function computeEvidence(judged: readonly Judged[]): number {
  return judged.some((one) => one.exact === 'better') ? Infinity : computeMeanSup(judged);
}

/** Mean Sup over the metrics that bet: valid under any dependence, as an average of e-processes. 1 where none bets. */
export function computeMeanSup(judged: readonly Judged[]): number {
  const betting = judged.filter((one) => one.exact === null);
  if (betting.length === 0) return 1;
  return betting.reduce((sum, one) => sum + wealthOf(one.metric.sup), 0) / betting.length;
}

export function isSafe(one: Judged): boolean {
  return one.exact !== null || wealthOf(one.metric.safe) >= safeWealth;
}

export function isWorse(decision: Decision, one: Judged): boolean {
  return one.exact === null && computeBound(decision, one, guardLevel) < -one.rule.tolerance;
}

function isFutile(decision: Decision, one: Judged): boolean {
  if (one.exact !== null) return one.exact !== 'better';
  return computeBound(decision, one, futilityLevel[decision.stage]) < one.rule.smallestEffect + one.rule.floor;
}

function computeBound(decision: Decision, one: Judged, level: number): number {
  const { d } = seriesOf(one.metric, decision.stage);
  return d.length < fewestToBound ? Infinity : computeUpper(d, level);
}
