/** The parse check of stage 1 (decisions.md 3.3): reading 14 where the host always gave 52 is a parser's fault. */
import { computeMedian } from './order.ts';

const widestShift = 0.5;
/** A single stalled run is no parser's fault: the median of fewer values says nothing yet. */
const fewestValues = 4;

/**
 * `current`: the values of the current code in this stage; `history`: what it gave on this host before. With few values
 * or without history nothing can be said, so it is plausible. May be asked after every pair.
 */
export function isPlausible(current: readonly number[], history: readonly number[]): boolean {
  if (current.length < fewestValues || history.length === 0) return true;
  const usual = computeMedian(history);
  if (usual === 0) return true;
  return Math.abs(computeMedian(current) - usual) <= widestShift * Math.abs(usual);
}
