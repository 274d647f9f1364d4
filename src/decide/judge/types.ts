/** What judging foreign results takes and gives. */
import type { Direction } from '../types.ts';

/** One side of a row: single runs, or what a table printed of them. */
export type Sample =
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | { readonly kind: 'moments'; readonly mean: number; readonly sd: number | null; readonly n: number | null };

/** Noise of one logged value, from repeats of unchanged code; log units, or the metric's own where logs are impossible. */
export interface LogNoise {
  readonly sigma: number;
  readonly df: number;
  readonly scale: 'log' | 'plain';
}

export interface RowInput {
  readonly name: string;
  /** Before and after. */
  readonly a: Sample;
  readonly b: Sample;
  /** null: the file does not say. */
  readonly better: Direction | null;
  /** The values stand in pairs, line by line. */
  readonly paired?: boolean;
  /** One value against one, judged by the log's own noise; null: the log gives none. */
  readonly noise?: LogNoise | null;
  /** The step of a coarse unit that the values lie on; a difference of one step may be rounding. */
  readonly step?: number;
}

export type Format =
  'rows' | 'columns' | 'llama-bench' | 'google-benchmark' | 'hyperfine' | 'go-benchmark' | 'autoresearch-log';

export interface JudgeInput {
  readonly format: Format;
  readonly rows: readonly RowInput[];
  /** First against last, apart from the steps. */
  readonly total: RowInput | null;
  /** What the reader assumed or could not know. */
  readonly notes: readonly string[];
}

export interface JudgedRow {
  readonly name: string;
  /** b / a - 1 and its 95 % interval; null where it cannot be given. */
  readonly delta: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided, before Holm. */
  readonly p: number | null;
  /** After Holm over all rows of the file; null with p. */
  readonly pAdjusted: number | null;
  /** null: no noise estimate. */
  readonly stands: boolean | null;
  readonly reason: string;
  /** The part of the reason that stands in no other field; null where there is none. */
  readonly remark: string | null;
  /** What measuring would settle it; null where it stands. */
  readonly settle: string | null;
}

export interface Judgement {
  readonly format: Format;
  readonly rows: readonly JudgedRow[];
  readonly total: JudgedRow | null;
  readonly notes: readonly string[];
}
