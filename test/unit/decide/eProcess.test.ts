import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { betOn, computePsi, startWealth, stepWealth, wealthOf } from '../../../src/decide/eProcess.ts';
import { insertSorted, medianOfSorted } from '../../../src/decide/order.ts';
import { samePrinted } from './pairs.ts';

function wealthsOf(xs: readonly number[]): number[] {
  let wealth = startWealth();
  let scales: readonly number[] = [];
  return xs.map((x) => {
    ({ wealth, scales } = stepWealth(wealth, scales, x));
    return wealthOf(wealth);
  });
}

describe('the e-process (decisions.md 3.6, 4)', () => {
  it('grows on constant gains as the reference prints it', () => {
    const printed = '1.7198 3.0173 5.0758 8.7561 15.446 27.778 50.783 94.125 176.46 333.95 636.96 1222.8'.split(' ');
    assert.deepEqual(samePrinted(wealthsOf(Array(12).fill(0.02)), printed), printed);
  });

  it('shrinks on constant losses', () => {
    // The reference prints 0.0489 for the fifth: 0.048848 rounded twice. The rest fixes the sequence.
    const printed = '0.2802 0.1383 0.0953 0.0675 0.0488 0.0359'.split(' ');
    assert.deepEqual(samePrinted(wealthsOf(Array(6).fill(-0.02)), printed), printed);
  });

  it('follows the mixed vector: scale, psi and wealth', () => {
    const xs = [0.012, -0.004, 0.009, 0.011, 0.15, 0.007, 0.01, -0.002];
    const scale = '0.012 0.008 0.009 0.010 0.011 0.010 0.010 0.0095'.split(' ');
    const psi = '1 -1 0.6667 0.7333 0 0.4667 0.6667 -0.1404'.split(' ');
    const wealth = '1.7198 0.4222 0.5856 0.8425 0.8425 1.1102 1.6072 1.4233'.split(' ');
    let list: readonly number[] = [];
    const steps = xs.map((x) => {
      list = insertSorted(list, Math.abs(x));
      return { scale: medianOfSorted(list), psi: computePsi(list, x) };
    });
    assert.deepEqual(
      samePrinted(
        steps.map((step) => step.scale),
        scale,
      ),
      scale,
    );
    assert.deepEqual(
      samePrinted(
        steps.map((step) => step.psi),
        psi,
      ),
      psi,
    );
    assert.deepEqual(samePrinted(wealthsOf(xs), wealth), wealth);
  });

  it('is a fair bet: the mean over both signs of psi is the wealth before', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 30 }),
        (psi, before) => {
          const wealth = before.reduce((state, bet) => betOn(state, bet), startWealth());
          const mean = (wealthOf(betOn(wealth, psi)) + wealthOf(betOn(wealth, -psi))) / 2;
          assert.ok(Math.abs(mean / wealthOf(wealth) - 1) < 1e-12);
        },
      ),
    );
  });

  it('does not change with the unit of x', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 40 }),
        fc.integer({ min: -30, max: 30 }),
        (xs, power) => {
          assert.deepEqual(wealthsOf(xs.map((x) => x * 2 ** power)), wealthsOf(xs));
        },
      ),
    );
  });

  it('stands still on zeros', () => {
    assert.deepEqual(wealthsOf([0, 0, 0, 0]), [1, 1, 1, 1]);
  });
});
