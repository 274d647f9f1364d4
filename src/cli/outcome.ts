import { Failure, exitCodeOf, type FailureReport } from '../campaign/failure.ts';

/** What a command came to. */
export interface Outcome {
  readonly code: number;
  /** The object that `--json` prints. */
  readonly json: Readonly<Record<string, unknown>>;
  /** What a person reads on standard output, '' for nothing. */
  readonly text: string;
  /** Set where it failed: told on standard error. */
  readonly failure?: FailureReport;
}

/** `beside`: what is known of the campaign nevertheless. */
export function outcomeOfFailure(failure: FailureReport, beside: Readonly<Record<string, unknown>> = {}): Outcome {
  return { code: exitCodeOf(failure.code), json: { ...beside, error: { ...failure } }, text: '', failure };
}

export function failureFrom(error: unknown): FailureReport {
  if (error instanceof Failure) return error.report();
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'internal', message: `an error of its own: ${told}`, hint: 'Please report it. A campaign that runs is not affected.' };
}
