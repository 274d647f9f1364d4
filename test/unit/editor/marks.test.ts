import assert from 'node:assert/strict';
import { computeMarks, type PlacedCandidate } from '../../../src/editor/inline/marks.ts';
import { parseDiff } from '../../../src/review/diff.ts';
import { placeHunks } from '../../../src/review/place.ts';

const OLD = ['int a;', 'int b;', 'int c;', 'int d;', 'int e;', 'int f;', 'int g;', 'int h;', 'int i;', 'int j;', 'int k;', 'int l;', ''].join('\n');
const diffOf = (hunks: string) => `diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n${hunks}`;
const REPLACE = diffOf('@@ -1,5 +1,5 @@\n int a;\n-int b;\n-int c;\n+long b;\n+long c;\n int d;\n int e;\n');
const INSERT = diffOf('@@ -7,3 +7,4 @@\n int g;\n+int new;\n int h;\n int i;\n');
const TWO = diffOf('@@ -1,3 +1,3 @@\n int a;\n-int b;\n+long b;\n int c;\n@@ -9,4 +9,4 @@\n int i;\n int j;\n-int k;\n+long k;\n int l;\n');

function candidate(diff: string, present = OLD, more: Partial<PlacedCandidate> = {}): PlacedCandidate {
  const hunks = parseDiff(diff).files[0]?.hunks ?? [];
  return { experiment: 'one', glyph: 'kept', numbers: 'tg +6.8 %', hunks, placements: placeHunks(OLD, hunks, present), rank: 0.068, ...more };
}
const lineCount = OLD.split('\n').length;

describe('marks of a document', () => {
  it('are on the lines that a candidate replaces, with its numbers on the first', () => {
    const [mark, ...others] = computeMarks([candidate(REPLACE)], lineCount, null);
    assert.deepEqual(others, []);
    assert.deepEqual([mark?.replaced, mark?.anchor, mark?.text, mark?.hasLenses], [[1, 2], 1, 'tg +6.8 %', true]);
  });

  it('move with the text', () => {
    const [mark] = computeMarks([candidate(REPLACE, `// new\n// lines\n${OLD}`)], lineCount + 2, null);
    assert.deepEqual(mark?.replaced, [3, 4]);
  });

  it('stand at the line after which something is only inserted', () => {
    const [mark] = computeMarks([candidate(INSERT)], lineCount, null);
    assert.deepEqual([mark?.replaced, mark?.inserts, mark?.anchor], [[], [6], 6]);
  });

  it('have numbers and lenses once in a file', () => {
    const [first, second] = computeMarks([candidate(TWO)], lineCount, null);
    assert.deepEqual([first?.hasLenses, second?.hasLenses], [true, false]);
    assert.deepEqual([first?.text, second?.text], ['tg +6.8 %', 'one, part 2 of 2']);
  });

  it('are gone once the change is in', () => {
    assert.deepEqual(computeMarks([candidate(REPLACE, OLD.replace('int b;\nint c;', 'long b;\nlong c;'))], lineCount, null), []);
  });

  it('are gone where the lines were changed by hand', () => {
    assert.deepEqual(computeMarks([candidate(REPLACE, OLD.replace('int b;', 'short b;'))], lineCount, null), []);
  });

  it('show the best of several on the same lines, or the chosen one', () => {
    const two = [candidate(REPLACE, OLD, { experiment: 'small', rank: 0.01 }), candidate(REPLACE, OLD, { experiment: 'large', rank: 0.09 })];
    assert.deepEqual(computeMarks(two, lineCount, null).map(({ experiment, others }) => [experiment, others]), [['large', ['small']]]);
    assert.deepEqual(computeMarks(two, lineCount, 'small').map(({ experiment, others }) => [experiment, others]), [['small', ['large']]]);
  });

  it('stay within the document', () => {
    for (const mark of computeMarks([candidate(INSERT), candidate(REPLACE)], 1, null)) assert(mark.anchor >= 0 && mark.anchor < 1);
  });
});
