import { z } from 'zod';
import type { MicroPair, Pair } from '../decide/types.ts';

/**
 * One line of pairs/<experiment>.jsonl: everything that the decision was given, and what it made of it. The decision is
 * folded again from these lines after a kill; `d` and `wealth` are there to check that fold, and for readers.
 */
export const pairLineSchema = z.object({
  v: z.literal(1),
  /** 1-based over all stages of the experiment. */
  n: z.int().min(1),
  at: z.number(),
  ms: z.number(),
  stage: z.union([z.literal(1), z.literal(2)]),
  host: z.string(),
  /** Each micro-pair: which side the coin put first, and the values that each side printed. */
  micro: z.array(
    z.object({
      first: z.enum(['current', 'candidate']),
      current: z.record(z.string(), z.number()),
      candidate: z.record(z.string(), z.number()),
    }),
  ),
  /** Difference of the pair by metric, log units, positive is better; null where it counts as stalled or was not printed. */
  d: z.record(z.string(), z.number().nullable()),
  stalled: z.array(z.string()),
  /** E of the decision after this pair (with two or more metrics the mean of the metrics' Sup). */
  wealth: z.number(),
});

export type PairLine = z.infer<typeof pairLineSchema>;

export function pairOf(line: PairLine): Pair {
  return { stage: line.stage, host: line.host, micro: line.micro as readonly MicroPair[] };
}
