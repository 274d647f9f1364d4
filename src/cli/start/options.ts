import type { BenchmarkFormat, DraftMetric } from '../../campaign/definition/draft.ts';
import type { Definition } from '../../campaign/definition/schema.ts';

/** The options of `start`, as commander hands them over. */
export interface StartOptions {
  readonly detach?: boolean;
  readonly patches?: string;
  readonly branches?: string;
  readonly diff?: boolean;
  readonly proposers?: NonNullable<Definition['proposers']>;
  readonly goal?: string;
  readonly benchmark?: string;
  readonly format?: BenchmarkFormat;
  readonly build?: string;
  readonly checks?: string;
  readonly setup?: string;
  readonly metric?: readonly DraftMetric[];
  readonly scope?: readonly string[];
  readonly experiments?: number;
  readonly hours?: number;
  readonly dollars?: number;
  readonly totalPairs?: number;
  readonly seed?: string;
  readonly save?: boolean;
  readonly takeOver?: boolean;
}
