/**
 * What follows a pair where two or more metrics are judged: decisions.md 3.15, line by line. A metric that is exact
 * (3.5) needs no bet and takes no share of the stake: it is known to be better, worse or neither.
 */
import { wealthOf } from './eProcess.ts';
import { readExact } from './exact.ts';
import type { ExactReading } from './exact.ts';
import { computeUpper } from './interval.ts';
import { isSeveralMetricsLook, isSeveralMetricsSpent } from './looks.ts';
import { dropWealth, futilityLevel, isHeldByStalls, passWealth, rawOf, stop } from './oneMetric.ts';
import type { Outcome } from './oneMetric.ts';
import { countOf, seriesOf } from './state.ts';
import type { Decision, MetricState } from './state.ts';
import type { MetricRule } from './types.ts';

/** Wealth at which "not worse than the tolerance" is shown. */
export const safeWealth = 20;
export const guardLevel = 0.05;
const fewestToBound = 4;
const fewestToPass = 4;
const pairsToKeep = 12;

interface Judged {
  readonly metric: MetricState;
  readonly rule: MetricRule;
  readonly exact: ExactReading | null;
}

export function judgeSeveralMetrics(decision: Decision): Outcome {
  const judged = listJudged(decision);
  if (judged.some((one) => one.exact === 'worse')) return stop(decision, 'regression');
  if (judged.every((one) => one.exact !== null)) {
    return stop(decision, judged.some((one) => one.exact === 'better') ? 'keep' : 'futile');
  }
  const n = rawOf(decision);
  const look = isSeveralMetricsLook(n, countOf(decision, decision.stage));
  const waiting = decision.waiting && !look;
  let { held } = decision;
  if (look) {
    if (judged.some((one) => isWorse(decision, one))) return stop(decision, 'regression');
    const futile = judged.every((one) => isFutile(decision, one));
    held = futile && isHeldByStalls(decision);
    if (futile && !held) return stop(decision, 'futile');
  }
  const evidence = computeEvidence(judged);
  if (decision.stage === 1) {
    if (n >= fewestToPass && evidence >= passWealth) {
      return { step: { kind: 'confirm' }, accepted: false, waiting: false, held: false };
    }
  } else {
    if (n >= pairsToKeep && evidence >= 1 / decision.rules.alpha && judged.every(isSafe)) return stop(decision, 'keep');
    if (n >= fewestToPass && evidence < dropWealth && !waiting) return stop(decision, 'not_confirmed');
  }
  if (isSeveralMetricsSpent(decision.stage, countOf(decision, decision.stage))) {
    if (decision.stage === 1) return stop(decision, held ? 'futile' : 'inconclusive');
    return stop(decision, evidence >= 1 / decision.rules.alpha ? 'guard_unresolved' : 'not_confirmed');
  }
  return { step: { kind: 'continue' }, accepted: false, waiting, held };
}

/** Mean Sup over the metrics that bet. Valid under any dependence, as an average of e-processes. */
export function computeMeanSup(decision: Decision): number {
  let sum = 0;
  for (const metric of decision.metrics) sum += wealthOf(metric.sup);
  return sum / decision.metrics.length;
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

function listJudged(decision: Decision): readonly Judged[] {
  return decision.rules.metrics.map((rule, index) => {
    const metric = decision.metrics[index] as MetricState;
    return { metric, rule, exact: readExact(metric.exact, rule) };
  });
}

function computeEvidence(judged: readonly Judged[]): number {
  if (judged.some((one) => one.exact === 'better')) return Infinity;
  const betting = judged.filter((one) => one.exact === null);
  return betting.reduce((sum, one) => sum + wealthOf(one.metric.sup), 0) / betting.length;
}

function isSafe(one: Judged): boolean {
  return one.exact !== null || wealthOf(one.metric.safe) >= safeWealth;
}

function isWorse(decision: Decision, one: Judged): boolean {
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
