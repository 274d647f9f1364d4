import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { computeInterval, computeLower, computeRank, computeUpper } from '../../../src/decide/interval.ts';

function rounded(d: readonly number[], level: number): [number, number] {
  const { low, high } = computeInterval(d, level);
  return [Number(low.toFixed(6)), Number(high.toFixed(6))];
}

describe('the interval (decisions.md 3.7, 4)', () => {
  it('has the printed ranks', () => {
    const n = [4, 5, 6, 8, 10, 12, 16, 20, 24, 30, 36, 40];
    const table: [number, number[]][] = [
      [0.1, [0, 2, 3, 8, 14, 21, 42, 69, 104, 169, 250, 313]],
      [0.05, [-1, 0, 2, 5, 10, 17, 35, 60, 91, 151, 227, 286]],
      [0.025, [-1, -1, 0, 3, 8, 13, 29, 52, 81, 137, 208, 264]],
    ];
    for (const [level, ranks] of table)
      assert.deepEqual(
        n.map((count) => computeRank(count, level)),
        ranks,
      );
  });

  it('trims the outlier of the mixed vector', () => {
    const d = [0.012, -0.004, 0.009, 0.011, 0.15, 0.007, 0.01, -0.002];
    const { estimate, n } = computeInterval(d, 0.025);
    assert.equal(n, 7);
    assert.equal(Number(estimate.toFixed(6)), 0.0075);
    assert.deepEqual(rounded(d, 0.1), [0.0025, 0.0105]);
    assert.deepEqual(rounded(d, 0.05), [0.0015, 0.011]);
    assert.deepEqual(rounded(d, 0.025), [-0.002, 0.011]);
  });

  it('follows the vector of twelve', () => {
    const d = [0.012, -0.004, 0.009, 0.011, 0.007, 0.01, -0.002, 0.006, 0.013, 0.004, 0.008, 0.016];
    assert.equal(Number(computeInterval(d, 0.025).estimate.toFixed(6)), 0.008);
    assert.deepEqual(rounded(d, 0.1), [0.005, 0.01]);
    assert.deepEqual(rounded(d, 0.05), [0.004, 0.011]);
    assert.deepEqual(rounded(d, 0.025), [0.0035, 0.0115]);
  });

  it('gives no bound where four pairs cannot carry the level', () => {
    const d = [0.02, 0.021, 0.019, 0.022];
    assert.equal(Number(computeInterval(d, 0.1).estimate.toFixed(6)), 0.0205);
    assert.deepEqual(rounded(d, 0.1), [0.019, 0.022]);
    assert.equal(computeUpper(d, 0.05), Infinity);
    assert.equal(computeLower(d, 0.05), -Infinity);
  });

  it('has nothing to say of no values', () => {
    assert.deepEqual(computeInterval([], 0.025), { estimate: Number.NaN, low: -Infinity, high: Infinity, n: 0 });
  });

  it('mirrors with the sign, does not look at the order, and holds the estimate', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.constantFrom(0.1, 0.05, 0.025), (d, level) => {
        const { estimate, low, high, n } = computeInterval(d, level);
        const mirrored = computeInterval(
          d.map((value) => -value),
          level,
        );
        assert.deepEqual(
          [-mirrored.estimate + 0, -mirrored.high + 0, -mirrored.low + 0, mirrored.n],
          [estimate + 0, low + 0, high + 0, n],
        );
        assert.deepEqual(computeInterval(d.toReversed(), level), { estimate, low, high, n });
        assert.ok(low <= estimate && estimate <= high);
      }),
    );
  });
});
