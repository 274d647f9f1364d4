import { computeInterval, reportLevel } from '../../decide/interval.ts';
import { computeMedian } from '../../decide/order.ts';
import type { PairLine } from '../../campaign/pairs.ts';
import { lookUp } from './input.ts';
import { formatLevels } from './metrics.ts';
import type { EvidenceModel, MetricModel, MetricSeries, PairPoint } from './model.ts';

/** More are not drawn apart on a page; the last ones are the ones that decided. */
export const MOST_PAIRS = 160;

/** What the pairs of an experiment say of one metric, in the order they were run. */
export function computeSeries(pairs: readonly PairLine[], metric: MetricModel, scale: 'ratio' | 'difference'): MetricSeries {
  const differences = pairs.map((pair) => differenceOf(pair, metric, scale));
  const running = computeRunning(pairs, differences, metric, scale);
  const points = pairs.map((pair, index): PairPoint => {
    const difference = differences[index] ?? null;
    const sides = { current: medianOf([pair], metric.name, 'current'), candidate: medianOf([pair], metric.name, 'candidate') };
    return {
      n: pair.n,
      stage: pair.stage,
      host: pair.host,
      order: orderOf(pair),
      value: difference === null ? null : print(difference, metric, scale),
      stalled: pair.stalled.includes(metric.name),
      ...sides,
      running: running[index] ?? null,
    };
  });
  return { metric, scale, points: points.slice(-MOST_PAIRS), levels: computeLevels(pairs, metric) };
}

/** Typical runs of both sides in the stage that is reported. */
export function computeLevels(pairs: readonly PairLine[], metric: MetricModel): string {
  const reported = reportedStage(pairs);
  return formatLevels(medianOf(reported, metric.name, 'current'), medianOf(reported, metric.name, 'candidate'), metric.unit);
}

export function computeEvidence(pairs: readonly PairLine[], alpha: number | null, passAt: number): EvidenceModel | null {
  if (pairs.length === 0) return null;
  return {
    points: pairs.slice(-MOST_PAIRS).map(({ n, stage, wealth }) => ({ n, stage, wealth })),
    passAt,
    keepAt: alpha !== null && alpha > 0 ? 1 / alpha : null,
  };
}

/** Only the pairs of the second stage are reported once there are any (decisions.md 3.9). */
export function reportedStage(pairs: readonly PairLine[]): readonly PairLine[] {
  const confirming = pairs.filter(({ stage }) => stage === 2);
  return confirming.length > 0 ? confirming : pairs;
}

export function medianOf(pairs: readonly PairLine[], name: string, side: 'current' | 'candidate'): number | null {
  const values = pairs.flatMap(({ micro }) => micro.flatMap((pair) => lookUp(pair[side], name) ?? []));
  return values.length === 0 ? null : computeMedian(values);
}

/** What is averaged: log units, or differences in the metric's own unit (decisions.md 3.5). */
function differenceOf(pair: PairLine, metric: MetricModel, scale: 'ratio' | 'difference'): number | null {
  const d = lookUp(pair.d, metric.name) ?? null;
  if (d === null || scale === 'ratio') return d;
  const differences = pair.micro.flatMap(({ current, candidate }) => {
    const [before, after] = [lookUp(current, metric.name), lookUp(candidate, metric.name)];
    return before === undefined || after === undefined ? [] : [after - before];
  });
  return differences.length === 0 ? null : computeMedian(differences);
}

/** As the estimate is printed: log units become candidate / current - 1, with the sign of the metric itself. */
function print(difference: number, metric: MetricModel, scale: 'ratio' | 'difference'): number {
  if (scale === 'difference') return difference;
  return Math.expm1(metric.better === 'higher' ? difference : -difference);
}

/** The estimate as it stood after each pair, from the pairs of its stage alone. */
function computeRunning(pairs: readonly PairLine[], differences: readonly (number | null)[], metric: MetricModel, scale: 'ratio' | 'difference'): PairPoint['running'][] {
  const seen: Record<1 | 2, number[]> = { 1: [], 2: [] };
  return pairs.map((pair, index) => {
    const difference = differences[index] ?? null;
    const stage = seen[pair.stage];
    if (difference !== null) stage.push(difference);
    // Each step sorts all pairwise averages; what will not be drawn is not computed.
    if (stage.length === 0 || index < pairs.length - MOST_PAIRS) return null;
    const { estimate, low, high } = computeInterval(stage, reportLevel);
    const value = print(estimate, metric, scale);
    if (!Number.isFinite(low) || !Number.isFinite(high)) return { value, low: null, high: null };
    const bounds = [print(low, metric, scale), print(high, metric, scale)];
    return { value, low: Math.min(...bounds), high: Math.max(...bounds) };
  });
}

function orderOf({ micro }: PairLine): PairPoint['order'] {
  const current = micro.filter(({ first }) => first === 'current').length;
  if (current * 2 === micro.length) return 'even';
  return current * 2 > micro.length ? 'current' : 'candidate';
}
