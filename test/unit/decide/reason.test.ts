import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { computeReason, formatDelta } from '../../../src/decide/reason.ts';
import type { DecisionRules, Estimate, Pair, Stage } from '../../../src/decide/types.ts';
import { feed, pairOf, pairOfD, rule, rulesFor } from './pairs.ts';

const base: Estimate = {
  delta: 0.041,
  low: 0.032,
  high: 0.05,
  better: true,
  pairs: 12,
  scale: 'ratio',
  stalls: { current: 0, candidate: 0, runs: 12 },
};
const two = rulesFor([rule('tg'), rule('pp')]);

function reasonOf(rules: DecisionRules, next: (i: number, stage: Stage) => Pair | null): string {
  return computeReason(feed(rules, next).decision);
}

function spread(i: number, size: number): number {
  return size * (((i * 5) % 7) - 3);
}

describe('numbers in words', () => {
  it('have no digit that the interval does not support', () => {
    assert.equal(formatDelta(base), '+4.1 % [3.2, 5.0]');
    assert.equal(formatDelta({ ...base, delta: -0.0412, low: -0.09, high: 0.01 }), '−4 % [−9, 1]');
    assert.equal(formatDelta({ ...base, delta: 0.00432, low: 0.0041, high: 0.0046 }), '+0.43 % [0.41, 0.46]');
    assert.equal(formatDelta({ ...base, delta: 0.9, low: 0.2, high: 2.5 }), '+90 % [20, 250]');
    assert.equal(formatDelta({ ...base, delta: 0.00001, low: -0.01, high: 0.01 }), '0.0 % [−1.0, 1.0]');
  });

  it('say when there is no interval, no number, or a number withheld', () => {
    assert.equal(formatDelta({ ...base, low: null, high: null }), 'about +4 %, no interval yet');
    assert.equal(formatDelta({ ...base, delta: null, low: null, high: null }), 'no number yet');
    assert.equal(formatDelta({ ...base, delta: null, withheld: 'unstable' }), 'number withheld (unstable)');
    assert.equal(formatDelta({ ...base, low: 0.041, high: 0.041 }), '+4.10 % [4.10, 4.10]');
  });

  it("keep the metric's own unit for differences", () => {
    assert.equal(formatDelta({ ...base, scale: 'difference', delta: -3.12, low: -4, high: -2 }), '−3.1 [−4.0, −2.0]');
  });
});

describe('the reason', () => {
  it('of a keep names what improved and what is not worse', () => {
    const text = reasonOf(two, (i, stage) =>
      pairOfD({ tg: 0.04 + spread(i, 0.002), pp: spread(i, 0.0005) }, stage, `h${stage}`),
    );
    assert.match(text, /^improves tg by 4\.\d % \[3\.\d, 4\.\d\]; pp not worse than 1 %$/);
    const lower = rulesFor([rule('latency', { better: 'lower' })]);
    assert.match(
      reasonOf(lower, (i, stage) => pairOfD({ latency: -0.04 + spread(i, 0.002) }, stage)),
      /^improves latency by 3\.\d % \[3\.\d, 4\.\d\]$/,
    );
  });

  it('of a futile one says what was looked for and what was left', () => {
    const rules = rulesFor([rule('tg', { smallestEffect: 0.03 })]);
    assert.equal(
      reasonOf(rules, (i, stage) => pairOfD({ tg: [0.011, 0.002, 0.0117, -0.01][i] as number }, stage)),
      'no effect of 3 % or more: tg at most +1.2 % (4 pairs)',
    );
    const mixed = rulesFor([rule('tg', { smallestEffect: 0.03 }), rule('ms', { better: 'lower' })]);
    assert.match(
      reasonOf(mixed, (i, stage) => pairOfD({ tg: spread(i, 0.001), ms: spread(i, 0.001) }, stage)),
      /^no effect that counts: tg at most \+0\.\d % \(3 % counts\), ms at best −0\.\d % \(1 % counts\) \(4 pairs\)$/,
    );
  });

  it('of the others is honest about what is not shown', () => {
    const patient = rulesFor([rule('tg', { smallestEffect: -1 })]);
    assert.match(
      reasonOf(patient, (i, stage) => pairOfD({ tg: spread(i, 0.01) }, stage)),
      /^undecided after 24 pairs: tg .* \[.*\]; evidence \d\.\d of the 5 needed to confirm$/,
    );
    assert.match(
      reasonOf(rulesFor([rule('tg')]), (i, stage) =>
        pairOfD({ tg: i < 4 ? 0.02 : -0.02 + spread(i, 0.001) }, stage, `h${stage}`),
      ),
      /^not confirmed, fresh pairs speak against it: tg about −2 %/,
    );
    assert.match(
      reasonOf(rulesFor([rule('tg')]), (i, stage) =>
        pairOfD({ tg: i < 4 ? 0.02 : spread(i, 0.001) }, stage, `h${stage}`),
      ),
      /^not confirmed: tg .* \(6 pairs\); tg at most \+0\.\d %; evidence .* of the 100 needed$/,
    );
    assert.match(
      reasonOf(two, (_, stage) => pairOfD({ tg: 0.05, pp: -0.03 }, stage)),
      /^pp worse by more than 1 %: at least 2\.9 % worse \(6 pairs\)$/,
    );
    assert.match(
      reasonOf(two, (i, stage) => pairOfD({ tg: 0.05, pp: i % 2 === 0 ? 0.03 : -0.05 }, stage)),
      /^better, but 40 pairs do not show that pp is not worse than 1 % \(−\d.* % \[.*\]\); tg \+5\.\d* % \[.*\]$/,
    );
    assert.match(
      reasonOf(two, (i, stage) => (i < 2 ? pairOfD({ tg: 0.05 }, stage) : null)),
      /^undecided so far: tg about \+5 %, no interval yet, pp no number yet \(2 pairs\)$/,
    );
  });

  it('of exact metrics gives the values', () => {
    const rules = rulesFor([rule('bytes', { better: 'lower', exact: true })]);
    assert.equal(
      reasonOf(rules, (_, stage) => pairOf({ bytes: 1000 }, { bytes: 970 }, stage)),
      'improves bytes: exactly 1000 to 970',
    );
    assert.equal(
      reasonOf(rules, (_, stage) => pairOf({ bytes: 1000 }, { bytes: 1000 }, stage)),
      'no effect of 1 % or more: bytes exactly 1000 on both sides (1 pair)',
    );
    assert.equal(
      reasonOf(rules, (_, stage) => pairOf({ bytes: 1000 }, { bytes: 1030 }, stage)),
      'bytes worse by more than 1 %: exactly 1000 to 1030 (1 pair)',
    );
  });

  it('warns of stalls that were shown', () => {
    const rules = rulesFor([rule('tg', { smallestEffect: -1 })]);
    const text = reasonOf(rules, (i, stage) =>
      i % 4 === 3 ? pairOf({ tg: 1 }, { tg: 0.1 }, stage) : pairOfD({ tg: spread(i, 0.01) }, stage),
    );
    assert.match(text, /; warning: stalls more often \(\d of \d+ runs, current code 0\)$/);
  });
});
