import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { computeCampaignId, computeExperimentName } from '../../../src/campaign/ids.ts';

describe('names', () => {
  it('number the campaigns of a day', () => {
    const day = new Date(2026, 10, 23, 12);
    assert.equal(computeCampaignId(day, []), 'c20261123-1');
    assert.equal(computeCampaignId(day, ['c20261123-1', 'c20261123-9', 'c20261122-40']), 'c20261123-10');
  });

  it('of experiments keep what a ref can hold', () => {
    assert.equal(computeExperimentName('01-softmax one pass', []), '01-softmax-one-pass');
    assert.equal(computeExperimentName('head', []), 'head-2');
    assert.equal(computeExperimentName('größe', []), 'gro-e');
    assert.equal(computeExperimentName('..', []), 'candidate');
    assert.equal(computeExperimentName('a.lock', []), 'a-lock');
    assert.equal(computeExperimentName('A', ['a']), 'A-2');
  });

  it('of experiments are unique and fit for a ref and a file, whatever is wished for', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 80, unit: 'binary' }), { maxLength: 20 }), (wishes) => {
        const names: string[] = [];
        for (const wish of wishes) names.push(computeExperimentName(wish, names));
        assert.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length);
        for (const name of names) {
          assert.match(name, /^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
          assert.ok(!name.includes('..') && !name.endsWith('.') && !name.endsWith('.lock') && name.length < 70);
        }
      }),
    );
  });
});
