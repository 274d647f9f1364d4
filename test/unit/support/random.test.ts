import assert from 'node:assert/strict';
import fc from 'fast-check';
import { coin, freshSeed, integer } from '../../../src/support/random.ts';

describe('random draws', () => {
  it('are the same for the same seed and labels', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.oneof(fc.string(), fc.integer())), fc.integer({ min: 1, max: 2 ** 32 }), (seed, labels, below) => {
        assert.equal(coin(seed, ...labels), coin(seed, ...labels));
        assert.equal(integer(seed, below, ...labels), integer(seed, below, ...labels));
      }),
    );
  });

  it('tell labels apart that read the same when joined', () => {
    const draws = [integer('s', 2 ** 32, 'ab'), integer('s', 2 ** 32, 'a', 'b'), integer('s', 2 ** 32, 1), integer('s', 2 ** 32, '1'), integer('sa', 2 ** 32, 'b')];
    assert.equal(new Set(draws).size, draws.length);
  });

  it('stay below the bound', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.string(), (below, label) => integer('seed', below, label) < below));
  });

  it('are fair', () => {
    const count = 20_000;
    const heads = Array.from({ length: count }, (_, index) => coin('seed', 'order', 'x', index)).filter(Boolean).length;
    // Five standard deviations; the seed is fixed, so this passes always or never.
    assert.ok(Math.abs(heads - count / 2) < 2.5 * Math.sqrt(count), `${heads} heads of ${count}`);
    const thirds = [0, 0, 0];
    for (let index = 0; index < count; index += 1) thirds[integer('seed', 3, index)]! += 1;
    for (const third of thirds) assert.ok(Math.abs(third - count / 3) < 5 * Math.sqrt((count * 2) / 9), String(thirds));
  });

  it('refuse a bound that cannot be drawn below', () => {
    assert.throws(() => integer('s', 0), RangeError);
    assert.throws(() => integer('s', 1.5), RangeError);
    assert.throws(() => integer('s', 2 ** 32 + 1), RangeError);
  });

  it('begin from a seed that is new each time', () => {
    assert.notEqual(freshSeed(), freshSeed());
    assert.match(freshSeed(), /^[0-9a-f]{32}$/);
  });
});
