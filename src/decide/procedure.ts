/**
 * Procedure E (decisions.md 3): one pair in, one step out. Pure: folding the same pairs gives the same decision, so a
 * killed engine resumes by folding what it recorded.
 */
import { stepWealth, wealthOf } from './eProcess.ts';
import { stepExact } from './exact.ts';
import { judgeOneMetric } from './oneMetric.ts';
import { computeMeanSup, isShownBetter, judgeSeveralMetrics, listJudged } from './severalMetrics.ts';
import { emptyPool, readBlock } from './stall.ts';
import type { BlockReading } from './stall.ts';
import { stepStallWealth } from './stallRate.ts';
import { countOf, seriesOf, startState } from './state.ts';
import type { Decision, MetricState, Scales, Series } from './state.ts';
import type { DecisionRules, MetricRule, Pair, Position, Stage, Step, Verdict } from './types.ts';

export type { Decision } from './state.ts';

/** One metric's part of one pair. */
export interface MetricReading {
  /** null: the pair does not count for this metric, because runs stalled or did not print it. */
  readonly d: number | null;
  readonly stalled: boolean;
  /** Wealth after the pair: "better", and "not worse than the tolerance" (1 where there is one metric only). */
  readonly sup: number;
  readonly safe: number;
}

export interface PairResult {
  readonly decision: Decision;
  readonly step: Step;
  readonly byMetric: Readonly<Record<string, MetricReading>>;
  /** E with one metric, mean Sup with several. */
  readonly wealth: number;
}

export function startDecision(rules: DecisionRules): Decision {
  const names = new Set(rules.metrics.map((rule) => rule.name));
  if (names.size === 0) throw new Error('a decision needs at least one metric');
  if (names.size < rules.metrics.length) throw new Error('two metrics of a decision have the same name');
  if (!(rules.alpha > 0 && rules.alpha < 1)) throw new Error(`alpha ${rules.alpha} is not between 0 and 1`);
  return startState(rules);
}

/** `position` is that of the pair's host. Throws where the decision has ended or is in the other stage. */
export function addPair(decision: Decision, pair: Pair, position: Position): PairResult {
  if (decision.verdict !== null) throw new Error(`the decision has ended: ${decision.verdict}`);
  if (pair.stage !== decision.stage) throw new Error(`a pair of stage ${pair.stage} in stage ${decision.stage}`);
  const several = decision.metrics.length > 1;
  const metrics: MetricState[] = [];
  const byMetric: Record<string, MetricReading> = {};
  let valid = false;
  decision.rules.metrics.forEach((rule, index) => {
    const before = decision.metrics[index] as MetricState;
    const pool = seriesOf(before, pair.stage).pools[pair.host] ?? emptyPool;
    const reading = readBlock(pool, pair.micro, rule, position[rule.name] ?? 0);
    const after = stepMetric(before, rule, pair, reading, several);
    metrics.push(after);
    if (index === 0) valid = reading.d !== null;
    byMetric[rule.name] = {
      d: reading.d,
      stalled: reading.stalled,
      sup: wealthOf(after.sup),
      safe: wealthOf(after.safe),
    };
  });
  const counted = countPair({ ...decision, metrics });
  const outcome = several ? judgeSeveralMetrics(counted) : judgeOneMetric(counted, valid);
  const { step, ...flags } = outcome;
  const next: Decision = {
    ...counted,
    ...flags,
    stage: step.kind === 'confirm' ? 2 : counted.stage,
    verdict: step.kind === 'stop' ? step.verdict : null,
  };
  return { decision: next, step, byMetric, wealth: computeMeanSup(listJudged(next)) };
}

function countPair(decision: Decision): Decision {
  const count = countOf(decision, decision.stage);
  const counted = { raw: count.raw + 1, raised: count.raised };
  return decision.stage === 1 ? { ...decision, screening: counted } : { ...decision, confirming: counted };
}

function stepMetric(
  before: MetricState,
  rule: MetricRule,
  pair: Pair,
  reading: BlockReading,
  several: boolean,
): MetricState {
  const series = extendSeries(seriesOf(before, pair.stage), pair.host, reading);
  let { sup, safe, scales, stall } = before;
  for (const { current, candidate } of reading.stalls) stall = stepStallWealth(stall, current, candidate);
  if (reading.d !== null) {
    const known: Scales = scales[pair.host] ?? { sup: [], safe: [] };
    const better = stepWealth(sup, known.sup, reading.d - rule.floor);
    const guard = several
      ? stepWealth(safe, known.safe, reading.d + rule.tolerance)
      : { wealth: safe, scales: known.safe };
    sup = better.wealth;
    safe = guard.wealth;
    scales = { ...scales, [pair.host]: { sup: better.scales, safe: guard.scales } };
  }
  const exact = before.exact === null ? null : stepExact(before.exact, pair.micro, rule.name);
  const screening = pair.stage === 1 ? series : before.screening;
  const confirming = pair.stage === 2 ? series : before.confirming;
  return { sup, safe, stall, scales, screening, confirming, exact };
}

function extendSeries(series: Series, host: string, reading: BlockReading): Series {
  let { current, candidate } = series.stalls;
  for (const stall of reading.stalls) {
    if (stall.current) current += 1;
    if (stall.candidate) candidate += 1;
  }
  return {
    d: reading.d === null ? series.d : [...series.d, reading.d],
    differences: reading.difference === null ? series.differences : [...series.differences, reading.difference],
    pools: { ...series.pools, [host]: reading.pool },
    stalls: { current, candidate, runs: series.stalls.runs + reading.stalls.length },
  };
}

const continuable: readonly Verdict[] = ['futile', 'not_confirmed', 'inconclusive', 'guard_unresolved'];

export function canContinue(decision: Decision): boolean {
  return decision.verdict !== null && continuable.includes(decision.verdict);
}

/**
 * A resubmission goes on, it never starts again (3.11): wealth and pairs are kept, the cap of the stage is raised by 24
 * (stage 1) or 40 (stage 2) pairs, and nothing stops for futility before the first look.
 */
export function continueDecision(decision: Decision): Decision {
  if (!canContinue(decision)) throw new Error(`a decision cannot continue after: ${decision.verdict ?? 'no verdict'}`);
  const count = countOf(decision, decision.stage);
  const raised = { raw: count.raw, raised: count.raised + 1 };
  const open: Decision = { ...decision, verdict: null, waiting: true, held: false };
  return decision.stage === 1 ? { ...open, screening: raised } : { ...open, confirming: raised };
}

export function stageOf(decision: Decision): Stage {
  return decision.stage;
}

/** Pairs run in both stages, in each stage, and those of the present stage that count for the first metric. */
export function pairsOf(decision: Decision): { total: number; stage1: number; stage2: number; valid: number } {
  const stage1 = decision.screening.raw;
  const stage2 = decision.confirming.raw;
  const primary = decision.metrics[0] as MetricState;
  return { total: stage1 + stage2, stage1, stage2, valid: seriesOf(primary, decision.stage).d.length };
}

export function verdictOf(decision: Decision): Verdict | null {
  return decision.verdict;
}

/** The keep shows this metric itself to be better, not only the metrics together (3.15). */
export function isClaimed(decision: Decision, metric: string): boolean {
  if (decision.verdict !== 'keep') return false;
  const index = decision.rules.metrics.findIndex((rule) => rule.name === metric);
  if (index < 0) return false;
  return decision.metrics.length === 1 || isShownBetter(decision, index);
}

/** Equal builds differed in a metric that calibration had repeated exactly: it is statistical from here on (3.5). */
export function isExactLost(decision: Decision, metric: string): boolean {
  const index = decision.rules.metrics.findIndex((rule) => rule.name === metric);
  return decision.rules.metrics[index]?.exact === true && decision.metrics[index]?.exact === null;
}
