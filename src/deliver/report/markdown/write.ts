import { isolate } from '../text.ts';

/** Pieces of Markdown (GitHub's), read as a file: ASCII minus, plain spaces, and no outside text that could be markup. */

const INTERVAL = /(\[-?\d[\d.]*, -?\d[\d.]*\])/;

/** Our own words and numbers; a unit is the user's, and so outside text. */
export function plain(text: string): string {
  return text.replaceAll('\u2212', '-').replaceAll('\u202f', ' ');
}

/** Text from outside. Intervals keep their brackets: they cannot be links. */
export function outside(text: string): string {
  return plain(isolate(text))
    .split(INTERVAL)
    .map((part, index) => (index % 2 === 1 ? part : escape(part)))
    .join('');
}

/** A name, as code where it can be. */
export function name(text: string): string {
  return /^[\w.@+-]+$/.test(text) ? `\`${text}\`` : outside(text);
}

/** A command or a path, in one line. A span of code has no escapes, so its fence is longer than any run of backticks within. */
export function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`;
}

export function link(text: string, address: string): string {
  return `[${outside(text)}](<${address}>)`;
}

export function block(lines: readonly string[], language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return `${fence}${language}\n${lines.join('\n')}\n${fence}`;
}

/** `right`: columns of numbers. Cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const rule = head.map((_, index) => (right.includes(index) ? '---:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*[\]|~$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^(\s*)(#+|[+-]|\d+[.)])(?=\s|$)/, '$1\\$2');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
