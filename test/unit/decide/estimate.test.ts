import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { computeEstimates, computeTotal } from '../../../src/decide/estimate.ts';
import { computeInterval } from '../../../src/decide/interval.ts';
import type { DecisionRules, Estimate, Pair } from '../../../src/decide/types.ts';
import { feed, pairOf, pairOfD, rule, rulesFor } from './pairs.ts';

const rules = rulesFor([rule('tg')]);
const twelve = [0.012, -0.004, 0.009, 0.011, 0.007, 0.01, -0.002, 0.006, 0.013, 0.004, 0.008, 0.016];

function estimateOf(by: Record<string, Estimate>, name = 'tg'): Estimate {
  const estimate = by[name];
  assert.ok(estimate !== undefined);
  return estimate;
}

function feedList(list: readonly number[], chosen: DecisionRules = rules) {
  return feed(chosen, (i, stage) => (i < list.length ? pairOfD({ tg: list[i] as number }, stage, `h${stage}`) : null))
    .decision;
}

describe('estimates (decisions.md 3.7, 3.9)', () => {
  it('are of stage 2 alone once it has pairs', () => {
    const stage2 = [0.02, 0.021, 0.019, 0.022, 0.018, 0.02];
    const decision = feedList([0.06, 0.06, 0.06, 0.06, ...stage2]);
    const { delta, low, high, better, pairs, scale } = estimateOf(computeEstimates(decision));
    const expected = computeInterval(stage2, 0.025);
    assert.deepEqual(
      [delta, low, high].map((value) => value?.toFixed(9)),
      [expected.estimate, expected.low, expected.high].map((value) => Math.expm1(value).toFixed(9)),
    );
    assert.deepEqual([better, pairs, scale], [true, 6, 'ratio']);
  });

  it('show stage 1 before that, without an interval where pairs are few', () => {
    const { delta, low, high, better, pairs } = estimateOf(computeEstimates(feedList([0.012, -0.004, 0.009])));
    assert.ok(delta !== null && delta > 0);
    assert.deepEqual([low, high, better, pairs], [null, null, null, 3]);
    assert.equal(estimateOf(computeEstimates(feedList([]))).delta, null);
  });

  it('speak of the metric as printed where lower is better', () => {
    const lower = rulesFor([rule('tg', { better: 'lower' })]);
    const { delta, low, high, better } = estimateOf(computeEstimates(feedList(Array(16).fill(-0.04), lower)));
    assert.deepEqual(
      [delta, low, high].map((value) => value?.toFixed(6)),
      Array(3).fill(Math.expm1(-0.04).toFixed(6)),
    );
    assert.equal(better, true);
  });

  it("are in the metric's own unit where values at or below zero occurred", () => {
    const drops = [3, 4, 5, 4, 3, 4, 5, 4];
    const lower = rulesFor([rule('tg', { better: 'lower' })]);
    const { decision } = feed(lower, (i, stage) =>
      i < 3 ? pairOf({ tg: 4 }, { tg: 4 - (drops[i] as number) }, stage) : null,
    );
    const { delta, scale, low } = estimateOf(computeEstimates(decision));
    assert.deepEqual([delta, scale, low], [-4, 'difference', null]);
  });

  it('are withheld where more than a quarter of the pairs is far off', () => {
    const wild = [1, -1, 0.9, 0.02, -0.9, 1, -1, 0.02, 0.9, -1];
    const { decision } = feed(rulesFor([rule('tg', { smallestEffect: -1 })]), (i, stage) => {
      const d = wild[i];
      return d === undefined ? null : pairOf({ tg: Math.exp(-d / 2) }, { tg: Math.exp(d / 2) }, stage, `h${stage}`);
    });
    const estimate = estimateOf(computeEstimates(decision));
    assert.match(estimate.withheld ?? '', /more than a quarter/);
    assert.deepEqual([estimate.delta, estimate.low, estimate.high], [null, null, null]);
  });

  it('are withheld where the stages contradict each other', () => {
    const decision = feedList([0.02, 0.02, 0.02, 0.02, ...Array<number>(12).fill(0.9)]);
    assert.match(estimateOf(computeEstimates(decision)).withheld ?? '', /contradict/);
  });

  it('count runs and stalls of the stage', () => {
    const { decision } = feed(rules, (i, stage) =>
      i < 3 ? pairOfD({ tg: 0.01 * i }, stage) : i === 3 ? pairOf({ tg: 1 }, { tg: 0.1 }, stage) : null,
    );
    assert.deepEqual(estimateOf(computeEstimates(decision)).stalls, { current: 0, candidate: 1, runs: 4 });
  });
});

describe('the total measured afresh (decisions.md 3.12)', () => {
  const pairs: Pair[] = twelve.map((d, i) => {
    const host = i % 2 === 0 ? 'h1' : 'h2';
    const level = host === 'h1' ? 10 : 900;
    return pairOf({ tg: level }, { tg: level * Math.exp(d + 0.01) }, 2, host);
  });

  it('is the plain interval over the pairs of all hosts, each with its own position', () => {
    const {
      delta,
      low,
      high,
      pairs: n,
    } = estimateOf(computeTotal(pairs, rules, { h1: { tg: 0.01 }, h2: { tg: 0.01 } }));
    const expected = computeInterval(twelve, 0.025);
    assert.deepEqual(
      [delta, low, high].map((value) => value?.toFixed(9)),
      [expected.estimate, expected.low, expected.high].map((value) => Math.expm1(value).toFixed(9)),
    );
    assert.equal(n, 12);
  });

  it('is empty without pairs', () => {
    assert.deepEqual(estimateOf(computeTotal([], rules, {})), {
      delta: null,
      low: null,
      high: null,
      better: null,
      pairs: 0,
      scale: 'ratio',
      stalls: { current: 0, candidate: 0, runs: 0 },
    });
  });
});
