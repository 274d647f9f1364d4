import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lastLines, plainText } from '../../../src/measure/plainText.ts';

describe('plain text', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['\u001b[1;31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u001b]8;;https://example.org\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u009b31mred', 'red'],
    ['a\u0008b\u0000c\u007f', 'abc'],
    ['tab\tand\nline', 'tab\tand\nline'],
    ['\u202eabc\u202c', 'abc'],
    ['\u001bcreset', 'reset'],
    ['naïve – µ', 'naïve – µ'],
  ];
  for (const [raw, plain] of cases) it(`of ${JSON.stringify(raw)} is ${JSON.stringify(plain)}`, () => assert.equal(plainText(raw), plain));

  it('has no control, escape or direction characters left, whatever came in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(plainText(text), /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        assert.equal(plainText(plainText(text)), plainText(text));
      }),
    );
  });

  it('leaves printable text as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => plainText(text) === text));
  });

  it('gives the last lines that say something', () => {
    assert.equal(lastLines('one\ntwo\n\n  three  \n\n', 2), 'two / three');
    assert.equal(lastLines(`${'x'.repeat(300)}`, 1, 10), `${'x'.repeat(10)}…`);
  });
});
