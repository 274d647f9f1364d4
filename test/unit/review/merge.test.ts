import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { mergeTexts } from '../../../src/review/merge.ts';
import { changeArbitrary, words, letters } from './texts.ts';

const anyText = fc
  .tuple(fc.array(fc.oneof(letters, words), { maxLength: 12 }), fc.boolean())
  .map(([lines, cut]) => (cut ? lines.join('\n') : lines.map((line) => `${line}\n`).join('')));

const textOf = (ancestor: string, ours: string, theirs: string) => {
  const merged = mergeTexts(ancestor, ours, theirs);
  return merged.ok ? merged.text : merged.ranges;
};

describe('three-way merge', function () {
  this.timeout(20_000);

  it('gives the candidate where the user changed nothing, and the user where the candidate did', () => {
    fc.assert(
      fc.property(anyText, anyText, (ancestor, other) => {
        assert.equal(textOf(ancestor, ancestor, other), other);
        // Line ends of the user's file stand, so a candidate that changes none leaves it as it is.
        assert.equal(textOf(ancestor, other, ancestor), other);
        assert.equal(textOf(ancestor, other, other), other);
      }),
      { numRuns: 500 },
    );
  });

  it('takes both sides where a line stands between them', () => {
    assert.equal(textOf('1\n2\n3\n', 'one\n2\n3\n', '1\n2\nthree\n'), 'one\n2\nthree\n');
    assert.equal(textOf('1\n2\n', '0\n1\n2\n', '1\n2\n3\n'), '0\n1\n2\n3\n');
  });

  it('is a conflict where they are the same lines or next to each other, unless the change is the same', () => {
    assert.deepEqual(textOf('1\n2\n3\n', '1\ntwo\n3\n', '1\nzwei\n3\n'), [[1, 2]]);
    assert.deepEqual(textOf('1\n2\n3\n', 'one\n2\n3\n', '1\ntwo\n3\n'), [[0, 2]]);
    assert.equal(textOf('1\n2\n3\n', '1\ntwo\n3\n', '1\ntwo\n3\n'), '1\ntwo\n3\n');
  });

  it('puts nothing where lines repeat and two places are as good', () => {
    const merged = mergeTexts('}\n}\n', '}\n}\n}\n', '}\nnew\n}\n');
    assert.deepEqual(merged, { ok: false, why: 'ambiguous', ranges: [[1, 2]] });
  });

  it('loses no line of the user: each is there, or the candidate took it away', () => {
    fc.assert(
      fc.property(changeArbitrary({ line: words }), fc.array(fc.nat(), { maxLength: 4 }), (change, places) => {
        const lines = change.old.split('\n');
        const marked = places.map((place, i) => {
          const line = `mine ${i} of the user`;
          lines.splice(place % (lines.length + 1), 0, line);
          return line;
        });
        const merged = mergeTexts(change.old, lines.join('\n'), change.new);
        if (merged.ok) for (const line of marked) assert.ok(merged.text.includes(line));
      }),
      { numRuns: 500 },
    );
  });

  const toCrlf = (text: string) => text.replaceAll('\n', '\r\n');

  it('keeps the user\'s line ends where the checkout has others than the repository', () => {
    fc.assert(
      fc.property(changeArbitrary({ line: letters }), (change) => {
        fc.pre(change.old.includes('\n'));
        assert.equal(textOf(change.old, toCrlf(change.old), change.new), toCrlf(change.new));
        assert.equal(textOf(toCrlf(change.old), change.old, toCrlf(change.new)), change.new);
      }),
    );
  });

  it('keeps mixed line ends line by line, and gives new lines those around them', () => {
    assert.equal(textOf('1\n2\n3\n4\n', '1\r\n2\r\n3\n4\n', '1\n2\nnew\n3\n4\nlast\n'), '1\r\n2\r\nnew\r\n3\n4\nlast\n');
  });

  it('takes a change of the line ends where it is the candidate\'s own', () => {
    assert.equal(textOf('1\n2\n', '1\n2\n', '1\r\n2\r\n'), '1\r\n2\r\n');
    assert.equal(textOf('1\n2\n3\n', '0\n1\n2\n3\n', '1\n2\n3\r\n'), '0\n1\n2\n3\r\n');
  });

  it('keeps the user\'s byte order mark', () => {
    const mark = '\u00ef\u00bb\u00bf';
    assert.equal(textOf('1\n2\n', `${mark}1\n2\n`, 'one\n2\n'), `${mark}one\n2\n`);
    assert.equal(textOf('\ufeff1\n2\n', '1\n2\n', '\ufeffone\n2\n'), 'one\n2\n');
    assert.equal(textOf('1\n2\n', '1\n2\n', `${mark}1\n2\n`), `${mark}1\n2\n`);
  });
});
