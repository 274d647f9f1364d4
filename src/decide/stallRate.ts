/**
 * The stall rate as a result of its own (decisions.md 3.10): an e-process over micro-pairs with exactly one stalled
 * run, and its mirror as a warning that the candidate stalls more.
 */
import { betOn, startWealth, wealthOf } from './eProcess.ts';
import type { Wealth } from './eProcess.ts';

export interface StallWealth {
  /** Bets that the candidate stalls less. */
  readonly less: Wealth;
  /** Bets that it stalls more. */
  readonly more: Wealth;
}

/** Wealth at which a difference in stall rate is shown. */
const shownAt = 20;

export function startStallWealth(): StallWealth {
  return { less: startWealth(), more: startWealth() };
}

/** Settles one micro-pair; with both sides stalled or neither it says nothing. */
export function stepStallWealth(wealth: StallWealth, current: boolean, candidate: boolean): StallWealth {
  if (current === candidate) return wealth;
  const psi = current ? 1 : -1;
  return { less: betOn(wealth.less, psi), more: betOn(wealth.more, -psi) };
}

/** What the stalls show so far: 'less' means that the candidate stalls less often than the current code. */
export function readStallWealth(wealth: StallWealth): 'less' | 'more' | 'nothing' {
  if (wealthOf(wealth.less) >= shownAt) return 'less';
  if (wealthOf(wealth.more) >= shownAt) return 'more';
  return 'nothing';
}
