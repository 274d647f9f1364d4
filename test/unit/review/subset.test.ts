import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Hunk } from '../../../src/review/hunk.ts';
import { applyHunks, HunkMismatch, selectHunks, splitHunks } from '../../../src/review/subset.ts';
import type { Selection } from '../../../src/review/subset.ts';
import { changeArbitrary, words, letters } from './texts.ts';

const shapes = fc.oneof(
  changeArbitrary({ line: letters }),
  changeArbitrary({ line: words }),
  changeArbitrary({ line: words, newline: '\r\n' }),
  changeArbitrary({ line: letters, context: 0 }),
);

const numbersOf = (hunks: readonly Hunk[]) => hunks.map(({ number }) => number);

describe('a selection of hunks', function () {
  this.timeout(20_000);

  it('whole gives the new text, empty the old one', () => {
    fc.assert(
      fc.property(shapes, (change) => {
        const { chosen, rest } = splitHunks(change.hunks, selectHunks(numbersOf(change.hunks)));
        assert.equal(applyHunks(change.old, chosen), change.new);
        assert.deepEqual(rest, []);
        assert.equal(applyHunks(change.old, splitHunks(change.hunks, selectHunks([])).chosen), change.old);
      }),
    );
  });

  it('and what it leaves compose to the whole, in any parts', () => {
    fc.assert(
      fc.property(shapes, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 20, maxLength: 20 }), (change, turn) => {
        let { old: text, hunks } = change as { old: string; hunks: readonly Hunk[] };
        for (const part of [0, 1, 2]) {
          const numbers = numbersOf(hunks).filter((number) => turn[number] === part);
          const { chosen, rest } = splitHunks(hunks, selectHunks(numbers));
          assert.deepEqual(numbersOf(chosen), numbers);
          text = applyHunks(text, chosen);
          hunks = rest;
        }
        assert.equal(text, change.new);
        assert.deepEqual(hunks, []);
      }),
    );
  });

  it('of disjoint parts gives the same in either order', () => {
    fc.assert(
      fc.property(shapes, fc.func(fc.boolean()), (change, isFirst) => {
        const one = numbersOf(change.hunks).filter((number) => isFirst(number));
        const two = numbersOf(change.hunks).filter((number) => !isFirst(number));
        const inTurn = [one, two].map((numbers) => {
          const first = splitHunks(change.hunks, selectHunks(numbers));
          return applyHunks(applyHunks(change.old, first.chosen), first.rest);
        });
        assert.deepEqual(inTurn, [change.new, change.new]);
      }),
    );
  });
});

/** Any lines of any hunk. */
function anyLines(hunks: readonly Hunk[]): fc.Arbitrary<Selection> {
  const parts = hunks.map(({ number, lines }) =>
    fc.subarray(lines.map((_, i) => i)).map((indexes): [number, ReadonlySet<number>] => [number, new Set(indexes)]),
  );
  return fc.tuple(...parts).map((entries) => new Map(entries));
}

const changeAndLines = shapes.chain((change) => fc.tuple(fc.constant(change), anyLines(change.hunks)));

describe('a selection of lines', function () {
  this.timeout(20_000);

  it('gives hunks that apply, and a rest that goes on to the new text', () => {
    fc.assert(
      fc.property(changeAndLines, ([change, selection]) => {
        const { chosen, rest } = splitHunks(change.hunks, selection);
        assert.equal(applyHunks(applyHunks(change.old, chosen), rest), change.new);
      }),
      { numRuns: 500 },
    );
  });

  it('has exactly the chosen lines', () => {
    fc.assert(
      fc.property(changeArbitrary({ line: words }).chain((change) => fc.tuple(fc.constant(change), anyLines(change.hunks))), ([change, selection]) => {
        // Ends that a later line forces on an unended one aside.
        fc.pre(change.old.endsWith('\n') && change.new.endsWith('\n'));
        const wanted = change.hunks.flatMap(({ number, lines }) =>
          lines.filter((line, i) => line.kind !== 'context' && (selection.get(number) as ReadonlySet<number>).has(i)),
        );
        const { chosen } = splitHunks(change.hunks, selection);
        assert.deepEqual(chosen.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== 'context')), wanted);
      }),
    );
  });

  it('ends a line that had no end where another now follows it', () => {
    const [hunk] = splitHunks(
      [{ number: 1, oldStart: 1, oldCount: 1, newStart: 1, newCount: 2, heading: '', lines: [
        { kind: 'removed', text: 'a', newline: false },
        { kind: 'added', text: 'a', newline: true },
        { kind: 'added', text: 'b', newline: true },
      ] }],
      new Map([[1, new Set([2])]]),
    ).chosen;
    assert.equal(applyHunks('a', [hunk as Hunk]), 'a\nb\n');
  });
});

describe('applying hunks', () => {
  it('refuses a text that they were not made for', () => {
    fc.assert(
      fc.property(changeArbitrary({ line: words, unique: true }), (change) => {
        const hunk = change.hunks.find(({ oldCount }) => oldCount > 0);
        fc.pre(hunk !== undefined);
        assert.throws(() => applyHunks(`first\n${change.old}`, [hunk as Hunk]), HunkMismatch);
      }),
      { numRuns: 50 },
    );
  });
});
