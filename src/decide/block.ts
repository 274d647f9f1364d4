/** Choice of the run length and of k, the micro-pairs of a pair, from calibration (decisions.md 3.2a). */
import { defaultMicroPairs } from './calibration.ts';
import { computeMad, madToSpread } from './order.ts';
import { emptyPool, readBlock } from './stall.ts';
import type { MetricLens } from './stall.ts';
import type { MicroPair } from './types.ts';

export interface BlockChoice {
  readonly microPairs: 1 | 2 | 4 | 8;
  /** 1.4826 * MAD of d of such blocks, log units. */
  readonly spread: number;
  /** spread * sqrt(seconds of a pair): the price of an answer; the smallest wins. */
  readonly price: number;
}

const choices = [1, 2, 4, 8] as const;
/** Fewer blocks say too little of their spread. */
const fewestBlocks = 6;
/** The default is left only for a clear gain: spreads of few blocks are themselves uncertain. */
const clearGain = 0.8;
/** Start, load and warm-up stay below this share of a run. */
const fixedShare = 0.2;

/**
 * The k with the smallest price, from A/A micro-pairs in time order of one host; the default where they are too few or
 * show no clear gain. `seconds`: of one run.
 */
export function chooseMicroPairs(
  micro: readonly MicroPair[],
  metric: MetricLens,
  position: number,
  seconds: number,
): 1 | 2 | 4 | 8 {
  const usual = defaultMicroPairs(seconds);
  const prices = choices.flatMap((k) => priceBlocks(micro, metric, position, seconds, k));
  const standard = prices.find((choice) => choice.microPairs === usual);
  const best = prices.reduce<BlockChoice | null>((a, b) => (a === null || b.price < a.price ? b : a), null);
  if (standard === undefined || best === null) return usual;
  return best.price < clearGain * standard.price ? best.microPairs : usual;
}

function priceBlocks(
  micro: readonly MicroPair[],
  metric: MetricLens,
  position: number,
  seconds: number,
  k: 1 | 2 | 4 | 8,
): BlockChoice[] {
  let pool = emptyPool;
  const d: number[] = [];
  for (let start = 0; start + k <= micro.length; start += k) {
    const reading = readBlock(pool, micro.slice(start, start + k), metric, position);
    pool = reading.pool;
    if (reading.d !== null) d.push(reading.d);
  }
  if (d.length < fewestBlocks) return [];
  const spread = madToSpread * computeMad(d);
  return [{ microPairs: k, spread, price: spread * Math.sqrt(2 * k * seconds) }];
}

/**
 * The shortest run length whose fixed cost stays below a fifth of it, where the benchmark has such a knob; the longest
 * one where none does. `fixedSeconds`: what a run costs beside its work.
 */
export function chooseRunLength(seconds: readonly number[], fixedSeconds: number): number | null {
  const rising = [...seconds].sort((a, b) => a - b);
  return rising.find((length) => fixedSeconds < fixedShare * length) ?? rising.at(-1) ?? null;
}
