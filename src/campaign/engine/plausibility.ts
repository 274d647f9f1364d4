import { computeMedian } from '../../decide/order.ts';
import { isPlausible } from '../../decide/parse.ts';
import type { MicroPair } from '../../decide/types.ts';

export interface Expected {
  /** Values of the current code at the host's calibration, by metric. */
  readonly levels: Readonly<Record<string, number>>;
  /** Milliseconds of a pair then. */
  readonly pairMs: number;
}

/** Values that isPlausible wants to see before it says anything. */
const ENOUGH = 4;

/**
 * decisions.md 3.3, at the start of every series of pairs: a benchmark that suddenly reads 14 where it always read 52 is
 * misread. A machine that got slower is not: its pairs take longer by about as much as its values moved, and pairing makes
 * them comparable all the same.
 */
export class Plausibility {
  readonly #expected: Expected;
  readonly #seen: Record<string, number[]> = {};
  #settled = false;

  constructor(expected: Expected) {
    this.#expected = expected;
  }

  /** Why the pair must not count, '' where nothing speaks against it. Silent once a series has begun plausibly. */
  complaint(micro: readonly MicroPair[], ms: number): string {
    if (this.#settled) return '';
    const { levels, pairMs } = this.#expected;
    const pace = ms > 0 && pairMs > 0 ? Math.log(ms / pairMs) : 0;
    for (const [metric, level] of Object.entries(levels)) {
      const seen = (this.#seen[metric] ??= []);
      for (const { current } of micro) if (current[metric] !== undefined) seen.push(current[metric]);
      if (isPlausible(seen, [level])) continue;
      const median = computeMedian(seen);
      if (Math.abs(pace) > Math.abs(Math.log(Math.abs(median / level))) / 2) continue;
      this.#seen[metric] = [];
      return `the current code prints ${metric} ${median} where it printed ${level} at calibration, in the same time: more than half off, so it is misread or does other work`;
    }
    this.#settled = Object.values(this.#seen).every((seen) => seen.length >= ENOUGH);
    return '';
  }
}
