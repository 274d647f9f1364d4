import assert from 'node:assert/strict';
import fc from 'fast-check';
import { computeReport } from '../../../src/deliver/report/computeReport.ts';
import type { ReportInput } from '../../../src/deliver/report/input.ts';
import { html, outside } from '../../../src/deliver/report/markup.ts';
import * as markdown from '../../../src/deliver/report/markdown/write.ts';
import { renderHtml } from '../../../src/deliver/report/renderHtml.ts';
import { renderMarkdown } from '../../../src/deliver/report/renderMarkdown.ts';
import { cleanCode, cleanParagraphs, cleanText } from '../../../src/deliver/report/text.ts';
import { makeCampaign } from '../../fixtures/report/campaign.ts';
import { CANDIDATES } from '../../fixtures/report/candidates.ts';
import { parseXml, textOf, walk } from './xml.ts';

const ATTACKS = [
  '</title></style><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '&lt;b&gt; &#x3c;script&#x3e; & &unknown;',
  '\u202ekcatta eht\u202c \u2066isolated\u2069 \u200bzero\ufeff \u{e0041}tag',
  '\u001b[31mred\u001b[0m \u0000\u0007\u009b2J \ud800 \ufffe',
  '| cell | <!-- comment --> ``` fence ``` [link](javascript:alert(1)) ![i](x) **b** _i_ ~~s~~ $m$ <br>',
  '# heading\n\n- list\n\n```\nblock\n```\n[ref]: https://evil.example',
  '\u05d0\u05d1\u05d2 right to left \u0627\u0644\u0639\u0631\u0628\u064a\u0629',
  `Z${'\u0301'.repeat(500)}`,
  'x'.repeat(100_000),
  '\u{1f600}'.repeat(60_000),
  '__proto__',
];
/** What would reorder or hide text, and what XML forbids. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066\u2067\u2069\ufeff\ufffe\uffff\u{e0000}-\u{e007f}]/u;

/** Every text that somebody else has a hand in, replaced. */
function poison(attack: string): ReportInput {
  const input = makeCampaign({ candidates: CANDIDATES.slice(0, 2).concat(CANDIDATES.slice(9, 13)), goal: attack });
  const { state, definition } = input;
  const experiments = Object.fromEntries(
    Object.entries(state.experiments).map(([name, experiment]) => [
      name,
      {
        ...experiment,
        name: experiment.order === 1 ? attack : experiment.name,
        proposal: { ...experiment.proposal, title: attack, description: attack, hypothesis: attack, mechanism: attack, sources: [attack, `https://x.example/${attack}`, 'javascript:alert(1)'], predicted: attack, origin: attack, author: attack, license: attack, from: attack },
        reason: attack,
        reviewReason: attack,
        paths: [attack],
        host: attack,
        on: [attack],
        refusals: [{ rule: attack, path: attack, why: attack }],
        logs: [{ step: attack, ms: 3, blob: { sha256: '', bytes: 0 } }],
        continues: attack,
      },
    ]),
  );
  return {
    ...input,
    state: {
      ...state,
      experiments,
      created: state.created === null ? null : { ...state.created, workspace: `/home/${attack}`, definitionFile: attack, proposers: [attack] },
      notices: [{ at: 1, level: 'warning', message: attack, experiment: attack }],
      phase: 'failed',
      failure: { code: 'internal', message: attack, hint: attack },
    },
    definition: { ...definition, build: attack, checks: attack, benchmark: { ...definition.benchmark, run: attack }, metrics: definition.metrics.map((metric) => ({ ...metric, unit: attack.slice(0, 20) })) },
    diffs: Object.fromEntries(Object.keys(experiments).map((name) => [name, `@@ -1 +1 @@\n+${attack}\n-old`])),
    facts: [{ label: attack, value: attack }],
  };
}

describe('report: hostile text', () => {
  const quiet = computeReport(makeCampaign({ candidates: CANDIDATES.slice(0, 2).concat(CANDIDATES.slice(9, 13)) }));
  const elements = new Set([...walk(parseXml(renderHtml(quiet)))].map(({ name }) => name));

  for (const attack of ATTACKS) {
    const model = computeReport(poison(attack));
    const shown = JSON.stringify(attack.slice(0, 40));

    it(`stays text on the page: ${shown}`, () => {
      const source = renderHtml(model);
      const root = parseXml(source);
      for (const { name, attributes } of walk(root)) {
        assert.ok(elements.has(name) || ['pre', 'ul', 'li', 'br', 'details', 'summary', 'code'].includes(name), `<${name}> came in`);
        assert.ok(Object.keys(attributes).every((key) => !key.startsWith('on') && key !== 'src'));
        if (attributes['href'] !== undefined) assert.match(attributes['href'], /^(#|https?:\/\/)/);
      }
      assert.doesNotMatch(textOf(root), FORBIDDEN);
      assert.ok(source.length < 600_000, `${source.length} characters`);
    });

    it(`stays text in Markdown: ${shown}`, () => {
      const source = renderMarkdown(model);
      assert.doesNotMatch(source.replaceAll(/\u2068[^\u2068\u2069]*\u2069/g, ''), FORBIDDEN);
      const outsideCode = source.replaceAll(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, '').replaceAll(/(`+)[^`][\s\S]*?\1/g, '');
      assert.doesNotMatch(outsideCode, /<(?!https?:\/\/)[a-z!/]/i);
      assert.doesNotMatch(outsideCode, /(?<!\\)\]\((?!<https?:\/\/)/);
      const titles = source.replaceAll(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, '').split('\n').filter((line) => /^#{1,2} /.test(line)).length;
      assert.ok(titles <= 12, `${titles} headings`);
      assert.ok(source.length < 300_000);
    });
  }
});

describe('report: clean text', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...ATTACKS));

  it('is one visible line of the length asked for', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 200 }), (text, most) => {
        const clean = cleanText(text, most);
        assert.ok(Array.from(clean).length <= most);
        assert.doesNotMatch(clean, /\n|\r|\t/);
        assert.doesNotMatch(clean, FORBIDDEN);
        assert.equal(clean, clean.trim());
      }),
    );
  });

  it('keeps what is plain', () => {
    assert.equal(cleanText('  a  plain\tline\n of caf\u00e9 \u2014 \u05d0 '), 'a plain line of caf\u00e9 \u2014 \u05d0');
    assert.equal(cleanText('abcdef', 4), 'abc\u2026');
    assert.deepEqual(cleanParagraphs('one\nline\n\n\ntwo\n'), ['one line', 'two']);
  });

  it('shows in code what cannot be seen', () => {
    assert.deepEqual(cleanCode('+if (a\u202e) {\n\tb\u200b;\n', { lines: 10, columns: 80 }), { lines: ['+if (a\u27e8U+202E\u27e9) {', '    b\u27e8U+200B\u27e9;'], left: 0 });
    assert.equal(cleanCode('a\nb\nc\nd\n', { lines: 2, columns: 80 }).left, 2);
  });

  it('survives being put into markup', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const clean = cleanText(text, 500);
        const root = parseXml(html`<p title="${clean}">${outside(clean)}</p>`.markup);
        assert.equal(textOf(root), clean);
        assert.equal(root.attributes['title'], clean);
      }),
    );
  });

  it('cannot end a cell, a span or a block of Markdown', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const clean = cleanText(text, 500);
        assert.doesNotMatch(markdown.outside(clean), /(?<!\\)[|*`<>]|\n/);
        const span = markdown.code(clean);
        const fence = /^`+/.exec(span)?.[0] ?? '';
        assert.ok(!clean.includes(fence) || clean === '');
        const block = markdown.block([clean]).split('\n');
        assert.equal(block.length, 3);
        assert.ok(!clean.includes(block[0] ?? ''));
      }),
    );
  });

  it('leaves intervals readable in Markdown', () => {
    assert.equal(markdown.outside('tg +6.8\u202f% [5.9, 7.7] and [x]'), 'tg +6.8 % [5.9, 7.7] and \\[x\\]');
  });
});
