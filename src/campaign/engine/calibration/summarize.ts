import { chooseMicroPairs } from '../../../decide/block.ts';
import { computeCalibration, type MetricCalibration } from '../../../decide/calibration.ts';
import type { MetricLens } from '../../../decide/stall.ts';
import type { MicroPair, Pair } from '../../../decide/types.ts';

export interface Summary {
  readonly microPairs: 1 | 2 | 4 | 8;
  /** The runs in pairs of so many micro-pairs. */
  readonly pairs: readonly Pair[];
  readonly metrics: Readonly<Record<string, MetricCalibration>>;
}

/** From A/A pairs in time order: the k with the smallest spread by time for runs of this length, and what pairs of k say. */
export function summarize(pairs: readonly Pair[], metrics: readonly MetricLens[], runSeconds: number): Summary {
  const [primary] = metrics;
  if (primary === undefined) throw new Error('a definition has a metric');
  const position = computeCalibration(pairs, [primary])[primary.name]?.position ?? 0;
  const microPairs = chooseMicroPairs(pairs.flatMap(({ micro }) => micro), primary, position, runSeconds);
  const blocks = regroup(pairs, microPairs);
  return { microPairs, pairs: blocks, metrics: computeCalibration(blocks, metrics) };
}

/** What is left over at the end makes no pair. */
function regroup(pairs: readonly Pair[], microPairs: number): Pair[] {
  const [first] = pairs;
  if (first === undefined || pairs.every(({ micro }) => micro.length === microPairs)) return [...pairs];
  const micro = pairs.flatMap((pair) => pair.micro);
  const whole = Math.floor(micro.length / microPairs);
  return Array.from({ length: whole }, (_, at) => ({ ...first, micro: micro.slice(at * microPairs, (at + 1) * microPairs) }));
}

/** One metric of every run in the order in which they ran; a run that did not print it is left out. */
export function listValues(micro: readonly MicroPair[], name: string): number[] {
  return micro.flatMap(({ first, current, candidate }) => {
    const runs = first === 'current' ? [current, candidate] : [candidate, current];
    return runs.flatMap((values) => values[name] ?? []);
  });
}
