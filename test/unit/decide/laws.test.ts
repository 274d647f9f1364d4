import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { startWealth, stepWealth, wealthOf } from '../../../src/decide/eProcess.ts';
import { computeEstimates } from '../../../src/decide/estimate.ts';
import { addPair, startDecision } from '../../../src/decide/procedure.ts';
import type { Decision } from '../../../src/decide/procedure.ts';
import { computeReason } from '../../../src/decide/reason.ts';
import { emptyPool, readBlock } from '../../../src/decide/stall.ts';
import type { DecisionRules, MicroPair, Pair, RunValues, Side } from '../../../src/decide/types.ts';
import { rule, rulesFor } from './pairs.ts';
import { seeded } from './random.ts';

const side = fc.constantFrom<Side>('current', 'candidate');
const speed = fc.integer({ min: 1, max: 4000 });
const anyValue = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 1e-9, 1e12, -1e12, 60, 61, 59),
  fc.double({ min: -1e12, max: 1e12, noNaN: true }),
  fc.double({ min: 1e-9, max: 1e-8, noNaN: true }),
);

function runs(value: fc.Arbitrary<number>): fc.Arbitrary<RunValues> {
  return fc.record({ tg: value, pp: value }, { requiredKeys: [] });
}

function blocks(value: fc.Arbitrary<number>): fc.Arbitrary<readonly MicroPair[][]> {
  const micro = fc.record({ first: side, current: runs(value), candidate: runs(value) });
  return fc.array(fc.array(micro, { minLength: 1, maxLength: 4 }), { maxLength: 30 });
}

/** Folds while the decision wants pairs. */
function fold(rules: DecisionRules, list: readonly (readonly MicroPair[])[]): Decision {
  let decision = startDecision(rules);
  for (const micro of list) {
    if (decision.verdict !== null) break;
    const pair: Pair = { stage: decision.stage, host: `h${decision.stage}`, micro };
    decision = addPair(decision, pair, { tg: 0.01, pp: -0.01 }).decision;
  }
  return decision;
}

const higher = rulesFor([rule('tg'), rule('pp')]);
const lower = rulesFor([rule('tg', { better: 'lower' }), rule('pp', { better: 'lower' })]);

describe('laws of a decision', () => {
  it('folding again gives the same, also after a trip through JSON', () => {
    fc.assert(
      fc.property(blocks(speed), (list) => {
        const decision = fold(higher, list);
        assert.deepEqual(fold(higher, list), decision);
        assert.deepEqual(JSON.parse(JSON.stringify(decision)), decision);
      }),
    );
  });

  it('does not change with the unit of the metrics', () => {
    fc.assert(
      fc.property(blocks(speed), fc.integer({ min: -40, max: 40 }), (list, power) => {
        const scaled = list.map((micro) => micro.map((pair) => mapValues(pair, (value) => value * 2 ** power)));
        const [a, b] = [fold(higher, list), fold(higher, scaled)];
        assert.deepEqual([b.verdict, b.stage], [a.verdict, a.stage]);
        a.metrics.forEach((metric, i) => {
          near(wealthOf(b.metrics[i]?.sup ?? startWealth()), wealthOf(metric.sup));
        });
      }),
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(blocks(speed), (list) => {
        const turned = list.map((micro) =>
          micro.map((pair) => ({ candidate: turn(pair.candidate), current: turn(pair.current), first: pair.first })),
        );
        assert.deepEqual(fold(higher, turned), fold(higher, list));
      }),
    );
  });

  it('mirrors where lower is better: 1/v decides as v does', () => {
    fc.assert(
      fc.property(blocks(speed), (list) => {
        const inverse = list.map((micro) => micro.map((pair) => mapValues(pair, (value) => 1 / value)));
        const a = foldAt(higher, list, {});
        const b = foldAt(lower, inverse, {});
        assert.deepEqual([b.verdict, b.stage], [a.verdict, a.stage]);
      }),
    );
  });

  it('swapping the labels of a block turns the sign of d and exchanges the stalls', () => {
    fc.assert(
      fc.property(blocks(anyValue), fc.constantFrom<'higher' | 'lower'>('higher', 'lower'), (list, better) => {
        let [a, b] = [emptyPool, emptyPool];
        for (const micro of list) {
          const plain = readBlock(a, micro, { name: 'tg', better }, 0.01);
          const swapped = readBlock(b, micro.map(swap), { name: 'tg', better }, 0.01);
          [a, b] = [plain.pool, swapped.pool];
          assert.equal(swapped.d === null, plain.d === null);
          near(-(swapped.d ?? 0), plain.d ?? 0);
          assert.deepEqual(
            swapped.stalls,
            plain.stalls.map(({ current, candidate }) => ({ current: candidate, candidate: current })),
          );
          assert.equal(swapped.stalled, plain.stalled);
        }
      }),
    );
  });

  it('stays defined on any input: zeros, negatives, ties, 1e-9, 1e12, missing metrics', () => {
    fc.assert(
      fc.property(blocks(anyValue), (list) => {
        const decision = fold(higher, list);
        assert.deepEqual(JSON.parse(JSON.stringify(decision)), JSON.parse(JSON.stringify(fold(higher, list))));
        for (const metric of decision.metrics) {
          for (const d of [...metric.screening.d, ...metric.confirming.d]) assert.ok(Number.isFinite(d));
          assert.ok(wealthOf(metric.sup) >= 0 && Number.isFinite(wealthOf(metric.sup)));
        }
        for (const estimate of Object.values(computeEstimates(decision))) {
          for (const value of [estimate.delta, estimate.low, estimate.high])
            assert.ok(value === null || Number.isFinite(value));
        }
        assert.doesNotMatch(computeReason(decision), /NaN|Infinity|undefined|null/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the martingale bound', () => {
  it('holds for magnitudes that drift and burst: E reaches 20 in at most 5 % of nulls', () => {
    const random = seeded(7);
    const trials = 4000;
    let crossed = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      let wealth = startWealth();
      let scales: readonly number[] = [];
      for (let i = 0; i < 60; i += 1) {
        const burst = random() < 0.2 ? 10 : 1;
        const x = (random() < 0.5 ? 1 : -1) * burst * (0.1 + random() + i / 60);
        ({ wealth, scales } = stepWealth(wealth, scales, x));
        if (wealthOf(wealth) >= 20) {
          crossed += 1;
          break;
        }
      }
    }
    assert.ok(crossed / trials <= 0.05, `${crossed} of ${trials}`);
    assert.ok(crossed > 0);
  });
});

function foldAt(
  rules: DecisionRules,
  list: readonly (readonly MicroPair[])[],
  position: Readonly<Record<string, number>>,
): Decision {
  let decision = startDecision(rules);
  for (const micro of list) {
    if (decision.verdict !== null) break;
    decision = addPair(decision, { stage: decision.stage, host: 'h1', micro }, position).decision;
  }
  return decision;
}

function mapValues(pair: MicroPair, change: (value: number) => number): MicroPair {
  const map = (values: RunValues): RunValues =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
  return { first: pair.first, current: map(pair.current), candidate: map(pair.candidate) };
}

function turn(values: RunValues): RunValues {
  return Object.fromEntries(Object.entries(values).toReversed());
}

function swap(pair: MicroPair): MicroPair {
  return {
    first: pair.first === 'current' ? 'candidate' : 'current',
    current: pair.candidate,
    candidate: pair.current,
  };
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-7 * Math.max(1, Math.abs(expected)), `${actual} and ${expected}`);
}
