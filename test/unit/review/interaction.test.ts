import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { DiffFile } from '../../../src/review/diff.ts';
import { makeHunk } from '../../../src/review/hunk.ts';
import type { DiffLine } from '../../../src/review/hunk.ts';
import { areDisjoint, findInteractions, orderByEffect } from '../../../src/review/interaction.ts';
import { splitLines } from '../../../src/review/lines.ts';
import { mergeTexts } from '../../../src/review/merge.ts';
import { applyHunks } from '../../../src/review/subset.ts';

const old = Array.from({ length: 30 }, (_, i) => `line ${i}\n`);

/** Replaces `count` lines from the 0-based `at` on. */
function replacing(at: number, count: number, added: readonly string[], path = 'x'): DiffFile {
  const line = (kind: DiffLine['kind'], text: string): DiffLine => ({ kind, text: text.replace(/\n$/, ''), newline: true });
  const first = Math.max(0, at - 3);
  const hunk = makeHunk(1, first, first, [
    ...old.slice(first, at).map((text) => line('context', text)),
    ...old.slice(at, at + count).map((text) => line('removed', text)),
    ...added.map((text) => line('added', text)),
    ...old.slice(at + count, at + count + 3).map((text) => line('context', text)),
  ]);
  const mode = { oldMode: '100644', newMode: '100644' };
  return { oldPath: path, newPath: path, ...mode, binary: false, copied: false, header: [], hunks: [hunk], trailer: [] };
}

describe('interactions', function () {
  this.timeout(20_000);

  it('are where lines are the same or adjacent', () => {
    const change = (name: string, file: DiffFile) => ({ name, files: [file] });
    const a = change('a', replacing(10, 2, ['new']));
    assert.deepEqual(findInteractions([a, change('b', replacing(11, 1, ['other']))]), [{ between: ['a', 'b'], path: 'x', line: 12 }]);
    assert.deepEqual(findInteractions([a, change('b', replacing(12, 1, ['other']))]), [{ between: ['a', 'b'], path: 'x', line: 13 }]);
    assert.deepEqual(findInteractions([a, change('b', replacing(10, 0, ['other']))]).length, 1);
    assert.ok(areDisjoint([a, change('b', replacing(13, 1, ['other'])), change('c', replacing(8, 1, []))]));
    assert.ok(areDisjoint([a, change('b', replacing(10, 1, ['other'], 'y'))]));
  });

  it('are with the whole file where it is renamed, deleted, added, binary or gets another mode', () => {
    const edited = { name: 'a', files: [replacing(3, 1, ['new'])] };
    const file = replacing(20, 1, ['new']);
    const wholes: DiffFile[] = [
      { ...file, newPath: 'y' },
      { ...file, newPath: null, newMode: null },
      { ...file, oldPath: null, oldMode: null },
      { ...file, binary: true, hunks: [] },
      { ...file, newMode: '100755' },
    ];
    for (const whole of wholes) {
      assert.deepEqual(findInteractions([edited, { name: 'b', files: [whole] }]), [{ between: ['a', 'b'], path: 'x', line: null }]);
    }
    assert.ok(areDisjoint([edited, { name: 'b', files: [{ ...file, newPath: 'y', copied: true }] }]));
  });

  it('tell what the merge would say', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 25 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 }));
    fc.assert(
      fc.property(place, place, (one, other) => {
        fc.pre(one[1] + one[2] > 0 && other[1] + other[2] > 0);
        const files = [one, other].map(([at, count, added], n) => replacing(at, count, Array.from({ length: added }, (_, i) => `${n} ${i}`)));
        const texts = files.map((file) => applyHunks(old.join(''), file.hunks));
        const merged = mergeTexts(old.join(''), texts[0] as string, texts[1] as string);
        // Where both do the same the merge takes it once; that two candidates are the same is still an interaction.
        fc.pre(texts[0] !== texts[1]);
        assert.equal(areDisjoint(files.map((file, n) => ({ name: String(n), files: [file] }))), merged.ok);
        if (merged.ok) assert.equal(splitLines(merged.text).length, 30 + one[2] - one[1] + other[2] - other[1]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the order by effect', () => {
  it('has the best first, whatever better means, and what was not measured last', () => {
    const effects = [
      { name: 'none', delta: null, better: 'higher' },
      { name: 'worse', delta: 0.02, better: 'lower' },
      { name: 'b', delta: 0.05, better: 'higher' },
      { name: 'a', delta: -0.05, better: 'lower' },
      { name: 'best', delta: 0.5, better: 'higher' },
    ] as const;
    assert.deepEqual(orderByEffect(effects).map(({ name }) => name), ['best', 'a', 'b', 'worse', 'none']);
  });
});
