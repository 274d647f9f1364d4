/** Looks and caps of the two stages (decisions.md 3.1, 3.8, 3.11, 3.15). Counts are of pairs. */
import type { StageCount } from './state.ts';
import type { Stage } from './types.ts';

const oneMetricLooks: Record<Stage, readonly number[]> = {
  1: [4, 6, 8, 10, 12, 16, 20, 24],
  2: [6, 8, 10, 12, 16, 20, 24],
};
const severalMetricsLooks: readonly number[] = [4, 6, 8, 10, 12, 16, 20, 24, 30, 36, 40];
/** A continued stage looks this often beyond the table. */
const lookEvery = 8;

const validCap: Record<Stage, number> = { 1: 24, 2: 40 };
const rawCap: Record<Stage, number> = { 1: 36, 2: 60 };

/** One metric: n counts the valid pairs of the stage. */
export function isOneMetricLook(n: number, stage: Stage, count: StageCount): boolean {
  return isLook(n, oneMetricLooks[stage], count);
}

/** Several metrics: n counts the raw pairs of the stage. */
export function isSeveralMetricsLook(n: number, count: StageCount): boolean {
  return isLook(n, severalMetricsLooks, count);
}

function isLook(n: number, table: readonly number[], count: StageCount): boolean {
  const last = table.at(-1) as number;
  if (n <= last) return table.includes(n);
  return count.raised > 0 && (n - last) % lookEvery === 0;
}

/** One metric: the stage ends at either cap. A continuation raises both in proportion. */
export function isOneMetricSpent(valid: number, stage: Stage, count: StageCount): boolean {
  const times = 1 + count.raised;
  return valid >= validCap[stage] * times || count.raw >= rawCap[stage] * times;
}

/** Several metrics: raw pairs alone count. */
export function isSeveralMetricsSpent(stage: Stage, count: StageCount): boolean {
  return count.raw >= validCap[stage] * (1 + count.raised);
}
