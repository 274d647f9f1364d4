/**
 * The words of a decision. Everything here is plain JSON: a decision is a fold over the pairs of an experiment, so a
 * killed engine gets the same decision back by folding its recorded pairs again.
 */

/** The two sides of a pair: the code a candidate is measured against, and the candidate. */
export type Side = 'current' | 'candidate';

export type Direction = 'higher' | 'lower';

/** Stage 1 screens, stage 2 confirms (decisions.md 3.8). */
export type Stage = 1 | 2;

/** How one metric is judged. All thresholds are log units (1 % = 0.01). */
export interface MetricRule {
  readonly name: string;
  readonly better: Direction;
  /** Minimum effect of interest, MEI. */
  readonly smallestEffect: number;
  /** The guard's tolerance, tau (3.15): "not worse than". */
  readonly tolerance: number;
  /** The layout floor, delta0 (3.13); 0 where it was not measured. */
  readonly floor: number;
  /** Calibration repeated the metric exactly (a count, a size): one pair decides (3.5). Missing: false. */
  readonly exact?: boolean;
}

/** Fixed when an experiment is first submitted; a resubmission keeps them. */
export interface DecisionRules {
  /** The first metric is the primary one. */
  readonly metrics: readonly MetricRule[];
  /** Acceptance level alpha_t (3.12). */
  readonly alpha: number;
  /**
   * With two or more stalled runs in stage 1, futility does not end the stage before the stall rate has shown a
   * difference or the budget is spent (3.10). Missing: false.
   */
  readonly waitForStalls?: boolean;
}

/** The values that one run printed, by metric name, as printed. A metric that a run did not print is missing. */
export type RunValues = Readonly<Record<string, number>>;

/** One run of each side, adjacent in time; a fair logged coin chose which side ran first. */
export interface MicroPair {
  readonly first: Side;
  readonly current: RunValues;
  readonly candidate: RunValues;
}

/** A block of k micro-pairs (3.2a): the unit that the statistics count. */
export interface Pair {
  readonly stage: Stage;
  readonly host: string;
  readonly micro: readonly MicroPair[];
}

/** Position effect of one host (3.4): median of second - first in log units, by metric. Missing: 0. */
export type Position = Readonly<Record<string, number>>;

export type Verdict = 'keep' | 'futile' | 'not_confirmed' | 'regression' | 'inconclusive' | 'guard_unresolved';

/** What to do after a pair. */
export type Step =
  { readonly kind: 'continue' } | { readonly kind: 'confirm' } | { readonly kind: 'stop'; readonly verdict: Verdict };

/**
 * What is known of one metric of one experiment. `delta`, `low`, `high` are candidate / current - 1 of the metric as
 * printed (a latency of -0.04 is better), null where they cannot be given (too few pairs, an infinite bound).
 */
export interface Estimate {
  readonly delta: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** true or false once the interval excludes zero, else null. */
  readonly better: boolean | null;
  /** Valid pairs that the numbers rest on. */
  readonly pairs: number;
  /** 'ratio': fractions; 'difference': values at or below zero occurred, so the numbers are in the metric's own unit. */
  readonly scale: 'ratio' | 'difference';
  /** Set where the number is withheld, and why (3.9). */
  readonly withheld?: string;
  /** Stalled runs of each side and runs of each side, in the stage reported. */
  readonly stalls: { readonly current: number; readonly candidate: number; readonly runs: number };
}
