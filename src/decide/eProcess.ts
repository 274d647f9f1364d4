/**
 * The e-process of decisions.md 3.6: a bet on the sign of each difference, sized by its magnitude. Under "no
 * difference" our own coin sets the sign given all magnitudes, so the wealth is a martingale whatever drift, bursts or
 * autocorrelation do, and P(wealth ever >= 1/alpha) <= alpha.
 */
import { insertSorted, medianOfSorted } from './order.ts';

/** One log-wealth per bet size; all start at 0. Plain JSON. */
export type Wealth = readonly [number, number, number, number];

/** Bet sizes and their shares of the stake (3.1). */
const betSizes = [0.35, 0.7, 1.4, 4] as const;
const shares = [0.2, 0.3, 0.25, 0.25] as const;

/** psi saturates at this many scales. */
const saturation = 1.5;
/** Beyond this many scales a difference is an outlier and is not bet on. */
const outlierLimit = 5;
/** The first differences of a host have no scale yet: only their sign counts. */
const unscaledPairs = 2;

export function startWealth(): Wealth {
  return [0, 0, 0, 0];
}

/** E: the stake's worth now, 1 at the start. */
export function wealthOf(wealth: Wealth): number {
  return (
    shares[0] * Math.exp(wealth[0]) +
    shares[1] * Math.exp(wealth[1]) +
    shares[2] * Math.exp(wealth[2]) +
    shares[3] * Math.exp(wealth[3])
  );
}

/**
 * Bets on one valid difference x (log units, the floor already taken off). `scales` holds the |x| of this host so far,
 * sorted; the one returned has the present |x| in it.
 */
export function stepWealth(
  wealth: Wealth,
  scales: readonly number[],
  x: number,
): { wealth: Wealth; scales: readonly number[] } {
  const extended = insertSorted(scales, Math.abs(x));
  return { wealth: betOn(wealth, computePsi(extended, x)), scales: extended };
}

/** psi of a difference, given the sorted magnitudes of its host, its own among them. */
export function computePsi(scales: readonly number[], x: number): number {
  const scale = medianOfSorted(scales);
  if (scales.length <= unscaledPairs || scale === 0) return Math.sign(x);
  if (Math.abs(x) > outlierLimit * scale) return 0;
  return Math.min(1, Math.max(-1, x / (saturation * scale)));
}

/** Settles one bet with outcome psi in [-1, 1]. */
export function betOn(wealth: Wealth, psi: number): Wealth {
  if (psi === 0) return wealth;
  return [
    wealth[0] + gain(betSizes[0] * psi),
    wealth[1] + gain(betSizes[1] * psi),
    wealth[2] + gain(betSizes[2] * psi),
    wealth[3] + gain(betSizes[3] * psi),
  ];
}

/** z - ln cosh z: the mean of its exponential over a fair sign of z is 1. */
function gain(z: number): number {
  const size = Math.abs(z);
  return z - (size + Math.log1p(Math.exp(-2 * size)) - Math.LN2);
}
