import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chooseMicroPairs, chooseRunLength } from '../../../src/decide/block.ts';
import { computeLayoutFloor, computeStandardError } from '../../../src/decide/layout.ts';
import {
  computeLevels,
  isNoisyHost,
  isSlowWindow,
  noQuarantine,
  stepQuarantine,
  stepReadmission,
} from '../../../src/decide/quarantine.ts';
import type { Quarantine } from '../../../src/decide/quarantine.ts';
import { isSentinelAlarm, isSentinelDue, needsCalibration } from '../../../src/decide/sentinel.ts';
import type { MicroPair } from '../../../src/decide/types.ts';
import { normal, seeded } from './random.ts';

describe('the layout floor (decisions.md 3.13)', () => {
  it('is 1.64 times the sd of at least five neutral rebuilds', () => {
    assert.equal(computeLayoutFloor([0.001, 0, 0, 0]), null);
    const variants = [0.003, -0.003, 0.003, -0.003, 0];
    assert.equal(computeLayoutFloor(variants)?.toFixed(6), (1.64 * 0.003).toFixed(6));
  });

  it('leaves out what is only measuring noise', () => {
    const random = seeded(5);
    const error = computeStandardError(0.01, 8);
    const noise = Array.from({ length: 400 }, () => error * normal(random));
    assert.ok((computeLayoutFloor(noise, error) ?? 1) < 0.3 * (computeLayoutFloor(noise) ?? 0));
  });
});

describe('quarantine (decisions.md 3.14)', () => {
  const runs = (slow: number): number[] => Array.from({ length: 40 }, (_, i) => (i < slow ? 45 : 50));

  it('calls a window slow when more than a third of its runs lie 5 % below the healthy level', () => {
    const levels = (slow: number): number[] => runs(slow).map(Math.log);
    assert.deepEqual(
      [isSlowWindow(levels(13)), isSlowWindow(levels(14)), isSlowWindow(levels(14).slice(1))],
      [false, true, false],
    );
  });

  it('does not flag a host because a version is faster, in either direction', () => {
    const mixed = runs(0).map((value, i) =>
      i % 2 === 0 ? { version: 'a', value } : { version: 'b', value: value * 1.5 },
    );
    assert.equal(isSlowWindow(computeLevels(mixed, 'higher')), false);
    const latency = runs(14).map((value) => ({ version: 'a', value: 1 / value }));
    assert.equal(isSlowWindow(computeLevels(latency, 'lower')), true);
    assert.deepEqual(computeLevels([{ version: 'a', value: 0 }], 'higher'), []);
  });

  it('compares the spread with the fleet', () => {
    assert.deepEqual(
      [isNoisyHost(0.021, [0.01, 0.01, 0.021]), isNoisyHost(0.019, [0.01, 0.01, 0.019]), isNoisyHost(1, [1])],
      [true, false, false],
    );
  });

  it('takes two bad windows in a row to close and twelve clean pairs to open', () => {
    let state: Quarantine = noQuarantine;
    for (const bad of [true, false, true]) state = stepQuarantine(state, bad);
    assert.equal(state.quarantined, false);
    state = stepQuarantine(state, true);
    assert.equal(state.quarantined, true);
    for (let i = 0; i < 11; i += 1) state = stepReadmission(state, true);
    state = stepReadmission(state, false);
    for (let i = 0; i < 11; i += 1) state = stepReadmission(state, true);
    assert.equal(state.quarantined, true);
    assert.deepEqual(stepReadmission(state, true), noQuarantine);
  });
});

describe('sentinels and calibration again (decisions.md 3.12)', () => {
  it('make one experiment in twenty an A/A one', () => {
    assert.deepEqual(
      [18, 19, 37, 38].map((experiments) => isSentinelDue({ experiments, sentinels: 0 })),
      [false, true, true, true],
    );
    assert.equal(isSentinelDue({ experiments: 37, sentinels: 1 }), false);
    assert.deepEqual([0, 1, 2].map(isSentinelAlarm), [false, false, true]);
  });

  it('calibrate again beyond 5 %', () => {
    assert.deepEqual(
      [needsCalibration([106], [100]), needsCalibration([104], [100]), needsCalibration([], [100])],
      [true, false, false],
    );
  });
});

describe('the choice of block and run length (decisions.md 3.2a)', () => {
  const metric = { name: 's', better: 'lower' } as const;

  it('takes many micro-pairs where bursts hit single runs', () => {
    const random = seeded(9);
    const run = (): number => 0.5 * Math.exp(0.005 * normal(random) + (random() < 0.3 ? 0.15 * random() : 0));
    const micro: MicroPair[] = Array.from({ length: 400 }, () => ({
      first: 'current',
      current: { s: run() },
      candidate: { s: run() },
    }));
    assert.ok(chooseMicroPairs(micro, metric, 0, 0.5) >= 2);
    assert.equal(chooseMicroPairs(micro.slice(0, 4), metric, 0, 0.1), 8);
  });

  it('takes the shortest run that is not mostly start-up', () => {
    assert.equal(chooseRunLength([1, 0.1, 0.2, 0.5], 0.03), 0.2);
    assert.deepEqual([chooseRunLength([0.1], 0.03), chooseRunLength([], 0.03)], [0.1, null]);
  });
});
