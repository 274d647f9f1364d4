/** The peers' policies of decisions.md 5.5. They start after a rebuild gap and discard no warm-up. */
import { computeInterval } from '../../../src/decide/interval.ts';
import { runBlock, runPair } from './fleet.ts';
import { rebuildGap } from './noise.ts';
import type { Fleet } from './fleet.ts';
import type { Outcome } from './tally.ts';
import { computeBca, kolmogorovSmirnov, mannWhitney, mannWhitneyNormal, mean, median, sd } from './tests.ts';

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
  return { keep, runs, estimate: Math.log(ratio), low: low > 0 ? Math.log(low) : -Infinity, high: Math.log(ratio * (1 + relative)) };
}

function discard(runs: number): Outcome {
  return { keep: false, runs, estimate: null, low: null, high: null };
}

function isCalm(block: readonly number[]): boolean {
  return sd(block) / mean(block) < gate;
}

const stored: Policy = (fleet, gain) => {
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

const clean: Policy = (fleet, gain) => {
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

const screen: Policy = (fleet, gain) => {
  const a = runGated(fleet, 0);
  fleet.idle(storedAge);
  const b = runGated(fleet, gain);
  if (a.block === null || b.block === null || mean(b.block) <= mean(a.block)) return discard(b.runs);
  const outcome = clean(fleet, gain);
  return { ...outcome, runs: outcome.runs + b.runs };
};

const piMad: Policy = (fleet, gain) => {
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

function runPairs(fleet: Fleet, gain: number, count: number): { a: number[]; b: number[]; d: number[] } {
  const vm = fleet.pick();
  fleet.idle(rebuildGap);
  const pairs = Array.from({ length: count }, () => runPair(fleet, vm, gain));
  return { a: pairs.map((pair) => pair.a), b: pairs.map((pair) => pair.b), d: pairs.map((pair) => pair.b - pair.a) };
}

function byRanks(a: readonly number[], b: readonly number[]): Outcome {
  const keep = mannWhitney(a, b) < 0.05 && median(b) > median(a);
  return { keep, runs: a.length + b.length, estimate: Math.log(median(b) / median(a)), low: null, high: null };
}

const benchstatBlocks: Policy = (fleet, gain) => {
  const { a, b } = runBlocks(fleet, gain);
  return byRanks(a, b);
};

const benchstatPairs: Policy = (fleet, gain) => {
  const { a, b } = runPairs(fleet, gain, 10);
  return byRanks(a.map(Math.exp), b.map(Math.exp));
};

const pyperf: Policy = (fleet, gain) => {
  const { a, b } = runBlocks(fleet, gain);
  const t = (mean(b) - mean(a)) / Math.sqrt((sd(a) ** 2 + sd(b) ** 2) / 10);
  return { keep: t > 2.101, runs: 20, estimate: Math.log(mean(b) / mean(a)), low: null, high: null };
};

const hyperfine: Policy = (fleet, gain) => {
  const { a, b } = runBlocks(fleet, gain);
  const outcome = report(true, 20, a, b);
  return { ...outcome, keep: (outcome.low ?? -Infinity) > 0 };
};

/** Runs per side at a look, and Pinpoint's own upper thresholds there (1.0 IQR). */
const pinpointLooks: readonly (readonly [number, number])[] = [[10, 0.5708], [20, 0.0811], [30, 0.0091], [35, 0.0091]];

const pinpoint: Policy = (fleet, gain) => {
  const { a, b } = runPairs(fleet, gain, 0);
  const vm = fleet.pick();
  for (const [count, same] of pinpointLooks) {
    while (a.length < count) {
      const pair = runPair(fleet, vm, gain);
      a.push(pair.a);
      b.push(pair.b);
    }
    const p = Math.min(kolmogorovSmirnov(a, b), mannWhitneyNormal(a, b));
    const estimate = median(b) - median(a);
    if (p <= 0.01) return { keep: estimate > 0, runs: 2 * count, estimate, low: null, high: null };
    if (p > same) return discard(2 * count);
  }
  return discard(70);
};

const nanobench: Policy = (fleet, gain) => {
  const d = runPairs(fleet, gain, 20).d.sort((x, y) => x - y);
  return { keep: (d[5] as number) > 0, runs: 40, estimate: median(d), low: d[5] as number, high: d[14] as number };
};

const tango: Policy = (fleet, gain) => {
  const { d } = runPairs(fleet, gain, 20);
  const error = sd(d) / Math.sqrt(20);
  return { keep: mean(d) / error >= 2.6 && mean(d) > 0.005, runs: 40, estimate: mean(d), low: mean(d) - 1.96 * error, high: mean(d) + 1.96 * error };
};

const bca: Policy = (fleet, gain) => {
  const { d } = runPairs(fleet, gain, 20);
  const { low, high } = computeBca(d, fleet.random);
  return { keep: low > 0, runs: 40, estimate: mean(d), low, high };
};

const walsh: Policy = (fleet, gain) => {
  const { estimate, low, high } = computeInterval(runPairs(fleet, gain, 20).d, 0.025);
  return { keep: low > 0, runs: 40, estimate, low, high };
};

/** Wald's SPRT at (0.003, 0.1) that knows the noise, the neighbour and the effect; touched pairs are dropped. */
const oracle: Policy = (fleet, gain) => {
  const vm = fleet.pick();
  fleet.run(vm, 0, false);
  fleet.run(vm, gain, false);
  const wanted = gain > 0 ? gain : Math.log(1.01);
  const variance = 2 * fleet.sd ** 2;
  let evidence = 0;
  for (let pair = 1; pair <= 200; pair += 1) {
    const second = fleet.random.coin();
    const early = fleet.run(vm, second ? 0 : gain, false);
    const touched = fleet.wasTouched(vm);
    const late = fleet.run(vm, second ? gain : 0, true);
    if (touched || fleet.wasTouched(vm)) continue;
    const d = second ? late - early : early - late;
    evidence += (wanted * (d - wanted / 2)) / variance;
    if (evidence >= Math.log(0.9 / 0.003)) return { keep: true, runs: 2 * pair + 2, estimate: null, low: null, high: null };
    if (evidence <= Math.log(0.1 / 0.997)) return discard(2 * pair + 2);
  }
  return discard(402);
};

export const policies: Readonly<Record<string, Policy>> = {
  'stored baseline, 5 runs': stored,
  'clean A/B + gate': clean,
  'screen, then clean A/B': screen,
  'pi-autoresearch MAD >= 2': piMad,
  'benchstat, blocks': benchstatBlocks,
  'benchstat, interleaved': benchstatPairs,
  'hyperfine +- sd': hyperfine,
  'pyperf t, blocks': pyperf,
  'Pinpoint, interleaved': pinpoint,
  'nanobench sign interval': nanobench,
  tango,
  'pairs + BCa of mean': bca,
  'pairs + trimmed Walsh': walsh,
  'oracle SPRT': oracle,
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
    const sides = (['pp', 'tg'] as const).map((name) => ({ a: a.map((run) => run[name]), b: b.map((run) => run[name]) }));
    if (!sides.every((side) => isCalm(side.a) && isCalm(side.b))) continue;
    const ratios = sides.map((side) => mean(side.b) / mean(side.a));
    const keep = ratios.some((ratio) => ratio > 1) && ratios.every((ratio) => ratio >= 0.99);
    return { keep, runs: 10 * (vm + 1), estimate: null, low: null, high: null };
  }
  return discard(30);
}
