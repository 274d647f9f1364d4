import assert from 'node:assert/strict';
import fc from 'fast-check';
import { distance, knownKeys, nearestKey } from '../../../src/campaign/definition/keys.ts';
import { definitionSchema } from '../../../src/campaign/definition/schema.ts';

describe('knownKeys', () => {
  it('sees through defaults, lists and unions', () => {
    assert(knownKeys(definitionSchema, []).includes('benchmark'));
    assert.deepEqual(knownKeys(definitionSchema, ['scope']), ['include', 'exclude']);
    assert.deepEqual(knownKeys(definitionSchema, ['metrics', 0]), ['name', 'unit', 'better', 'smallestEffect', 'tolerance']);
    assert.deepEqual(knownKeys(definitionSchema, ['hosts', 1]), ['provider', 'name', 'count', 'resources']);
    assert.deepEqual(knownKeys(definitionSchema, ['hosts']), ['provider', 'name', 'count', 'resources']);
    assert.deepEqual(knownKeys(definitionSchema, ['goal', 'x']), []);
  });
});

describe('nearestKey', () => {
  const known = ['benchmark', 'checks', 'smallestEffect', 'budget'];
  it('finds what was meant', () => {
    assert.equal(nearestKey('benhcmark', known), 'benchmark');
    assert.equal(nearestKey('smallest_effect', known), 'smallestEffect');
    assert.equal(nearestKey('bench', known), 'benchmark');
    assert.equal(nearestKey('CHECKS', known), 'checks');
  });
  it('names none where none is near', () => {
    assert.equal(nearestKey('colour', known), undefined);
    assert.equal(nearestKey('', known), undefined);
  });
});

describe('distance', () => {
  const word = fc.string({ maxLength: 12 });
  it('is symmetric, zero for equals, and at most the longer length', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.equal(distance(a, a), 0);
        assert.equal(distance(a, b), distance(b, a));
        assert(distance(a, b) <= Math.max(a.length, b.length));
        assert(distance(a, b) >= Math.abs(a.length - b.length));
      }),
    );
  });
  it('counts a swap of neighbours as one', () => {
    assert.equal(distance('patches', 'pathces'), 1);
  });
});
