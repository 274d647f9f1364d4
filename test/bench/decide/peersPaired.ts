/** The peers' policies that interleave the two sides (decisions.md 5.5), and the oracle. */
import { computeInterval } from '../../../src/decide/interval.ts';
import { runPair } from './fleet.ts';
import type { Fleet } from './fleet.ts';
import { rebuildGap } from './noise.ts';
import { byRanks, discard } from './peersBlocks.ts';
import type { Policy } from './peersBlocks.ts';
import { computeBca, kolmogorovSmirnov, mannWhitneyNormal, mean, median, sd } from './tests.ts';

function runPairs(fleet: Fleet, gain: number, count: number): { a: number[]; b: number[]; d: number[] } {
  const vm = fleet.pick();
  fleet.idle(rebuildGap);
  const pairs = Array.from({ length: count }, () => runPair(fleet, vm, gain));
  return { a: pairs.map((pair) => pair.a), b: pairs.map((pair) => pair.b), d: pairs.map((pair) => pair.b - pair.a) };
}

export const benchstatPairs: Policy = (fleet, gain) => {
  const { a, b } = runPairs(fleet, gain, 10);
  return byRanks(a.map(Math.exp), b.map(Math.exp));
};

/** Runs per side at a look, and Pinpoint's own upper thresholds there (1.0 IQR). */
const pinpointLooks: readonly (readonly [number, number])[] = [
  [10, 0.5708],
  [20, 0.0811],
  [30, 0.0091],
  [35, 0.0091],
];

export const pinpoint: Policy = (fleet, gain) => {
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

export const nanobench: Policy = (fleet, gain) => {
  const d = runPairs(fleet, gain, 20).d.sort((x, y) => x - y);
  return { keep: (d[5] as number) > 0, runs: 40, estimate: median(d), low: d[5] as number, high: d[14] as number };
};

export const tango: Policy = (fleet, gain) => {
  const { d } = runPairs(fleet, gain, 20);
  const error = sd(d) / Math.sqrt(20);
  return {
    keep: mean(d) / error >= 2.6 && mean(d) > 0.005,
    runs: 40,
    estimate: mean(d),
    low: mean(d) - 1.96 * error,
    high: mean(d) + 1.96 * error,
  };
};

export const bca: Policy = (fleet, gain) => {
  const { d } = runPairs(fleet, gain, 20);
  const { low, high } = computeBca(d, fleet.random);
  return { keep: low > 0, runs: 40, estimate: mean(d), low, high };
};

export const walsh: Policy = (fleet, gain) => {
  const { estimate, low, high } = computeInterval(runPairs(fleet, gain, 20).d, 0.025);
  return { keep: low > 0, runs: 40, estimate, low, high };
};

/** Wald's SPRT at (0.003, 0.1) that knows the noise, the neighbour and the effect; touched pairs are dropped. */
export const oracle: Policy = (fleet, gain) => {
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
    if (evidence >= Math.log(0.9 / 0.003))
      return { keep: true, runs: 2 * pair + 2, estimate: null, low: null, high: null };
    if (evidence <= Math.log(0.1 / 0.997)) return discard(2 * pair + 2);
  }
  return discard(402);
};
