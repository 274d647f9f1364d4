/** What follows a pair where one metric decides: decisions.md 3.8, line by line. */
import { wealthOf } from './eProcess.ts';
import { readExact } from './exact.ts';
import { computeUpper } from './interval.ts';
import { isOneMetricLook, isOneMetricSpent } from './looks.ts';
import {
  dropWealth,
  fewestPairs,
  futilityLevel,
  isHeldByStalls,
  passToConfirming,
  passWealth,
  stop,
} from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { seriesOf } from './state.ts';
import type { Decision, MetricState } from './state.ts';
import type { MetricRule } from './types.ts';

const fewestToAccept = 6;
const pairsToReport = 12;

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
  if (valid && n >= fewestPairs && wealthOf(metric.sup) >= passWealth) return passToConfirming();
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
    if (n >= fewestPairs && wealth < dropWealth) return stop(decision, 'not_confirmed');
    if (look && isFutile(decision, metric, rule)) return stop(decision, 'not_confirmed');
  }
  if (isOneMetricSpent(n, 2, decision.confirming)) return stop(decision, accepted ? 'keep' : 'not_confirmed');
  return { step: { kind: 'continue' }, accepted, waiting, held: false };
}

function isFutile(decision: Decision, metric: MetricState, rule: MetricRule): boolean {
  const upper = computeUpper(seriesOf(metric, decision.stage).d, futilityLevel[decision.stage]);
  return upper < rule.smallestEffect + rule.floor;
}
