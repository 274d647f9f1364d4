import { computeInterval, reportLevel } from '../../decide/interval.ts';
import type { PairLine } from '../../campaign/pairs.ts';
import type { CampaignState } from '../../campaign/state.ts';
import { medianOf, readDifferences, toPrinted, type Difference, type Scale } from './differences.ts';
import { formatLevels } from './metrics.ts';
import type { EvidenceModel, MetricModel, MetricSeries, PairPoint } from './model.ts';

/** More are not drawn apart on a page; the last ones are the ones that decided. */
export const MOST_PAIRS = 160;

/** What pairs say of one metric, in the order they were run. */
export function computeSeries(pairs: readonly PairLine[], metric: MetricModel, scale: Scale, state: CampaignState): MetricSeries {
  const differences = readDifferences(pairs, metric, scale, state);
  const running = computeRunning(pairs, differences, metric, scale);
  const points = pairs.map((pair, index): PairPoint => {
    const { value = null, stalled = false } = differences[index] ?? {};
    return {
      n: pair.n,
      stage: pair.stage,
      host: pair.host,
      order: orderOf(pair),
      value: value === null ? null : toPrinted(value, metric, scale),
      stalled,
      current: medianOf([pair], metric.name, 'current'),
      candidate: medianOf([pair], metric.name, 'candidate'),
      running: running[index] ?? null,
    };
  });
  return { metric, scale, points: points.slice(-MOST_PAIRS), left: Math.max(0, points.length - MOST_PAIRS), levels: computeLevels(pairs, metric) };
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
function reportedStage(pairs: readonly PairLine[]): readonly PairLine[] {
  const confirming = pairs.filter(({ stage }) => stage === 2);
  return confirming.length > 0 ? confirming : pairs;
}

/** The estimate as it stood after each pair, from the pairs of its stage alone. */
function computeRunning(pairs: readonly PairLine[], differences: readonly Difference[], metric: MetricModel, scale: Scale): PairPoint['running'][] {
  const seen: Record<1 | 2, number[]> = { 1: [], 2: [] };
  return pairs.map((pair, index) => {
    const difference = differences[index]?.value ?? null;
    const stage = seen[pair.stage];
    if (difference !== null) stage.push(difference);
    // Each step sorts all pairwise averages; what will not be drawn is not computed.
    if (stage.length === 0 || index < pairs.length - MOST_PAIRS) return null;
    const { estimate, low, high } = computeInterval(stage, reportLevel);
    const value = toPrinted(estimate, metric, scale);
    if (!Number.isFinite(low) || !Number.isFinite(high)) return { value, low: null, high: null };
    const bounds = [toPrinted(low, metric, scale), toPrinted(high, metric, scale)];
    return { value, low: Math.min(...bounds), high: Math.max(...bounds) };
  });
}

function orderOf({ micro }: PairLine): PairPoint['order'] {
  const current = micro.filter(({ first }) => first === 'current').length;
  if (current * 2 === micro.length) return 'even';
  return current * 2 > micro.length ? 'current' : 'candidate';
}
