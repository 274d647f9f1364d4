/**
 * Text from outside (patches, logs, commands, names) on its way into a report. It is cut, freed of what cannot be seen
 * or would reorder its surroundings (integrity.md 2), and only then escaped by the writer that knows its own syntax.
 */

const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/gu;
/** Format characters but for the two joiners: bidirectional controls, zero-width and tag characters. */
const UNSEEN = /[^\P{Cf}\u200c\u200d]/gu;
const UNPRINTABLE = /[\p{Cs}\p{Cn}\p{Co}]/gu;
const MARKS = /(\p{M}{4})\p{M}+/gu;

/** One line of at most so many characters, ended by an ellipsis where it was cut. */
export function cleanText(text: string, most = 300): string {
  const line = prepare(text, most)
    .replace(UNSEEN, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return cut(line, most);
}

/** Paragraphs of running text, parted by blank lines in the source. */
export function cleanParagraphs(text: string, most = 3_000): string[] {
  return prepare(text, most)
    .split(/\n[ \t]*\n/)
    .map((paragraph) => cleanText(paragraph, most))
    .filter((paragraph) => paragraph !== '');
}

/** Code as it stands, line by line. What cannot be seen is made visible: it may be the point of the change. */
export function cleanCode(text: string, most: { readonly lines: number; readonly columns: number }): { readonly lines: string[]; readonly left: number } {
  const all = text.replace(/\n$/, '').split('\n');
  const lines = all.slice(0, most.lines).map((line) =>
    cut(
      prepare(line, most.columns)
        .replace(/\t/g, '    ')
        .replace(/\r$/, '')
        .replace(/[\p{Cc}\p{Zl}\p{Zp}]|[^\P{Cf}\u200c\u200d]/gu, (character) => `\u27e8U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`),
      most.columns,
    ),
  );
  return { lines, left: all.length - lines.length };
}

/** A name that stands in the middle of a sentence: right-to-left letters must not turn what follows. */
export function isolate(text: string): string {
  return /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text) ? `\u2068${text}\u2069` : text;
}

export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** Long input is cut before it is worked on: a text of megabytes costs no more than a long line. */
function prepare(text: string, most: number): string {
  return text.slice(0, most * 8).replace(ANSI, '').replace(UNPRINTABLE, '\ufffd').replace(MARKS, '$1');
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('').trimEnd()}\u2026`;
}
