import { computeMedian } from '../../decide/order.ts';
import { emptyPool, readBlock, type Pool } from '../../decide/stall.ts';
import { pairOf, type PairLine } from '../../campaign/pairs.ts';
import type { CampaignState } from '../../campaign/state.ts';
import { lookUp, type ReportInput } from './input.ts';
import type { MetricModel } from './model.ts';

export type Scale = 'ratio' | 'difference';

/** One pair's difference in one metric; null where it does not count. */
export interface Difference {
  /** Log units, positive is better; on the difference scale candidate - current in the metric's own unit. */
  readonly value: number | null;
  readonly stalled: boolean;
}

/** As the decision read the pairs. Calibration and total record runs only, so theirs are read again by the same rules. */
export function readDifferences(pairs: readonly PairLine[], metric: MetricModel, scale: Scale, state: CampaignState): Difference[] {
  const pools = new Map<string, Pool>();
  return pairs.map((pair) => {
    const recorded = lookUp(pair.d, metric.name);
    if (recorded !== undefined && scale === 'ratio') return { value: recorded, stalled: pair.stalled.includes(metric.name) };
    const key = `${pair.stage} ${pair.host}`;
    const reading = readBlock(pools.get(key) ?? emptyPool, pairOf(pair).micro, metric, positionOf(state, pair.host, metric));
    pools.set(key, reading.pool);
    return { value: scale === 'ratio' ? reading.d : reading.difference, stalled: reading.stalled };
  });
}

/** As an estimate is printed: log units become candidate / current - 1, with the sign of the metric itself. */
export function toPrinted(difference: number, metric: MetricModel, scale: Scale): number {
  if (scale === 'difference') return difference;
  return Math.expm1(metric.better === 'higher' ? difference : -difference);
}

export function medianOf(pairs: readonly PairLine[], name: string, side: 'current' | 'candidate'): number | null {
  const values = pairs.flatMap(({ micro }) => micro.flatMap((pair) => lookUp(pair[side], name) ?? []));
  return values.length === 0 ? null : computeMedian(values);
}

/** The engine keeps the pairs of calibration and total beside those of experiments, under names that none can have. */
export function totalPairsOf({ state, pairs }: ReportInput): readonly PairLine[] {
  if (state.total === null) return [];
  const { hosts, head } = state.total;
  return (lookUp(pairs, totalName(head.tree)) ?? []).filter(({ host }) => hosts.includes(host));
}

export function calibrationPairsOf({ pairs }: ReportInput, host: string): readonly PairLine[] {
  return (lookUp(pairs, calibrationName(host)) ?? []).filter((pair) => pair.host === host);
}

export function totalName(tree: string): string {
  return `@total-${tree.slice(0, 12)}`;
}

export function calibrationName(host: string): string {
  return `@calibration-${host}`;
}

function positionOf(state: CampaignState, host: string, metric: MetricModel): number {
  const calibration = lookUp(state.calibrations, host);
  return (calibration === undefined ? undefined : lookUp(calibration.metrics, metric.name))?.position ?? 0;
}
