/** Texts as lines. A line keeps its end, so that joined lines are the text again, byte for byte. */

/** Only the last line may lack its '\n'. A lone '\r' ends nothing, as for git. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const next = end < 0 ? text.length : end + 1;
    lines.push(text.slice(start, next));
    start = next;
  }
  return lines;
}

export type LineEnds = 'none' | 'lf' | 'crlf' | 'mixed';

export function lineEndsOf(lines: readonly string[]): LineEnds {
  let lf = 0;
  let crlf = 0;
  for (const line of lines) {
    if (line.endsWith('\r\n')) crlf += 1;
    else if (line.endsWith('\n')) lf += 1;
  }
  if (lf > 0 && crlf > 0) return 'mixed';
  return lf > 0 ? 'lf' : crlf > 0 ? 'crlf' : 'none';
}

/** The line as it compares where line ends do not matter. A missing end still does. */
export function withoutCr(line: string): string {
  return line.endsWith('\r\n') ? `${line.slice(0, -2)}\n` : line;
}

export function withLineEnd(line: string, ends: 'lf' | 'crlf'): string {
  if (!line.endsWith('\n')) return line;
  return ends === 'lf' ? withoutCr(line) : `${withoutCr(line).slice(0, -1)}\r\n`;
}

/** A byte order mark, in a byte string or in Unicode, and what follows it. */
export function splitMark(text: string): readonly [mark: string, rest: string] {
  for (const mark of ['\u00ef\u00bb\u00bf', '\ufeff']) if (text.startsWith(mark)) return [mark, text.slice(mark.length)];
  return ['', text];
}

/** Whether the texts are equal, or differ only in that the second has CRLF (or LF) throughout. */
export function isSameText(text: string, other: string): boolean {
  if (text === other) return true;
  const [lines, others] = [splitLines(text), splitLines(other)];
  if (lines.length !== others.length || lineEndsOf(others) === lineEndsOf(lines)) return false;
  return lines.every((line, i) => withoutCr(line) === withoutCr(others[i] as string));
}

/** Numbers below this are nobody's lines: marks of the caller's. */
export const FIRST_LINE_NUMBER = 2;

/**
 * Numbers for lines: equal lines get equal numbers over all lists that the same instance saw, so that comparing lines
 * costs no string comparison.
 */
export class LineNumbers {
  readonly #known = new Map<string, number>();
  readonly #key: (line: string) => string;

  constructor(key: (line: string) => string = (line) => line) {
    this.#key = key;
  }

  of(lines: readonly string[]): number[] {
    return lines.map((line) => {
      const key = this.#key(line);
      const known = this.#known.get(key);
      if (known !== undefined) return known;
      const fresh = FIRST_LINE_NUMBER + this.#known.size;
      this.#known.set(key, fresh);
      return fresh;
    });
  }
}
