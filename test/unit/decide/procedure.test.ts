import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  addPair,
  canContinue,
  continueDecision,
  isClaimed,
  pairsOf,
  stageOf,
  startDecision,
  verdictOf,
} from '../../../src/decide/procedure.ts';
import type { Decision } from '../../../src/decide/procedure.ts';
import { readStallWealth, startStallWealth } from '../../../src/decide/stallRate.ts';
import type { DecisionRules, Pair, Verdict } from '../../../src/decide/types.ts';
import { feed, pairOf, pairOfD, rule, rulesFor, samePrinted } from './pairs.ts';
import type { Run } from './pairs.ts';

const one = rulesFor([rule('tg')]);
const two = rulesFor([rule('tg'), rule('pp')]);
/** Nothing is below such an effect, so no look is futile. */
const patient = rulesFor([rule('tg', { smallestEffect: -1 })]);
const bothPatient = rulesFor([rule('tg', { smallestEffect: -1 }), rule('pp', { smallestEffect: -1 })]);

/** Gains and losses by turns. */
function wobble(i: number, size: number, shift = 0): number {
  return shift + (i % 2 === 0 ? size : -size);
}

function stalled(stage: 1 | 2): Pair {
  return pairOf({ tg: 1 }, { tg: 0.1 }, stage);
}

function feedPairs(
  start: Decision | DecisionRules,
  d: (i: number) => number,
  host: (stage: 1 | 2) => string,
  most = 1000,
): Run {
  return feed(start, (i, stage) => (i < most ? pairOfD({ tg: d(i) }, stage, host(stage)) : null));
}

function stopped(run: Run): Verdict | null {
  assert.equal(run.last.kind, 'stop');
  return verdictOf(run.decision);
}

describe('one metric (decisions.md 3.8, 4)', () => {
  it('follows the vector of constant gains through both stages on two hosts', () => {
    const run = feedPairs(
      one,
      () => 0.02,
      (stage) => `h${stage}`,
    );
    const wealth = run.results.map((result) => result.wealth);
    const first = '1.7198 3.0173 5.0758 8.7561'.split(' ');
    const second = '16.216 30.362 54.979 101.03 187.95 353.28'.split(' ');
    assert.deepEqual(samePrinted(wealth, first), first);
    assert.deepEqual(samePrinted(wealth.slice(4), second), second);
    assert.equal(wealth[15]?.toFixed(0), '17907');
    assert.deepEqual(run.results.map((result) => result.step.kind).indexOf('confirm'), 3);
    assert.equal(run.results[8]?.decision.accepted, false);
    assert.equal(run.results[9]?.decision.accepted, true);
    assert.equal(stopped(run), 'keep');
    assert.deepEqual(pairsOf(run.decision), { total: 16, stage1: 4, stage2: 12, valid: 12 });
    assert.equal(isClaimed(run.decision, 'tg'), true);
  });

  it('keeps the scale list on the same host', () => {
    const run = feedPairs(
      one,
      () => 0.02,
      () => 'h1',
    );
    assert.deepEqual(samePrinted([run.results[4]?.wealth ?? 0], ['15.446']), ['15.446']);
    assert.equal(run.decision.metrics[0]?.scales['h1']?.sup.length, 16);
  });

  it('is futile at the first look where the upper bound is below MEI + floor', () => {
    const d = [0.001, -0.001, 0.002, -0.002];
    assert.equal(
      stopped(
        feedPairs(
          one,
          (i) => d[i % 4] as number,
          () => 'h1',
        ),
      ),
      'futile',
    );
    const floor = rulesFor([rule('tg', { floor: 0.01, smallestEffect: 0.01 })]);
    const run = feedPairs(
      floor,
      (i) => wobble(i, 0.0015, 0.01),
      () => 'h1',
    );
    assert.deepEqual([stopped(run), run.results.length], ['futile', 4]);
  });

  it('does not look between looks', () => {
    const d = [0.03, -0.03, 0.03, -0.03, -0.001, -0.001, -0.001];
    const run = feedPairs(
      one,
      (i) => d[Math.min(i, 6)] as number,
      () => 'h1',
    );
    assert.ok([6, 8, 10, 12].includes(run.results.length));
  });

  it('is inconclusive when the valid budget is spent, and when the raw budget is', () => {
    const valid = feedPairs(
      patient,
      (i) => wobble(i, 0.05),
      () => 'h1',
    );
    assert.deepEqual([stopped(valid), valid.results.length], ['inconclusive', 24]);
    const raw = feed(patient, (i, stage) =>
      i % 2 === 0 || i > 30 ? pairOfD({ tg: wobble(i / 2, 0.05) }, stage) : pairOf({}, { tg: 1 }, stage),
    );
    assert.deepEqual([stopped(raw), raw.results.length], ['inconclusive', 36]);
  });

  it('leaves stalled pairs out of wealth and count', () => {
    const run = feed(one, (i, stage) =>
      i < 3 ? pairOfD({ tg: wobble(i, 0.05) }, stage) : i < 5 ? stalled(stage) : null,
    );
    assert.equal(run.results[4]?.wealth, run.results[2]?.wealth);
    assert.deepEqual(run.results[4]?.byMetric['tg'], {
      d: null,
      stalled: true,
      sup: run.results[2]?.byMetric['tg']?.sup,
      safe: 1,
    });
    assert.deepEqual(pairsOf(run.decision), { total: 5, stage1: 5, stage2: 0, valid: 3 });
  });

  it('is not confirmed when the wealth falls below one half, from the fourth pair on', () => {
    const run = feedPairs(
      one,
      (i) => (i < 4 ? 0.02 : -0.02),
      (stage) => `h${stage}`,
    );
    assert.equal(stopped(run), 'not_confirmed');
    assert.ok(pairsOf(run.decision).stage2 >= 4);
    assert.ok((run.results.at(-1)?.wealth ?? 1) < 0.5);
  });

  it('is not confirmed at a look of stage 2, at the earliest the sixth pair', () => {
    const run = feedPairs(
      one,
      (i) => (i < 4 ? 0.02 : wobble(i, 0.001, 0.0005)),
      (stage) => `h${stage}`,
    );
    assert.deepEqual([stopped(run), pairsOf(run.decision).stage2], ['not_confirmed', 6]);
  });

  it('is not confirmed when 40 valid pairs are spent', () => {
    const run = feedPairs(
      { ...patient, alpha: 1e-4 },
      (i) => (i < 4 ? 0.02 : wobble(i, 0.03, 0.008)),
      (stage) => `h${stage}`,
    );
    assert.deepEqual([stopped(run), pairsOf(run.decision).stage2], ['not_confirmed', 40]);
  });

  it('keeps an accept whatever the top-up brings, and reports what there is when raw pairs run out', () => {
    const drop = feedPairs(
      one,
      (i) => (i < 10 ? 0.02 : -0.02),
      (stage) => `h${stage}`,
    );
    assert.equal(stopped(drop), 'keep');
    const spent = feed(one, (i, stage) => (i < 10 ? pairOfD({ tg: 0.02 }, stage, `h${stage}`) : pairOf({}, {}, stage)));
    assert.deepEqual(
      [stopped(spent), pairsOf(spent.decision)],
      ['keep', { total: 64, stage1: 4, stage2: 60, valid: 6 }],
    );
  });
});

describe('two metrics (decisions.md 3.15, 4)', () => {
  const gain = (_: number, stage: 1 | 2): Pair => pairOfD({ tg: 0.02, pp: 0 }, stage, `h${stage}`);

  it('follows the vector', () => {
    const run = feed(two, gain);
    const sup = '1.3599 2.0087 3.0379 4.8781 8.2229'.split(' ');
    const safe = '1.7198 3.0173 5.0758 8.7561 15.446'.split(' ');
    const wealth = run.results.map((result) => result.wealth);
    const guard = run.results.map((result) => result.byMetric['pp']?.safe ?? 0);
    assert.deepEqual(samePrinted(wealth, sup), sup);
    assert.deepEqual(samePrinted(guard, safe), safe);
    assert.deepEqual(
      run.results.findIndex((result) => result.step.kind === 'confirm'),
      4,
    );
    assert.deepEqual(samePrinted([wealth[8], wealth[10], wealth[16]] as number[], ['94.473', '335.40', '17479']), [
      '94.473',
      '335.40',
      '17479',
    ]);
    assert.deepEqual(samePrinted([guard[8], guard[10], guard[16]] as number[], ['187.95', '669.81', '34957']), [
      '187.95',
      '669.81',
      '34957',
    ]);
    assert.deepEqual([stopped(run), pairsOf(run.decision).stage2], ['keep', 12]);
    assert.deepEqual(
      [isClaimed(run.decision, 'tg'), isClaimed(run.decision, 'pp'), isClaimed(run.decision, 'no')],
      [true, false, false],
    );
  });

  it('is a regression as soon as a look shows one metric worse than its tolerance', () => {
    const run = feed(two, (_, stage) => pairOfD({ tg: 0.05, pp: -0.03 }, stage, `h${stage}`));
    assert.equal(stopped(run), 'regression');
    assert.deepEqual(pairsOf(run.decision), { total: 11, stage1: 5, stage2: 6, valid: 6 });
    const wide = rulesFor([rule('tg'), rule('pp', { tolerance: 0.04 })]);
    assert.equal(stopped(feed(wide, (_, stage) => pairOfD({ tg: 0.05, pp: -0.03 }, stage))), 'keep');
  });

  it('is futile where every metric is below its own MEI', () => {
    assert.equal(
      stopped(feed(two, (i, stage) => pairOfD({ tg: wobble(i, 0.001), pp: wobble(i, 0.002) }, stage))),
      'futile',
    );
    const fine = rulesFor([rule('tg'), rule('pp', { smallestEffect: 0.001 })]);
    assert.notEqual(
      feed(fine, (i, stage) => (i < 4 ? pairOfD({ tg: wobble(i, 0.001), pp: wobble(i, 0.002) }, stage) : null)).last
        .kind,
      'stop',
    );
  });

  it('leaves the guard unresolved at the cap of stage 2', () => {
    const run = feed(two, (i, stage) => pairOfD({ tg: 0.05, pp: wobble(i, 0.04, -0.01) }, stage));
    assert.deepEqual([stopped(run), pairsOf(run.decision).stage2], ['guard_unresolved', 40]);
  });

  it('is inconclusive at 24 raw pairs, counted whether valid or not', () => {
    const run = feed(bothPatient, (i, stage) =>
      i % 3 === 0 ? pairOf({}, {}, stage) : pairOfD({ tg: wobble(i, 0.05), pp: wobble(i, 0.05) }, stage),
    );
    assert.deepEqual([stopped(run), run.results.length], ['inconclusive', 24]);
  });

  it('lets a metric miss a pair by itself', () => {
    const run = feed(two, (i, stage) =>
      i < 2 ? pairOfD(i === 0 ? { tg: 0.02 } : { tg: 0.02, pp: 0.01 }, stage) : null,
    );
    assert.equal(run.results[0]?.byMetric['pp']?.d, null);
    assert.equal(run.decision.metrics[1]?.screening.d.length, 1);
    assert.equal(run.decision.metrics[0]?.screening.d.length, 2);
  });
});

describe('continuation (decisions.md 3.11)', () => {
  it('raises the cap of stage 1 by 24 and looks every 8 pairs beyond the table', () => {
    const run = feedPairs(
      patient,
      (i) => wobble(i, 0.05),
      () => 'h1',
    );
    assert.deepEqual([stopped(run), pairsOf(run.decision).stage1], ['inconclusive', 24]);
    const more = feedPairs(
      continueDecision(run.decision),
      (i) => wobble(i, 0.05),
      () => 'h1',
    );
    assert.deepEqual([stopped(more), pairsOf(more.decision).stage1], ['inconclusive', 48]);
    const impatient = { ...continueDecision(run.decision), rules: one };
    const calm = feedPairs(
      impatient,
      (i) => wobble(i, 0.0005),
      () => 'h1',
    );
    assert.deepEqual([stopped(calm), pairsOf(calm.decision).stage1], ['futile', 32]);
  });

  it('keeps the wealth and can end in a keep', () => {
    const start = [0.009, 0.002, 0.008, -0.004];
    const run = feedPairs(
      one,
      (i) => start[i] as number,
      () => 'h1',
    );
    assert.deepEqual([stopped(run), run.results.length], ['futile', 4]);
    const going = continueDecision(run.decision);
    assert.equal(going.metrics, run.decision.metrics);
    assert.equal(
      stopped(
        feedPairs(
          going,
          () => 0.02,
          (stage) => `h${stage}`,
        ),
      ),
      'keep',
    );
  });

  it('does not stop for futility or a low wealth before the first look', () => {
    const run = feedPairs(
      one,
      (i) => (i < 4 ? 0.02 : -0.02),
      (stage) => `h${stage}`,
    );
    const before = pairsOf(run.decision).stage2;
    const more = feedPairs(
      continueDecision(run.decision),
      () => -0.02,
      (stage) => `h${stage}`,
    );
    assert.equal(stopped(more), 'not_confirmed');
    const look = [6, 8, 10, 12, 16, 20, 24].find((n) => n > before);
    assert.equal(pairsOf(more.decision).stage2, look);
  });

  it('raises stage 2 by 40 after an unresolved guard', () => {
    const silent = (_: number, stage: 1 | 2): Pair => pairOfD({ tg: 0.05 }, stage);
    const run = feed(two, silent);
    assert.deepEqual([stopped(run), pairsOf(run.decision).stage2], ['guard_unresolved', 40]);
    const more = feed(continueDecision(run.decision), silent);
    assert.deepEqual([stopped(more), pairsOf(more.decision).stage2], ['guard_unresolved', 80]);
    const calm = feed(continueDecision(run.decision), (_, stage) => pairOfD({ tg: 0.05, pp: 0.01 }, stage));
    assert.equal(stopped(calm), 'keep');
  });

  it('is refused while pairs are wanted, after a keep and after a regression', () => {
    const keep = feedPairs(
      one,
      () => 0.02,
      () => 'h1',
    ).decision;
    const regression = feed(two, (_, stage) => pairOfD({ tg: 0.05, pp: -0.03 }, stage)).decision;
    for (const decision of [startDecision(one), keep, regression]) {
      assert.equal(canContinue(decision), false);
      assert.throws(() => continueDecision(decision), /cannot continue/);
    }
  });
});

describe('stalls that hold stage 1 open (decisions.md 3.10)', () => {
  // Two stalled current runs early, then plain nulls.
  const pair = (i: number, stage: 1 | 2): Pair =>
    i === 2 || i === 3 ? pairOf({ tg: 0.1 }, { tg: 1 }, stage) : pairOfD({ tg: wobble(i, 0.001) }, stage);

  it('end in futile when the budget is spent, and without the option at the look', () => {
    const held = feed({ ...one, waitForStalls: true }, pair);
    assert.deepEqual([stopped(held), pairsOf(held.decision).valid], ['futile', 24]);
    assert.ok(pairsOf(feed(one, pair).decision).valid < 24);
  });

  it('end the wait once the rate has shown a difference', () => {
    const run = feed({ ...one, waitForStalls: true }, (i, stage) =>
      i === 2 || i % 4 === 3 ? pairOf({ tg: 0.1 }, { tg: 1 }, stage) : pairOfD({ tg: wobble(i, 0.001) }, stage),
    );
    assert.equal(stopped(run), 'futile');
    assert.equal(readStallWealth(run.decision.metrics[0]?.stall ?? startStallWealth()), 'less');
    assert.equal(run.decision.screening.raw, 22);
  });
});

describe('misuse', () => {
  it('throws', () => {
    const keep = feedPairs(
      one,
      () => 0.02,
      () => 'h1',
    ).decision;
    assert.throws(() => addPair(keep, pairOfD({ tg: 0 }, 2), {}), /has ended: keep/);
    assert.throws(() => addPair(startDecision(one), pairOfD({ tg: 0 }, 2), {}), /stage 2 in stage 1/);
    assert.throws(() => startDecision(rulesFor([])), /at least one metric/);
    assert.throws(() => startDecision(rulesFor([rule('a'), rule('a')])), /same name/);
    assert.throws(() => startDecision(rulesFor([rule('a')], 0)), /alpha/);
    assert.equal(stageOf(startDecision(one)), 1);
  });
});
