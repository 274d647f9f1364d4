import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  computeCalibration,
  computeSmallestResolvable,
  computeTolerance,
  defaultMicroPairs,
  positionOf,
} from '../../../src/decide/calibration.ts';
import type { Pair, Side } from '../../../src/decide/types.ts';
import { verdictOf } from '../../../src/decide/procedure.ts';
import { feed, pairOf, rule, rulesFor } from './pairs.ts';
import { normal, seeded } from './random.ts';

const tg = { name: 'tg', better: 'higher' } as const;

function calibrate(pairs: readonly Pair[]) {
  const result = computeCalibration(pairs, [tg])['tg'];
  assert.ok(result !== undefined);
  return result;
}

/** A/A pairs of sd per run, the second run slower by the position effect. */
function equalBuilds(count: number, sd: number, position: number, seed: number): Pair[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const first: Side = random() < 0.5 ? 'current' : 'candidate';
    const early = 50 * Math.exp(sd * normal(random));
    const late = 50 * Math.exp(sd * normal(random) + position);
    return first === 'current'
      ? pairOf({ tg: early }, { tg: late }, 1, 'h1', first)
      : pairOf({ tg: late }, { tg: early }, 1, 'h1', first);
  });
}

describe('calibration (decisions.md 3.4, 3.5, 3.15)', () => {
  it('finds the position effect and the spread of d', () => {
    const { position, spread, exact, stallRate, pairs, level } = calibrate(equalBuilds(400, 0.01, -0.02, 3));
    assert.ok(Math.abs(position + 0.02) < 0.002, String(position));
    assert.ok(Math.abs(spread - 0.01 * Math.SQRT2) < 0.002, String(spread));
    assert.deepEqual([exact, stallRate, pairs], [false, 0, 400]);
    assert.ok(Math.abs(level - 49.5) < 0.5);
  });

  it('gives the position by metric', () => {
    assert.deepEqual(positionOf(computeCalibration([pairOf({ tg: 1 }, { tg: 2 })], [tg])), { tg: Math.log(2) });
  });

  it('sees a metric that repeats exactly, and one that does not', () => {
    const same = Array.from({ length: 12 }, () => pairOf({ tg: 7 }, { tg: 7 }));
    assert.deepEqual([calibrate(same).exact, calibrate(same).spread, calibrate(same).tolerance], [true, 0, 0.01]);
    assert.equal(calibrate([...same, pairOf({ tg: 7 }, { tg: 8 })]).exact, false);
    assert.equal(calibrate([]).exact, false);
  });

  it('counts stalled runs', () => {
    const pairs = [...equalBuilds(18, 0.01, 0, 4), pairOf({ tg: 50 }, { tg: 7 }), pairOf({ tg: 7 }, { tg: 50 })];
    assert.equal(calibrate(pairs).stallRate, 2 / 40);
  });

  it('takes differences where values are not positive', () => {
    const { position, spread } = calibrate([
      pairOf({ tg: -2 }, { tg: -1 }),
      pairOf({ tg: 0 }, { tg: 1 }),
      pairOf({ tg: 1 }, { tg: 2 }),
    ]);
    assert.deepEqual([position, spread < 0.5], [1, true]);
  });

  it('rounds the tolerance up to half per cents', () => {
    const tolerances = [0.001, 0.0094, 0.0095, 0.02, 0.05].map((spread) => computeTolerance(spread, 0));
    assert.deepEqual(tolerances, [0.01, 0.01, 0.015, 0.025, 0.055]);
    assert.deepEqual([computeTolerance(Number.NaN, 0), computeTolerance(0, 0.025)], [0.01, 0.025]);
  });

  it('takes more micro-pairs for shorter runs', () => {
    assert.deepEqual([0.05, 0.15, 0.2, 0.3, 0.5, 0.6, 1.5].map(defaultMicroPairs), [8, 8, 4, 4, 2, 2, 1]);
  });
});

describe('the smallest effect that the budget resolves', () => {
  it('is kept about four times of five', () => {
    const cells = [
      { spread: 0.01, alpha: 1 / 600 },
      { spread: 0.03, alpha: 1 / 600 },
      { spread: 0.08, alpha: 0.01 },
      { spread: 0.05, alpha: 1 / 20000 },
    ];
    for (const { spread, alpha } of cells) {
      const effect = computeSmallestResolvable({ spread, smallestEffect: 0.01, alpha, metrics: 1 });
      const share = simulateKeeps(effect, spread, alpha, 300);
      assert.ok(share > 0.7 && share < 0.93, `${spread} ${alpha}: ${share}`);
    }
  });

  it('is never below MEI, and grows with noise and metrics', () => {
    const base = { spread: 0, smallestEffect: 0.01, alpha: 0.01, metrics: 1 };
    assert.equal(computeSmallestResolvable(base), 0.01);
    const one = computeSmallestResolvable({ ...base, spread: 0.05 });
    assert.ok(computeSmallestResolvable({ ...base, spread: 0.05, metrics: 3 }) > one && one > 0.03);
    assert.ok(computeSmallestResolvable({ ...base, spread: 0.05, smallestEffect: 0 }) > 0.03);
  });
});

function simulateKeeps(effect: number, spread: number, alpha: number, trials: number): number {
  const random = seeded(11);
  const sd = spread / Math.SQRT2;
  let keeps = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    const run = feed(rulesFor([rule('tg')], alpha), (_, stage) =>
      pairOf({ tg: Math.exp(sd * normal(random)) }, { tg: Math.exp(sd * normal(random) + effect) }, stage, `h${stage}`),
    );
    if (verdictOf(run.decision) === 'keep') keeps += 1;
  }
  return keeps / trials;
}
