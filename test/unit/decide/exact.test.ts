import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { computeEstimates } from '../../../src/decide/estimate.ts';
import { computeGridFloor, findCoarseGrid, findStep } from '../../../src/decide/grid.ts';
import { isClaimed, isExactLost, pairsOf, verdictOf } from '../../../src/decide/procedure.ts';
import type { MetricRule } from '../../../src/decide/types.ts';
import { feed, pairOf, pairOfD, rule, rulesFor } from './pairs.ts';

const size: MetricRule = rule('size', { better: 'lower', exact: true });

function decide(current: number, candidate: number, changes: Partial<MetricRule> = {}): [string | null, number] {
  const run = feed(rulesFor([{ ...size, ...changes }]), (i, stage) =>
    i < 40 ? pairOf({ size: current }, { size: candidate }, stage) : null,
  );
  return [verdictOf(run.decision), pairsOf(run.decision).total];
}

describe('exact metrics (decisions.md 3.5)', () => {
  it('are decided by one pair', () => {
    assert.deepEqual(decide(1000, 970), ['keep', 1]);
    assert.deepEqual(decide(1000, 1000), ['futile', 1]);
    assert.deepEqual(decide(1000, 995), ['futile', 1]);
    assert.deepEqual(decide(1000, 995, { smallestEffect: 0 }), ['keep', 1]);
    assert.deepEqual(decide(1000, 1000, { smallestEffect: 0 }), ['futile', 1]);
    assert.deepEqual(decide(1000, 1030), ['regression', 1]);
    assert.deepEqual(decide(5, 0), ['keep', 1]);
    assert.deepEqual(decide(0, 5), ['regression', 1]);
    assert.deepEqual(decide(-5, -3, { better: 'higher' }), ['keep', 1]);
  });

  it('want four pairs for one grid step', () => {
    assert.deepEqual(decide(60, 59), ['keep', 4]);
    assert.deepEqual(decide(0.3, 0.2), ['keep', 4]);
    assert.deepEqual(decide(1, 0), ['keep', 4]);
  });

  it('give the difference without spread', () => {
    const run = feed(rulesFor([size]), (_, stage) => pairOf({ size: 1000 }, { size: 970 }, stage));
    const { delta, low, high, better, pairs } = computeEstimates(run.decision)['size'] ?? {};
    assert.deepEqual([delta?.toFixed(6), low, high, better, pairs], ['-0.030000', delta, delta, true, 1]);
  });

  it('go back to the statistical path for good once equal builds differ', () => {
    const values = [60, 60, 61, 60];
    const run = feed(rulesFor([size]), (i, stage) =>
      i < values.length ? pairOf({ size: values[i] as number }, { size: (values[i] as number) - 1 }, stage) : null,
    );
    assert.equal(run.last.kind, 'confirm');
    assert.deepEqual([isExactLost(run.decision, 'size'), isExactLost(run.decision, 'other')], [true, false]);
    assert.equal(run.decision.metrics[0]?.screening.d.length, 4);
  });

  it('stand beside metrics that vary', () => {
    const rules = rulesFor([rule('tg'), size]);
    const noisy = (i: number): number => (i % 2 === 0 ? 0.0005 : -0.0005);
    const gain = feed(rules, (i, stage) => {
      const pair = pairOfD({ tg: noisy(i) }, stage);
      return {
        ...pair,
        micro: pair.micro.map((micro) => ({
          ...micro,
          current: { ...micro.current, size: 1000 },
          candidate: { ...micro.candidate, size: 900 },
        })),
      };
    });
    assert.deepEqual(
      [verdictOf(gain.decision), isClaimed(gain.decision, 'size'), isClaimed(gain.decision, 'tg')],
      ['keep', true, false],
    );
    const loss = feed(rules, (_, stage) => pairOf({ tg: 1, size: 1000 }, { tg: 1.1, size: 1100 }, stage));
    assert.deepEqual([verdictOf(loss.decision), pairsOf(loss.decision).total], ['regression', 1]);
    const same = feed(rules, (i, stage) =>
      pairOf({ tg: 1, size: 1000 }, { tg: Math.exp(noisy(i)), size: 1000 }, stage),
    );
    assert.equal(verdictOf(same.decision), 'futile');
  });
});

describe('coarse grids (decisions.md 3.5)', () => {
  const coarse = [60, 61, 59, 60, 60, 61, 60, 59, 60, 60];

  it('are found by ties', () => {
    assert.equal(findCoarseGrid(coarse), 1);
    assert.equal(findCoarseGrid(coarse.map((value) => value * 5)), 5);
    assert.equal(findCoarseGrid([52.13, 52.47, 51.9, 52.02, 52.44]), 0);
    assert.deepEqual([findStep([60, 0.25]), findStep([60, 61]), findStep([Math.PI])], [0.01, 1, 0]);
  });

  it('put the floor between one step and two', () => {
    const floor = computeGridFloor(coarse);
    assert.ok(floor > Math.log(60 / 59) && floor < Math.log(60 / 58));
  });

  it('never decide by one step alone', () => {
    const floor = computeGridFloor(coarse);
    const rounding = feed(rulesFor([rule('us', { better: 'lower', floor })]), (i, stage) =>
      i < 70 ? pairOf({ us: coarse[i % 10] as number }, { us: (coarse[i % 10] as number) - 1 }, stage) : null,
    );
    assert.notEqual(verdictOf(rounding.decision), 'keep');
    const real = feed(rulesFor([rule('us', { better: 'lower', floor })]), (i, stage) =>
      pairOf({ us: coarse[i % 10] as number }, { us: (coarse[i % 10] as number) - 4 }, stage),
    );
    assert.equal(verdictOf(real.decision), 'keep');
  });
});
