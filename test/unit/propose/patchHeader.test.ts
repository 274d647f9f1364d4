import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeSubject } from '../../../src/propose/mailSubject.ts';
import { parsePatchHeader } from '../../../src/propose/patchHeader.ts';

const DIFF = 'diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-Source: in the code\n+Title: in the code\n';
const EMPTY = { title: '', description: '', hypothesis: '', mechanism: '', sources: [], predicted: '', origin: '', author: '', license: '' };

describe('the header of a patch file', () => {
  it('has keys, values on several lines, a title and a description', () => {
    const text = [
      'One pass over the scores', '', 'Why it should help:', 'fewer loads.', '',
      'Hypothesis: four walks', '  become', '\tone', 'Mechanism: operator-fusion', 'Source: arXiv:1805.02867', 'source: https://example.org/x', 'Source: src/a.c@1a2b3c',
      'Predicted: tg +3..+8 %, pp 0 %', 'Origin: https://example.org/fork@1a2b3c', 'Author: Ada <ada@example.org>', 'License: MIT', '',
    ].join('\n');
    assert.deepEqual(parsePatchHeader(`${text}\n${DIFF}`), {
      title: 'One pass over the scores',
      description: 'Why it should help:\nfewer loads.',
      hypothesis: 'four walks become one',
      mechanism: 'operator-fusion',
      sources: ['arXiv:1805.02867', 'https://example.org/x', 'src/a.c@1a2b3c'],
      predicted: 'tg +3..+8 %, pp 0 %',
      origin: 'https://example.org/fork@1a2b3c',
      author: 'Ada <ada@example.org>',
      license: 'MIT',
    });
  });

  it('may be missing', () => {
    for (const text of ['', '\n\n', DIFF, `\n${DIFF}`, '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n']) assert.deepEqual(parsePatchHeader(text), EMPTY, text);
  });

  it('ends where the diff begins', () => assert.deepEqual(parsePatchHeader(`Title\n${DIFF}`), { ...EMPTY, title: 'Title' }));

  it('takes other words with a colon for prose', () => {
    assert.deepEqual(parsePatchHeader(`Note: this is prose\nSee: that\n${DIFF}`), { ...EMPTY, title: 'Note: this is prose', description: 'See: that' });
  });

  it('is read the same with Windows line ends', () => {
    const text = `Title\n\nHypothesis: a\n b\nSource: x\n${DIFF}`;
    assert.deepEqual(parsePatchHeader(text.replaceAll('\n', '\r\n')), parsePatchHeader(text));
  });

  const mail = (...subject: string[]) =>
    ['From 1234567890123456789012345678901234567890 Mon Sep 17 00:00:00 2001', 'From: =?UTF-8?q?J=C3=BCrgen=20M?= <j@example.org>', 'Date: Mon, 1 Jan 2026 00:00:00 +0000', ...subject, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=UTF-8', '', 'A sentence.', '', 'Hypothesis: less work', 'Source: arXiv:1', '---', ' a.c | 2 +-', ' 1 file changed', '', DIFF, '-- ', '2.39.5', ''].join('\n');

  it('of a mail has the subject as title, folded lines joined', () => {
    assert.deepEqual(parsePatchHeader(mail('Subject: [PATCH v2 1/3] Fuse copy, scale', ' and mask')), {
      ...EMPTY, title: 'Fuse copy, scale and mask', description: 'A sentence.', hypothesis: 'less work', sources: ['arXiv:1'], author: 'Jürgen M <j@example.org>',
    });
  });

  it('of a mail without a subject falls back on the text', () => assert.equal(parsePatchHeader(mail()).title, 'A sentence.'));

  it('reads back whatever was written by its rules', () => {
    const word = fc.stringMatching(/^[A-Za-zäöü0-9,.%+/@-]{1,12}$/).filter((text) => !/^(diff|---|From|Index)/.test(text));
    const value = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(value, value, fc.array(value, { maxLength: 4 }), fc.integer({ min: 1, max: 5 }), (title, hypothesis, sources, width) => {
        const words = hypothesis.split(' ');
        const lines: string[] = [];
        for (let at = 0; at < words.length; at += width) lines.push(words.slice(at, at + width).join(' '));
        const text = [title, '', `Hypothesis: ${lines.join('\n  ')}`, ...sources.map((source) => `Source: ${source}`), DIFF].join('\n');
        assert.deepEqual(parsePatchHeader(text), { ...EMPTY, title, hypothesis, sources });
      }),
    );
  });

  it('never throws, whatever the file holds', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof parsePatchHeader(text).title === 'string' && typeof parsePatchHeader(`From ${'a'.repeat(40)} x\n${text}`).title === 'string'));
  });
});

describe('a mail’s subject', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['[PATCH] Title', 'Title'],
    ['[PATCH v3 02/10] [RFC] Title [x]', 'Title [x]'],
    ['=?UTF-8?q?[PATCH]=20Gr=C3=B6=C3=9Fer?=', 'Größer'],
    ['=?UTF-8?B?R3LDtsOfZXI=?=', 'Größer'],
    ['=?UTF-8?q?One=20?= =?UTF-8?q?two?=', 'One two'],
    ['=?iso-8859-1?q?Gr=F6=DFer?=', 'Größer'],
    ['=?nonsense?q?x?=', '=?nonsense?q?x?='],
  ];
  for (const [subject, title] of cases) it(subject, () => assert.equal(decodeSubject(subject), title));
});
