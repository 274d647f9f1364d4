/** Exit codes of the terminal program, by what went wrong (README.md has the table). */
export const EXIT = { ended: 0, usage: 2, preflight: 3, busy: 4, stopped: 5, lost: 6 } as const;

/**
 * What can go wrong before or beside the experiments, as a user meets it. The code is stable and may be matched on;
 * the message says what happened, the hint what to do.
 */
export type FailureCode =
  | 'usage'
  | 'definition'
  | 'unknown-candidate'
  | 'no-campaign'
  | 'no-repository'
  | 'no-commit'
  | 'setup-failed'
  | 'build-failed'
  | 'checks-failed'
  | 'benchmark-failed'
  | 'no-metric'
  | 'bad-metric'
  | 'missing-input'
  | 'disk-full'
  | 'corrupt-log'
  | 'newer-log'
  | 'busy'
  | 'conflict'
  | 'not-allowed'
  | 'engine-lost'
  | 'internal';

export interface FailureReport {
  readonly code: FailureCode;
  readonly message: string;
  readonly hint: string;
}

/** An expected failure: shown to the user as it is, without a stack. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly hint: string;

  constructor(code: FailureCode, message: string, hint = '') {
    super(message);
    this.name = 'Failure';
    this.code = code;
    this.hint = hint;
  }

  report(): FailureReport {
    return { code: this.code, message: this.message, hint: this.hint };
  }
}

export function exitCodeOf(code: FailureCode): number {
  switch (code) {
    case 'usage':
    case 'definition':
    case 'unknown-candidate':
    case 'no-campaign':
    case 'not-allowed':
      return EXIT.usage;
    case 'busy':
      return EXIT.busy;
    case 'engine-lost':
    case 'internal':
      return EXIT.lost;
    case 'no-repository':
    case 'no-commit':
    case 'setup-failed':
    case 'build-failed':
    case 'checks-failed':
    case 'benchmark-failed':
    case 'no-metric':
    case 'bad-metric':
    case 'missing-input':
    case 'disk-full':
    case 'corrupt-log':
    case 'newer-log':
    case 'conflict':
      return EXIT.preflight;
  }
}
