/**
 * The layout floor delta0 (decisions.md 3.13): neutral rebuilds differ although nothing was changed, and a repeatable
 * layout difference looks like a real effect.
 */
import { computeMean, computeVariance } from './moments.ts';

const fewestVariants = 5;
/** One-sided 5 % of a normal law. */
const floorFactor = 1.64;

/**
 * `variants`: the estimate of each neutral rebuild against the base, log units. null: too few, "layout floor not
 * measured", and the campaign uses 0. `standardError`: that of one variant's estimate; its variance is no layout effect
 * and is taken off (0: nothing is taken off, as in the reference).
 */
export function computeLayoutFloor(variants: readonly number[], standardError = 0): number | null {
  const known = variants.filter(Number.isFinite);
  if (known.length < fewestVariants) return null;
  const layout = computeVariance(known, computeMean(known)) - standardError ** 2;
  return floorFactor * Math.sqrt(Math.max(0, layout));
}

/** Standard error of the median of Walsh averages over so many pairs of normal noise; sqrt(pi / 3) is its price. */
export function computeStandardError(spread: number, pairs: number): number {
  return (spread * Math.sqrt(Math.PI / 3)) / Math.sqrt(pairs);
}
