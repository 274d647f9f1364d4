import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { computeKeyText } from '../../../src/decide/key.ts';
import { computeAlpha } from '../../../src/decide/level.ts';
import { isPlausible } from '../../../src/decide/parse.ts';

describe('the level (decisions.md 3.12)', () => {
  it('follows the examples', () => {
    assert.equal(computeAlpha({ declared: 30, keeps: 0 }), 1 / 600);
    assert.equal(computeAlpha({ declared: 30, keeps: 5 }), 0.01);
    assert.equal(computeAlpha({ declared: 30, keeps: 50 }), 0.01);
    assert.equal(computeAlpha({ declared: 1000, keeps: 0 }), 1 / 20000);
    assert.equal(computeAlpha({ declared: 1000, keeps: 199 }), 0.01);
    assert.throws(() => computeAlpha({ declared: 0, keeps: 0 }), /at least one/);
  });
});

describe('the parse check (decisions.md 3.3)', () => {
  it('refuses a level that the host never gave', () => {
    assert.equal(isPlausible([14, 14.2, 13.9, 14], [52, 51, 53]), false);
    assert.equal(isPlausible([79, 80, 81, 79], [52]), false);
    assert.equal(isPlausible([70, 71, 70, 72], [52, 51, 53]), true);
    assert.equal(isPlausible([-3, -3, -3, -3], [-2.5]), true);
    assert.equal(isPlausible([2.5, 2.5, 2.5, 2.5], [-2.5]), false);
  });

  it('does not take a first stalled run for a fault', () => {
    assert.equal(isPlausible([7], [50]), true);
    assert.equal(isPlausible([7, 50, 49, 51], [50]), true);
  });

  it('says nothing without history, or about zero', () => {
    assert.equal(isPlausible([14, 14, 14, 14], []), true);
    assert.equal(isPlausible([], [52]), true);
    assert.equal(isPlausible([3, 3, 3, 3], [0, 0]), true);
  });
});

describe('the continuation key', () => {
  it('has one text whatever the order of the parts, and differs with every part', () => {
    const parts = { currentTree: 'a', candidateTree: 'b', benchmark: 'c', hostKind: 'local' };
    const turned = { hostKind: 'local', benchmark: 'c', candidateTree: 'b', currentTree: 'a' };
    assert.equal(computeKeyText(turned), computeKeyText(parts));
    assert.notEqual(computeKeyText({ ...parts, currentTree: 'b', candidateTree: 'a' }), computeKeyText(parts));
  });
});
