import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { wealthOf } from '../../../src/decide/eProcess.ts';
import { emptyPool, readBlock } from '../../../src/decide/stall.ts';
import type { BlockReading, Pool } from '../../../src/decide/stall.ts';
import { readStallWealth, startStallWealth, stepStallWealth } from '../../../src/decide/stallRate.ts';
import type { Direction, MicroPair, Side } from '../../../src/decide/types.ts';
import { samePrinted } from './pairs.ts';

function micro(current: number, candidate: number, first: Side = 'current'): MicroPair {
  return { first, current: { tg: current }, candidate: { tg: candidate } };
}

function read(pool: Pool, pairs: readonly MicroPair[], better: Direction = 'higher', position = 0): BlockReading {
  return readBlock(pool, pairs, { name: 'tg', better }, position);
}

/** A pool that has seen the value on both sides of so many pairs. */
function steadyPool(value: number, pairs: number): Pool {
  return read(
    emptyPool,
    Array.from({ length: pairs }, () => micro(value, value)),
  ).pool;
}

describe('the stall flag (decisions.md 3.5, 4)', () => {
  it('flags the second pair of the vector and counts one stall for the candidate', () => {
    const one = read(emptyPool, [micro(50, 50.5)]);
    const two = read(one.pool, [micro(50.2, 7)]);
    assert.deepEqual([two.d, two.stalled, two.stalls], [null, true, [{ current: false, candidate: true }]]);
  });

  it('never fires in the first pair', () => {
    const { d, stalled } = read(emptyPool, [micro(50, 7)]);
    assert.equal(stalled, false);
    assert.equal(d?.toFixed(10), Math.log(0.14).toFixed(10));
  });

  it('is off where more than a third of the pool is slow', () => {
    let pool = steadyPool(50, 1);
    for (let i = 0; i < 3; i += 1) pool = read(pool, [micro(50, 20)]).pool;
    assert.equal(read(pool, [micro(50, 20)]).stalled, false);
  });

  it('mirrors for a metric where lower is better', () => {
    const pool = read(emptyPool, [micro(2, 2)], 'lower').pool;
    const { stalls } = read(pool, [micro(9, 2)], 'lower');
    assert.deepEqual(stalls, [{ current: true, candidate: false }]);
    assert.equal(read(pool, [micro(2, 1.9)], 'lower').d?.toFixed(8), Math.log(2 / 1.9).toFixed(8));
  });

  it('takes the position effect off every second run', () => {
    const slowSecond = Math.exp(-0.02);
    assert.ok(Math.abs(read(emptyPool, [micro(50, 50 * slowSecond)], 'higher', -0.02).d ?? 1) < 1e-12);
    assert.ok(Math.abs(read(emptyPool, [micro(50 * slowSecond, 50, 'candidate')], 'higher', -0.02).d ?? 1) < 1e-12);
    assert.ok(Math.abs(read(emptyPool, [micro(50, 50 * slowSecond)], 'lower', -0.02).d ?? 1) < 1e-12);
  });
});

describe('blocks of micro-pairs (decisions.md 3.2a)', () => {
  it('give the median of their differences', () => {
    const { d } = read(emptyPool, [micro(100, 101), micro(100, 103), micro(100, 102), micro(100, 110)]);
    assert.equal(d?.toFixed(10), ((Math.log(1.02) + Math.log(1.03)) / 2).toFixed(10));
  });

  it('lose a micro-pair with a stalled side, and are stalled with fewer than half left', () => {
    const pool = steadyPool(100, 10);
    const half = read(pool, [micro(100, 104), micro(100, 20)]);
    assert.deepEqual([half.d?.toFixed(8), half.stalled], [Math.log(1.04).toFixed(8), false]);
    const fewer = read(pool, [micro(100, 104), micro(100, 20), micro(20, 100), micro(30, 100)]);
    assert.deepEqual([fewer.d, fewer.stalled, fewer.stalls.length], [null, true, 4]);
  });

  it('skip micro-pairs that did not print the metric, and such pairs are not stalled', () => {
    const missing: MicroPair = { first: 'current', current: { tg: 100 }, candidate: {} };
    assert.equal(read(emptyPool, [micro(100, 104), missing]).d?.toFixed(8), Math.log(1.04).toFixed(8));
    const none = read(emptyPool, [missing, micro(Number.NaN, 1), micro(1, Infinity)]);
    assert.deepEqual([none.d, none.stalled, none.stalls.length], [null, false, 0]);
  });
});

describe('values at or below zero (decisions.md 3.5)', () => {
  it('are differences over the typical size, without a stall flag', () => {
    const { d, difference, pool } = read(emptyPool, [micro(-2, -1)]);
    assert.deepEqual([d, difference, pool.scale], [1 / 1.5, 1, 'difference']);
    assert.equal(read(pool, [micro(-2, -100)]).stalled, false);
  });

  it('say nothing where all are zero, and something where most are', () => {
    assert.equal(read(emptyPool, [micro(0, 0)]).d, 0);
    const zeros = read(emptyPool, [micro(0, 0), micro(0, 0), micro(0, 0)]).pool;
    assert.equal(read(zeros, [micro(0, 4)], 'lower').d, -1);
  });

  it('switch the pool for good', () => {
    const { pool } = read(read(emptyPool, [micro(5, 5)]).pool, [micro(0, 5)]);
    const later = read(pool, [micro(5, 5.5)]);
    assert.deepEqual([later.pool.scale, later.d?.toFixed(8)], ['difference', '0.10000000']);
  });
});

describe('the stall rate (decisions.md 3.10, 4)', () => {
  it('bets on micro-pairs with one stalled run', () => {
    const printed = '1.720 3.017 5.390 9.779 17.983 33.451'.split(' ');
    let wealth = startStallWealth();
    const less = printed.map(() => {
      wealth = stepStallWealth(wealth, true, false);
      return wealthOf(wealth.less);
    });
    assert.deepEqual(samePrinted(less, printed), printed);
    assert.equal(readStallWealth(wealth), 'less');
  });

  it('says nothing where both sides stall or neither, and warns in the mirror', () => {
    let wealth = stepStallWealth(stepStallWealth(startStallWealth(), true, true), false, false);
    assert.deepEqual(wealth, startStallWealth());
    for (let i = 0; i < 6; i += 1) wealth = stepStallWealth(wealth, false, true);
    assert.equal(readStallWealth(wealth), 'more');
  });
});
