import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { findChanges } from '../../../src/review/accept.ts';
import { printDiff } from '../../../src/review/diff.ts';
import { makeHunk } from '../../../src/review/hunk.ts';
import type { Hunk } from '../../../src/review/hunk.ts';
import { mergeTexts } from '../../../src/review/merge.ts';
import type { FileTexts } from '../../../src/review/mergeFile.ts';
import { changeArbitrary, words, letters } from './texts.ts';

const id = '0123456789012345678901234567890123456789';

function diffOf(hunks: readonly Hunk[]): string {
  const header = ['diff --git a/x b/x', `index ${id}..${id} 100644`, '--- a/x', '+++ b/x'];
  return printDiff({ preamble: [], files: [{ ...blank, header, hunks, trailer: [] }] });
}

const blank = { oldPath: 'x', newPath: 'x', oldMode: '100644', newMode: '100644', binary: false, copied: false };

function accept(diff: string, texts: FileTexts, numbers: readonly number[] | null = null) {
  return findChanges(diff, numbers).files.map((file) => file.merge(texts));
}

const added = `diff --git a/n b/n\nnew file mode 100644\nindex 0000000..${id}\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n`;
const deleted = `diff --git a/d b/d\ndeleted file mode 100644\nindex ${id}..0000000\n--- a/d\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n`;
const binary = `diff --git a/b b/b\nindex ${id}..${id} 100644\nBinary files a/b and b/b differ\n`;
const renamed = `diff --git a/o b/n\nsimilarity index 66%\nrename from o\nrename to n\nindex ${id}..${id} 100644\n--- a/o\n+++ b/n\n@@ -1 +1 @@\n-x\n+y\n`;

describe('accepting', function () {
  this.timeout(20_000);

  const shapes = [
    { name: 'lines that differ', shape: changeArbitrary({ line: words, unique: true }), always: true },
    { name: 'lines that repeat', shape: changeArbitrary({ line: letters }), always: false },
  ];
  for (const { name, shape, always } of shapes) {
    it(`one hunk after another, in any order, ends where accepting all does (${name})`, () => {
      fc.assert(
        fc.property(shape, fc.nat(), (change, turn) => {
          const numbers = change.hunks.map(({ number }) => number);
          const order = [...numbers.slice(turn % numbers.length), ...numbers.slice(0, turn % numbers.length)];
          let ours = change.old;
          const diff = diffOf(change.hunks);
          for (const number of order) {
            const [outcome] = accept(diff, { ancestor: change.old, theirs: change.new, ours }, [number]);
            // Among lines that repeat, a hunk may be impossible to tell from its neighbour: then it is not put in at all.
            if (!always && outcome?.kind !== 'edit') return;
            assert.ok(outcome?.kind === 'edit');
            ours = outcome.text as string;
          }
          assert.equal(ours, change.new);
        }),
        { numRuns: 500 },
      );
    });
  }

  const insert = (number: number, at: number, text: string): Hunk => makeHunk(number, at, at + number - 1, [{ kind: 'added', text, newline: true }]);

  it('puts a hunk where it belongs among lines that repeat', () => {
    const hunks = [insert(1, 0, '}'), insert(2, 1, 'new')];
    const texts = { ancestor: '}\n}\nend\n', theirs: '}\n}\nnew\n}\nend\n' };
    const [first] = accept(diffOf(hunks), { ...texts, ours: texts.ancestor }, [1]);
    assert.deepEqual(first, { kind: 'edit', text: '}\n}\n}\nend\n' });
    assert.deepEqual(accept(diffOf(hunks), { ...texts, ours: '}\n}\n}\nend\n' }, [2]), [{ kind: 'edit', text: texts.theirs }]);
  });

  it('needs no merge where the hunk\'s own lines tell its place', () => {
    const hunk = makeHunk(1, 1, 1, [{ kind: 'removed', text: 'foo', newline: true }, { kind: 'added', text: 'bar', newline: true }]);
    const texts = { ancestor: '}\nfoo\n}\nend\n', theirs: '}\nbar\n}\nend\n', ours: '}\n}\nfoo\n}\nend\n' };
    // The brace that the user put in could be either: to a merge it is next to the change.
    assert.equal(mergeTexts(texts.ancestor, texts.ours, texts.theirs).ok, false);
    assert.deepEqual(accept(diffOf([hunk]), texts), [{ kind: 'edit', text: '}\n}\nbar\n}\nend\n' }]);
  });

  it('refuses a hunk that may be in already, rather than put it in twice', () => {
    const texts = { ancestor: 'x\nx\n', theirs: 'x\nx\nx\n', ours: 'mine\nx\nx\nx\n' };
    const [outcome] = accept(diffOf([insert(1, 1, 'x')]), texts);
    assert.deepEqual(outcome, { kind: 'conflict', why: 'hunk 1 may be in the work tree already: the lines repeat, and it cannot be told' });
  });

  it('again is already, also where the user edited another place since', () => {
    fc.assert(
      fc.property(changeArbitrary({ line: words, unique: true }), fc.boolean(), (change, edited) => {
        fc.pre(!edited || change.hunks[0]?.lines[0]?.kind === 'context');
        const ours = edited ? `mine\n${change.new}` : change.new;
        assert.deepEqual(accept(diffOf(change.hunks), { ancestor: change.old, theirs: change.new, ours }), [{ kind: 'already' }]);
      }),
    );
  });

  it('names the user\'s lines that are in the way', () => {
    const diff = diffOf([{ number: 1, oldStart: 2, oldCount: 1, newStart: 2, newCount: 1, heading: '', lines: [
      { kind: 'removed', text: '2', newline: true },
      { kind: 'added', text: 'two', newline: true },
    ] }]);
    const [outcome] = accept(diff, { ancestor: '1\n2\n3\n', theirs: '1\ntwo\n3\n', ours: '1\nmine\n3\n' });
    assert.deepEqual(outcome, { kind: 'conflict', why: 'the same lines were changed in the work tree since base (line 2)' });
  });

  it('takes the bytes from the files where the diff was decoded with loss', () => {
    const diff = diffOf([{ number: 1, oldStart: 1, oldCount: 1, newStart: 1, newCount: 1, heading: '', lines: [
      { kind: 'removed', text: 'caf\ufffd', newline: true },
      { kind: 'added', text: 'caf\ufffd\ufffd', newline: true },
    ] }]);
    const texts = { ancestor: 'caf\xe9\n', theirs: 'caf\xe9\xe9\n', ours: 'caf\xe9\n' };
    assert.deepEqual(accept(diff, texts), [{ kind: 'edit', text: 'caf\xe9\xe9\n' }]);
  });

  it('adds and deletes files, and refuses where the user has something else', () => {
    assert.deepEqual(accept(added, { ancestor: null, theirs: 'x\n', ours: null }), [{ kind: 'edit', text: 'x\n' }]);
    assert.deepEqual(accept(added, { ancestor: null, theirs: 'x\n', ours: 'x\r\n' }), [{ kind: 'already' }]);
    assert.equal(accept(added, { ancestor: null, theirs: 'x\n', ours: 'y\n' })[0]?.kind, 'conflict');
    assert.deepEqual(accept(deleted, { ancestor: 'x\n', theirs: null, ours: 'x\r\n' }), [{ kind: 'edit', text: null }]);
    assert.deepEqual(accept(deleted, { ancestor: 'x\n', theirs: null, ours: null }), [{ kind: 'already' }]);
    assert.equal(accept(deleted, { ancestor: 'x\n', theirs: null, ours: 'y\n' })[0]?.kind, 'conflict');
  });

  it('takes binary files whole, and only over the candidate\'s own ancestor', () => {
    assert.deepEqual(accept(binary, { ancestor: '\0a', theirs: '\0b', ours: '\0a' }), [{ kind: 'edit', text: '\0b' }]);
    assert.deepEqual(accept(binary, { ancestor: '\0a', theirs: '\0b', ours: '\0b' }), [{ kind: 'already' }]);
    assert.equal(accept(binary, { ancestor: '\0a', theirs: '\0b', ours: '\0c' })[0]?.kind, 'conflict');
    assert.equal(accept(binary, { ancestor: '\0a', theirs: '\0b', ours: null })[0]?.kind, 'conflict');
  });

  it('takes what has no hunk only with the whole, a new name with any of the file\'s hunks', () => {
    const all = `${binary}${renamed}${added}`;
    const paths = (numbers: readonly number[] | null) => findChanges(all, numbers).files.map(({ newPath }) => newPath);
    assert.deepEqual(paths(null), ['b', 'n', 'n']);
    assert.deepEqual(paths([1, 2]), ['b', 'n', 'n']);
    assert.deepEqual(paths([1]), ['n']);
    assert.deepEqual(findChanges(all, [1]).files[0]?.oldPath, 'o');
    assert.deepEqual(paths([]), []);
    assert.deepEqual(findChanges(binary, []).files, []);
    assert.equal(findChanges(all, null).hunkCount, 2);
  });
});
