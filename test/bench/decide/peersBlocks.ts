/** The peers' policies that run each side in a block (decisions.md 5.5). */
import { runBlock } from './fleet.ts';
import { rebuildGap } from './noise.ts';
import type { Fleet } from './fleet.ts';
import type { Outcome } from './tally.ts';
import { mannWhitney, mean, median, sd } from './tests.ts';

/** `gain`: log effect of the candidate. */
export type Policy = (fleet: Fleet, gain: number) => Outcome;

const storedAge = 200;
const gate = 0.02;
const tries = 3;

/** Ratio of means with the propagated relative sd, as those tools print it. */
function report(keep: boolean, runs: number, a: readonly number[], b: readonly number[]): Outcome {
  const ratio = mean(b) / mean(a);
  const relative = Math.hypot(sd(a) / mean(a), sd(b) / mean(b));
  const low = ratio * (1 - relative);
  return {
    keep,
    runs,
    estimate: Math.log(ratio),
    low: low > 0 ? Math.log(low) : -Infinity,
    high: Math.log(ratio * (1 + relative)),
  };
}

export function discard(runs: number): Outcome {
  return { keep: false, runs, estimate: null, low: null, high: null };
}

function isCalm(block: readonly number[]): boolean {
  return sd(block) / mean(block) < gate;
}

export const stored: Policy = (fleet, gain) => {
  const a = runBlock(fleet, fleet.pick(), 0, 5);
  fleet.idle(storedAge);
  const b = runBlock(fleet, fleet.pick(), gain, 5);
  return report(mean(b) > mean(a), 5, a, b);
};

/** A block that is repeated on another VM until it is calm; null after three tries. */
function runGated(fleet: Fleet, gain: number): { block: number[] | null; runs: number } {
  const start = fleet.pick();
  for (let i = 0; i < tries; i += 1) {
    const block = runBlock(fleet, start + i, gain, 5);
    if (isCalm(block)) return { block, runs: 5 * (i + 1) };
    fleet.idle(rebuildGap);
  }
  return { block: null, runs: 5 * tries };
}

export const clean: Policy = (fleet, gain) => {
  const start = fleet.pick();
  for (let i = 0; i < tries; i += 1) {
    fleet.idle(rebuildGap);
    const b = runBlock(fleet, start + i, gain, 5);
    fleet.idle(rebuildGap);
    const a = runBlock(fleet, start + i, 0, 5);
    if (isCalm(a) && isCalm(b)) return report(mean(b) > mean(a), 10 * (i + 1), a, b);
  }
  return discard(10 * tries);
};

export const screen: Policy = (fleet, gain) => {
  const a = runGated(fleet, 0);
  fleet.idle(storedAge);
  const b = runGated(fleet, gain);
  if (a.block === null || b.block === null || mean(b.block) <= mean(a.block)) return discard(b.runs);
  const outcome = clean(fleet, gain);
  return { ...outcome, runs: outcome.runs + b.runs };
};

export const piMad: Policy = (fleet, gain) => {
  const { random } = fleet;
  const measure = (effect: number): number => {
    fleet.idle(rebuildGap);
    return median(runBlock(fleet, fleet.pick(), effect, 5));
  };
  const baseline = measure(0);
  const values = [baseline];
  for (let i = 0; i < 10; i += 1) {
    const u = random.uniform();
    const effect = u < 0.6 ? 0 : u < 0.9 ? random.between(-0.05, 0) : random.between(0, 0.02);
    values.push(measure(Math.log1p(effect)));
  }
  const value = measure(gain);
  values.push(value);
  const middle = median(values);
  const mad = median(values.map((one) => Math.abs(one - middle)));
  const keep = value > baseline && (value - baseline) / mad >= 2;
  return { keep, runs: 5, estimate: Math.log(value / baseline), low: null, high: null };
};

function runBlocks(fleet: Fleet, gain: number): { a: number[]; b: number[] } {
  const vm = fleet.pick();
  fleet.idle(rebuildGap);
  const a = runBlock(fleet, vm, 0, 10);
  fleet.idle(rebuildGap);
  return { a, b: runBlock(fleet, vm, gain, 10) };
}

export function byRanks(a: readonly number[], b: readonly number[]): Outcome {
  const keep = mannWhitney(a, b) < 0.05 && median(b) > median(a);
  return { keep, runs: a.length + b.length, estimate: Math.log(median(b) / median(a)), low: null, high: null };
}

export const benchstatBlocks: Policy = (fleet, gain) => {
  const { a, b } = runBlocks(fleet, gain);
  return byRanks(a, b);
};

export const pyperf: Policy = (fleet, gain) => {
  const { a, b } = runBlocks(fleet, gain);
  const t = (mean(b) - mean(a)) / Math.sqrt((sd(a) ** 2 + sd(b) ** 2) / 10);
  return { keep: t > 2.101, runs: 20, estimate: Math.log(mean(b) / mean(a)), low: null, high: null };
};

export const hyperfine: Policy = (fleet, gain) => {
  const { a, b } = runBlocks(fleet, gain);
  const outcome = report(true, 20, a, b);
  return { ...outcome, keep: (outcome.low ?? -Infinity) > 0 };
};

/** Clean A/B with two metrics: gate on both, some ratio above 1 and none below 0.99 (5.5). `draw` gives one run. */
export function playCleanTwoMetrics(
  draw: (vm: number, candidate: boolean) => { readonly pp: number; readonly tg: number },
  idle: (time: number) => void,
): Outcome {
  for (let vm = 0; vm < tries; vm += 1) {
    idle(rebuildGap);
    const b = Array.from({ length: 5 }, () => draw(vm, true));
    idle(rebuildGap);
    const a = Array.from({ length: 5 }, () => draw(vm, false));
    const sides = (['pp', 'tg'] as const).map((name) => ({
      a: a.map((run) => run[name]),
      b: b.map((run) => run[name]),
    }));
    if (!sides.every((side) => isCalm(side.a) && isCalm(side.b))) continue;
    const ratios = sides.map((side) => mean(side.b) / mean(side.a));
    const keep = ratios.some((ratio) => ratio > 1) && ratios.every((ratio) => ratio >= 0.99);
    return { keep, runs: 10 * (vm + 1), estimate: null, low: null, high: null };
  }
  return discard(30);
}
