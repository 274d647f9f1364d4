/** Comparisons of cells with their bounds, and the lines of a target table. */
import { singleId } from './cells.ts';
import type { Results } from './results.ts';
import { keepShare, wilsonUpper } from './tally.ts';

export interface Target {
  readonly number: number;
  readonly measure: string;
  readonly wanted: string;
  readonly reached: string;
  readonly met: boolean;
  /** Missed, but by less than the binomial error of the cells allows. */
  readonly withinError: boolean;
}

/** One comparison: a value, its bound and the standard error of the value. */
export interface Check {
  readonly value: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly error: number;
}

/** A miss by less than so many standard errors may be chance. */
const errors = 2.6;

export type Bound = Pick<Check, 'atLeast' | 'atMost'>;

export function checkShare(results: Results, name: string, effect: number, bound: Bound): Check {
  const tally = results.cell(singleId('ours', name, effect));
  return { value: keepShare(tally), error: binomialError(keepShare(tally), tally.sims), ...bound };
}

export function checkNulls(results: Results, name: string): Check {
  const tally = results.cell(singleId('ours', name, 0));
  return {
    value: wilsonUpper(tally.keeps, tally.sims),
    atMost: 0.01,
    error: binomialError(keepShare(tally), tally.sims),
  };
}

export function least(checks: readonly Check[]): Check {
  return checks.reduce((a, b) => (b.value < a.value ? b : a));
}

export function plain(
  number: number,
  measure: string,
  wanted: string,
  values: readonly number[],
  atMost: readonly number[],
): Target {
  const met = values.every((value, i) => value <= (atMost[i] as number));
  return { number, measure, wanted, reached: values.join('; '), met, withinError: met };
}

export function target(
  number: number,
  measure: string,
  wanted: string,
  show: 'max' | 'range' | 'groups',
  checks: readonly Check[],
): Target {
  const values = checks.map((check) => check.value);
  const reached =
    show === 'max'
      ? percent(Math.max(...values))
      : show === 'range'
        ? `${percent(Math.min(...values))} to ${percent(Math.max(...values))}`
        : values.map(percent).join('; ');
  return {
    number,
    measure,
    wanted,
    reached,
    met: checks.every((check) => holds(check, 0)),
    withinError: checks.every((check) => holds(check, errors)),
  };
}

function holds(check: Check, allowed: number): boolean {
  const slack = allowed * check.error;
  return (
    (check.atLeast === undefined || check.value >= check.atLeast - slack) &&
    (check.atMost === undefined || check.value <= check.atMost + slack)
  );
}

/** Standard error of a share, never that of no hits at all. */
export function binomialError(share: number, trials: number): number {
  const smoothed = (share * trials + 0.5) / (trials + 1);
  return Math.sqrt((smoothed * (1 - smoothed)) / trials);
}

export function percent(value: number): string {
  return `${(100 * value).toFixed(value < 0.02 ? 2 : 1)} %`;
}
