import { z } from 'zod';

/**
 * What `marginalia calibrate` learns of a machine and a benchmark, and what it keeps in the cache for later campaigns.
 * Shares are fractions: 0.01 is 1 % (of the procedure's log units, which are the same at this size).
 */

const metricSchema = z.object({
  /** How much faster (above 0: higher values) the second run of a pair is. */
  position: z.number(),
  /** Of d of whole pairs: 1.4826 MAD. */
  spread: z.number(),
  /** What the definition's budget can resolve. */
  smallestEffect: z.number(),
  /** The guard's: the definition's, else by the noise. */
  tolerance: z.number(),
  /** Every run printed the same value. */
  exact: z.boolean(),
  stallRate: z.number(),
  /** Median as printed. */
  level: z.number(),
  /** null: not measured. */
  layoutFloor: z.number().nullable(),
});

export const calibrationSchema = z.object({
  v: z.literal(1),
  at: z.number(),
  /** The host's name in the definition. */
  host: z.string(),
  machine: z.object({ name: z.string(), processor: z.string(), threads: z.int() }),
  compiler: z.string(),
  /** What was measured with (decisions.md 3.11). */
  benchmark: z.string(),
  /** Median seconds of a run: the length that k was chosen for. */
  runSeconds: z.number(),
  /** Micro-pairs a pair. */
  k: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(8)]),
  /** Pairs of k micro-pairs that this rests on. */
  pairs: z.int(),
  /** Of the primary metric. */
  position: z.number(),
  metrics: z.record(z.string(), metricSchema),
  /** Of the primary metric; null: not measured. */
  layoutFloor: z.number().nullable(),
  /** Neutral rebuilds measured, and why there are none. */
  layout: z.object({ rebuilds: z.int(), why: z.string() }),
});

export type Calibration = z.infer<typeof calibrationSchema>;
export type CalibratedMetric = z.infer<typeof metricSchema>;

export interface CalibrationRequest {
  readonly workspace: string;
  /** Text of the definition, and how messages name it. */
  readonly definition: string;
  readonly definitionFile: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Fewest runs to measure; 0: as many as the calibration needs. */
  readonly runs: number;
  /** Whether neutral rebuilds are measured. */
  readonly layout: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CalibrationProgress) => void;
}

export type CalibrationProgress =
  | { readonly kind: 'step'; readonly text: string; readonly done: number; readonly most: number }
  | { readonly kind: 'notice'; readonly text: string };

export interface CalibrationResult {
  readonly calibration: Calibration;
  /** The primary metric of every run, in time order. */
  readonly values: readonly number[];
  /** Where the calibration is stored. */
  readonly file: string;
}

/** null: it was called off; nothing is stored. Rejects with a Failure. */
export type Calibrate = (request: CalibrationRequest) => Promise<CalibrationResult | null>;

/** Compilers that lay the same program out differently (decisions.md 3.13). */
export interface NeutralCompilers {
  /** The build's command with these compilers first on its PATH. */
  wrap(build: string): string;
  /** How much further apart functions begin than they would: 2, 4, 8 … */
  choose(factor: number): Promise<void>;
  /** Source files compiled since the last choice. */
  countCompiled(): Promise<number>;
}
