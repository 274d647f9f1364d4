import type { Definition, MetricDefinition, PROPOSERS } from './schema.ts';

/** A value and where it comes from, in words for a comment: "BUILD_CMD of experiment.yaml". */
export interface Found<T> {
  readonly value: T;
  readonly from: string;
}

export type BenchmarkFormat = Definition['benchmark']['format'];

/** A metric whose direction may not be known yet. */
export interface DraftMetric {
  readonly name: string;
  readonly unit: string;
  readonly better?: MetricDefinition['better'];
}

/** A definition in the making: what was found in a workspace, answered, or given on the command line. */
export interface Draft {
  readonly goal?: Found<string>;
  readonly cwd?: Found<string>;
  readonly setup?: Found<string>;
  readonly build?: Found<string>;
  readonly run?: Found<string>;
  readonly format?: Found<BenchmarkFormat>;
  readonly checks?: Found<string>;
  readonly metrics?: readonly Found<DraftMetric>[];
  readonly scope?: Found<readonly string[]>;
  readonly protect?: Found<readonly string[]>;
  readonly runTimeout?: Found<string>;
  readonly checksTimeout?: Found<string>;
  readonly experiments?: Found<number>;
  readonly hours?: Found<number>;
  readonly dollars?: Found<number>;
  readonly proposers?: Found<readonly (typeof PROPOSERS)[number][]>;
  readonly patches?: Found<string>;
}

/** What a definition cannot do without and the draft does not have. */
export type Missing = { readonly kind: 'benchmark' } | { readonly kind: 'metric' } | { readonly kind: 'direction'; readonly metric: DraftMetric };

export function missingIn(draft: Draft): Missing[] {
  const missing: Missing[] = draft.run === undefined ? [{ kind: 'benchmark' }] : [];
  if (draft.metrics === undefined || draft.metrics.length === 0) return [...missing, { kind: 'metric' }];
  for (const { value } of draft.metrics) if (value.better === undefined) missing.push({ kind: 'direction', metric: value });
  return missing;
}

/** What a tool prints by itself, where its format is known and no metric was named. */
export function metricsOfFormat(format: BenchmarkFormat | undefined): readonly Found<DraftMetric>[] | undefined {
  if (format !== 'llama-bench') return undefined;
  return ['tg', 'pp'].map((name) => ({ value: { name, unit: 't/s', better: 'higher' }, from: 'what llama-bench prints' }));
}
