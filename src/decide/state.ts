/** The state of a decision: plain JSON, never changed in place; a new state shares what did not change. */
import { startWealth } from './eProcess.ts';
import type { Wealth } from './eProcess.ts';
import { startExact } from './exact.ts';
import type { ExactState } from './exact.ts';
import type { Pool } from './stall.ts';
import { startStallWealth } from './stallRate.ts';
import type { StallWealth } from './stallRate.ts';
import type { DecisionRules, MetricRule, Stage, Verdict } from './types.ts';

/** What one stage gave for one metric. `d` and `differences` belong to the same valid pairs, in time order. */
export interface Series {
  readonly d: readonly number[];
  readonly differences: readonly number[];
  /** By host: levels of different hosts are never pooled. */
  readonly pools: Readonly<Record<string, Pool>>;
  readonly stalls: { readonly current: number; readonly candidate: number; readonly runs: number };
}

/** Sorted |x| of one host, for both processes. Kept over the stages of one host (3.8). */
export interface Scales {
  readonly sup: readonly number[];
  readonly safe: readonly number[];
}

export interface MetricState {
  /** "Better": fed d - floor. */
  readonly sup: Wealth;
  /** "Not worse than the tolerance": fed d + tolerance. Stays at its start where there is one metric only. */
  readonly safe: Wealth;
  readonly stall: StallWealth;
  readonly scales: Readonly<Record<string, Scales>>;
  readonly screening: Series;
  readonly confirming: Series;
  /** null: the metric is not exact, or is so no longer. */
  readonly exact: ExactState | null;
}

export interface StageCount {
  /** Pairs run. */
  readonly raw: number;
  /** Times that the stage's cap was raised by a continuation. */
  readonly raised: number;
}

export interface Decision {
  readonly rules: DecisionRules;
  readonly stage: Stage;
  /** null while pairs are wanted. */
  readonly verdict: Verdict | null;
  /** One metric only: the accept is final, what follows tops up the reported number (3.8). */
  readonly accepted: boolean;
  /** Continued: nothing stops for futility before the next look (3.11). */
  readonly waiting: boolean;
  /** The last look was futile, but stalls held the stage open (3.10). */
  readonly held: boolean;
  readonly screening: StageCount;
  readonly confirming: StageCount;
  /** In the order of the rules. */
  readonly metrics: readonly MetricState[];
}

const emptySeries: Series = { d: [], differences: [], pools: {}, stalls: { current: 0, candidate: 0, runs: 0 } };

export function startState(rules: DecisionRules): Decision {
  return {
    rules,
    stage: 1,
    verdict: null,
    accepted: false,
    waiting: false,
    held: false,
    screening: { raw: 0, raised: 0 },
    confirming: { raw: 0, raised: 0 },
    metrics: rules.metrics.map(startMetric),
  };
}

function startMetric(rule: MetricRule): MetricState {
  return {
    sup: startWealth(),
    safe: startWealth(),
    stall: startStallWealth(),
    scales: {},
    screening: emptySeries,
    confirming: emptySeries,
    exact: rule.exact === true ? startExact() : null,
  };
}

export function seriesOf(metric: MetricState, stage: Stage): Series {
  return stage === 1 ? metric.screening : metric.confirming;
}

export function countOf(decision: Decision, stage: Stage): StageCount {
  return stage === 1 ? decision.screening : decision.confirming;
}
