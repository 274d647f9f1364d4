/** The reported numbers: typical speed and its interval (decisions.md 3.7, 3.9), and the total measured afresh (3.12). */
import { computeExactDifference } from './exact.ts';
import { computeInterval, reportLevel } from './interval.ts';
import type { Interval } from './interval.ts';
import { computeMedian } from './order.ts';
import { emptyPool, readBlock } from './stall.ts';
import type { Pool } from './stall.ts';
import type { Decision, MetricState, Series } from './state.ts';
import type { DecisionRules, Estimate, MetricRule, Pair, Position } from './types.ts';

/** A pair further than this from the median is far off; more than this share of them makes an estimate unstable. */
const farOff = 0.2;
const farShare = 0.25;

/** By metric; of stage 2 alone once it has pairs, so that selection in stage 1 does not bias the numbers. */
export function computeEstimates(decision: Decision): Record<string, Estimate> {
  const estimates: Record<string, Estimate> = {};
  decision.rules.metrics.forEach((rule, index) => {
    estimates[rule.name] = computeEstimate(decision.metrics[index] as MetricState, rule);
  });
  return estimates;
}

function computeEstimate(metric: MetricState, rule: MetricRule): Estimate {
  const confirmed = metric.confirming.stalls.runs > 0;
  const series = confirmed ? metric.confirming : metric.screening;
  if (metric.exact !== null && metric.exact.pairs > 0) return computeExactEstimate(metric, rule, series);
  const withheld = findWithheld(series.d, confirmed ? metric.screening.d : []);
  return computeSeriesEstimate(series, rule, withheld);
}

function computeSeriesEstimate(series: Series, rule: MetricRule, withheld: string | null): Estimate {
  const pools = Object.values(series.pools);
  const scale = pools.some((pool) => pool.scale === 'difference') ? 'difference' : 'ratio';
  const base = { pairs: series.d.length, scale, stalls: series.stalls } as const;
  if (series.d.length === 0) return { delta: null, low: null, high: null, better: null, ...base };
  if (scale === 'difference') {
    const { estimate, low, high } = computeInterval(series.differences, reportLevel);
    const sign = rule.better === 'higher' ? 1 : -1;
    return { delta: estimate, low: finite(low), high: finite(high), better: readBetter(sign, low, high), ...base };
  }
  const interval = computeInterval(series.d, reportLevel);
  const better = readBetter(1, interval.low, interval.high);
  if (withheld !== null) return { delta: null, low: null, high: null, better, withheld, ...base };
  return { ...computeRatio(interval, rule), better, ...base };
}

/** From log units, positive is better, to candidate / current - 1 as printed. */
function computeRatio(interval: Interval, rule: MetricRule): Pick<Estimate, 'delta' | 'low' | 'high'> {
  const [low, high] = rule.better === 'higher' ? [interval.low, interval.high] : [-interval.high, -interval.low];
  const estimate = rule.better === 'higher' ? interval.estimate : -interval.estimate;
  return {
    delta: finite(Math.expm1(estimate)),
    low: low === -Infinity ? null : finite(Math.expm1(low)),
    high: finite(Math.expm1(high)),
  };
}

function computeExactEstimate(metric: MetricState, rule: MetricRule, series: Series): Estimate {
  const current = metric.exact?.current ?? 0;
  const candidate = metric.exact?.candidate ?? 0;
  const scale = current > 0 && candidate > 0 ? 'ratio' : 'difference';
  const delta = finite(scale === 'ratio' ? candidate / current - 1 : candidate - current);
  const d = computeExactDifference(current, candidate, rule);
  const better = d === 0 ? null : d > 0;
  return { delta, low: delta, high: delta, better, pairs: metric.exact?.pairs ?? 0, scale, stalls: series.stalls };
}

/** Why a number is withheld, or null. `earlier`: the differences of stage 1 where stage 2 is reported. */
function findWithheld(d: readonly number[], earlier: readonly number[]): string | null {
  if (isUnstable(d)) return 'unstable: more than a quarter of the pairs lie more than 20 % from their median';
  return contradicts(d, earlier) ? 'unstable: the two stages contradict each other' : null;
}

function isUnstable(d: readonly number[]): boolean {
  const median = computeMedian(d);
  return d.filter((value) => Math.abs(value - median) > farOff).length > farShare * d.length;
}

/** Stage 1 lies far from stage 2 and outside its interval. An unstable stage 1 contradicts nothing. */
function contradicts(d: readonly number[], earlier: readonly number[]): boolean {
  if (d.length === 0 || earlier.length === 0 || isUnstable(earlier)) return false;
  const first = computeInterval(earlier, reportLevel).estimate;
  const reported = computeInterval(d, reportLevel);
  return Math.abs(first - reported.estimate) > farOff && (first < reported.low || first > reported.high);
}

function readBetter(sign: 1 | -1, low: number, high: number): boolean | null {
  if (low > 0) return sign === 1;
  if (high < 0) return sign === -1;
  return null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/**
 * The total (3.12): a plain interval over fresh pairs of the start against the current code, no test. `positions` is by
 * host; the pairs may come from several.
 */
export function computeTotal(
  pairs: readonly Pair[],
  rules: Pick<DecisionRules, 'metrics'>,
  positions: Readonly<Record<string, Position>>,
): Record<string, Estimate> {
  const estimates: Record<string, Estimate> = {};
  for (const rule of rules.metrics) {
    const series = readSeries(pairs, rule, positions);
    estimates[rule.name] = computeSeriesEstimate(series, rule, findWithheld(series.d, []));
  }
  return estimates;
}

function readSeries(pairs: readonly Pair[], rule: MetricRule, positions: Readonly<Record<string, Position>>): Series {
  const pools: Record<string, Pool> = {};
  const d: number[] = [];
  const differences: number[] = [];
  const stalls = { current: 0, candidate: 0, runs: 0 };
  for (const pair of pairs) {
    const position = positions[pair.host]?.[rule.name] ?? 0;
    const reading = readBlock(pools[pair.host] ?? emptyPool, pair.micro, rule, position);
    pools[pair.host] = reading.pool;
    if (reading.d !== null) d.push(reading.d);
    if (reading.difference !== null) differences.push(reading.difference);
    stalls.runs += reading.stalls.length;
    stalls.current += reading.stalls.filter((stall) => stall.current).length;
    stalls.candidate += reading.stalls.filter((stall) => stall.candidate).length;
  }
  return { d, differences, pools, stalls };
}
