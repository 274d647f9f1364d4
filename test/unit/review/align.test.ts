import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { align } from '../../../src/review/align.ts';
import { alignShort } from '../../../src/review/alignShort.ts';

const few = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 25 });
const many = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });

/** Length of the longest common subsequence, by the table. */
function longestCommon(a: readonly number[], b: readonly number[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    const next = [0];
    for (const [j, y] of b.entries()) next.push(x === y ? (row[j] as number) + 1 : Math.max(row[j + 1] as number, next[j] as number));
    row = next;
  }
  return row.at(-1) as number;
}

function assertValid(a: readonly number[], b: readonly number[], map: Int32Array): void {
  let last = -1;
  for (const [i, j] of map.entries()) {
    if (j < 0) continue;
    assert.ok(j > last, 'indexes increase');
    assert.equal(a[i], b[j]);
    last = j;
  }
}

describe('alignment of lines', function () {
  this.timeout(20_000);

  it('matches equal lines only, in order', () => {
    fc.assert(fc.property(fc.oneof(few, many), fc.oneof(few, many), (a, b) => assertValid(a, b, align(a, b))));
  });

  it('finds the shortest edit in short rests', () => {
    fc.assert(
      fc.property(few, few, (a, b) => {
        const map = new Int32Array(a.length).fill(-1);
        alignShort(a, b, { a0: 0, a1: a.length, b0: 0, b1: b.length }, map);
        assertValid(a, b, map);
        assert.equal(map.filter((j) => j >= 0).length, longestCommon(a, b));
      }),
      { numRuns: 500 },
    );
  });

  it('maps a text to itself line by line, and one with lines put in around them', () => {
    fc.assert(
      fc.property(many, fc.nat(60), fc.array(fc.integer({ min: 100, max: 200 }), { maxLength: 5 }), (a, at, added) => {
        const b = [...a.slice(0, at), ...added, ...a.slice(at)];
        assert.deepEqual([...align(a, b)], a.map((_, i) => (i < at ? i : i + added.length)));
      }),
    );
  });

  it('puts a block that could stand in several places as low as it goes', () => {
    assert.deepEqual([...align([1, 2, 3], [1, 2, 9, 2, 3])], [0, 1, 4]);
    // The same insertion where a line further up was changed as well: again below the first 2.
    assert.deepEqual([...align([1, 5, 2, 3], [7, 5, 2, 9, 2, 3])], [-1, 1, 2, 5]);
    assert.deepEqual([...align([1, 5, 2, 9, 2, 3], [7, 5, 2, 3])], [-1, 1, 2, -1, -1, 3]);
  });

  it('pairs nothing where two long texts share nothing', () => {
    const a = Array.from({ length: 5000 }, (_, i) => i % 2);
    const b = Array.from({ length: 5000 }, (_, i) => 2 + (i % 2));
    assert.ok([...align(a, b)].every((index) => index === -1));
  });
});
