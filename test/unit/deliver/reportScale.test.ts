import assert from 'node:assert/strict';
import fc from 'fast-check';
import { computeRange, computeTicks, formatTicks } from '../../../src/deliver/report/scale.ts';

describe('report: axes', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });

  it('cover what must be seen, and no more ticks than asked for', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), fc.array(value, { minLength: 1, maxLength: 3 }), fc.integer({ min: 2, max: 8 }), (values, always, most) => {
        const range = computeRange(values, [0, ...always]);
        assert.ok(range.low < range.high);
        for (const one of [0, ...always]) assert.ok(range.low <= one && one <= range.high);
        const ticks = computeTicks(range, most);
        assert.ok(ticks.length <= most);
        for (const tick of ticks) assert.ok(tick >= range.low - 1e-9 * Math.abs(range.low) && tick <= range.high + 1e-9 * Math.abs(range.high));
        const labels = formatTicks(ticks, 100, '%');
        assert.equal(new Set(labels).size, labels.length, labels.join());
        assert.ok(labels.slice(0, -1).every((label) => !label.includes('%')));
      }),
    );
  });

  it('are not stretched by one wild value', () => {
    const range = computeRange([0.01, 0.012, 0.008, 0.02, 0.015, 0.011, 0.009, 0.013, 0.01, 0.012, -40], [-0.01, 0.01]);
    assert.ok(range.low > -0.1 && range.high < 0.1);
  });

  it('have round ticks, the unit once, and zero without a sign', () => {
    assert.deepEqual(formatTicks(computeTicks({ low: -0.045, high: 0.085 }, 7), 100, '%'), ['\u22124', '\u22122', '0', '+2', '+4', '+6', '+8\u202f%']);
    assert.deepEqual(formatTicks(computeTicks({ low: -0.0012, high: 0.0021 }, 4), 100, '%'), ['\u22120.1', '0', '+0.1', '+0.2\u202f%']);
  });
});
