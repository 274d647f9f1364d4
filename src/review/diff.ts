import type { DiffLine, Hunk } from './hunk.ts';
import { readHeader } from './diffHeader.ts';
import type { FileHeader } from './diffHeader.ts';

/**
 * The output of `git diff` as files and hunks. What the code does not need is kept as it was written, so that a diff
 * that is printed again is the same text.
 *
 * A diff of files in unknown encodings is read as a byte string (latin1: one character per byte) that git printed with
 * `core.quotePath=true`; a diff read as Unicode may have either setting.
 */

export interface DiffFile extends FileHeader {
  /** The lines from `diff --git` to the first hunk, a binary file's body included. */
  readonly header: readonly string[];
  readonly hunks: readonly Hunk[];
  /** Lines after the last hunk that belong to no file: a mail's signature. */
  readonly trailer: readonly string[];
}

export interface Diff {
  /** What stands before the first file: a mail's header. */
  readonly preamble: readonly string[];
  readonly files: readonly DiffFile[];
}

/** The text is no diff that git prints. `line` is 1-based. */
export class DiffError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = 'DiffError';
    this.line = line;
  }
}

const FILE = 'diff --git ';
const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@([^]*)$/;

export function parseDiff(text: string): Diff {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const cursor: Cursor = { lines, at: 0, hunks: 0 };
  const preamble = takeUntilFile(cursor);
  const files: DiffFile[] = [];
  while (cursor.at < lines.length) files.push(parseFile(cursor));
  return { preamble, files };
}

export function printDiff(diff: Diff): string {
  const lines = [...diff.preamble];
  for (const file of diff.files) {
    lines.push(...file.header);
    for (const hunk of file.hunks) printHunk(hunk, lines);
    lines.push(...file.trailer);
  }
  return lines.map((line) => `${line}\n`).join('');
}

interface Cursor {
  readonly lines: readonly string[];
  at: number;
  hunks: number;
}

/** Lines that belong to no hunk, up to the next file. */
function takeUntilFile(cursor: Cursor): string[] {
  const from = cursor.at;
  for (; cursor.at < cursor.lines.length; cursor.at++) {
    const line = cursor.lines[cursor.at] as string;
    if (line.startsWith(FILE)) break;
    if (line.startsWith('diff --cc ') || line.startsWith('diff --combined ')) {
      throw new DiffError(cursor.at + 1, 'a merge\'s combined diff is not supported');
    }
    if (HUNK.test(line)) throw new DiffError(cursor.at + 1, 'a hunk where none can be: a `diff --git` line or lines of the hunk before are missing');
  }
  return cursor.lines.slice(from, cursor.at);
}

function parseFile(cursor: Cursor): DiffFile {
  const from = cursor.at++;
  while (cursor.at < cursor.lines.length && !HUNK.test(cursor.lines[cursor.at] as string) && !cursor.lines[cursor.at]?.startsWith(FILE)) {
    cursor.at += 1;
  }
  const header = cursor.lines.slice(from, cursor.at);
  const facts = readHeader(header);
  if (typeof facts === 'string') throw new DiffError(from + 1, facts);
  const hunks: Hunk[] = [];
  while (cursor.at < cursor.lines.length && HUNK.test(cursor.lines[cursor.at] as string)) hunks.push(parseHunk(cursor));
  return { ...facts, header, hunks, trailer: takeUntilFile(cursor) };
}

function parseHunk(cursor: Cursor): Hunk {
  const found = HUNK.exec(cursor.lines[cursor.at] as string) as RegExpExecArray;
  cursor.at += 1;
  const hunk = {
    number: ++cursor.hunks,
    oldStart: Number(found[1]),
    oldCount: Number(found[2] ?? 1),
    newStart: Number(found[3]),
    newCount: Number(found[4] ?? 1),
    heading: found[5] as string,
  };
  const lines: DiffLine[] = [];
  for (let old = hunk.oldCount, fresh = hunk.newCount; old > 0 || fresh > 0; ) {
    const line = parseLine(cursor);
    if (line.kind !== 'added') old -= 1;
    if (line.kind !== 'removed') fresh -= 1;
    if (old < 0 || fresh < 0) throw new DiffError(cursor.at, 'the hunk has more lines than its @@ line says');
    lines.push(line);
  }
  return { ...hunk, lines };
}

const KINDS = new Map<string, DiffLine['kind']>([
  [' ', 'context'],
  ['+', 'added'],
  ['-', 'removed'],
  // `diff.suppressBlankEmpty` leaves the blank of an empty context line out.
  ['', 'context'],
]);

function parseLine(cursor: Cursor): DiffLine {
  const raw = cursor.lines[cursor.at++];
  const kind = raw === undefined ? undefined : KINDS.get(raw.charAt(0));
  if (raw === undefined || kind === undefined) throw new DiffError(cursor.at, 'the hunk has fewer lines than its @@ line says');
  const cut = cursor.lines[cursor.at]?.startsWith('\\') === true;
  if (cut) cursor.at += 1;
  return { kind, text: raw.slice(1), newline: !cut };
}

const SIGNS = { context: ' ', added: '+', removed: '-' } as const;

function printHunk(hunk: Hunk, lines: string[]): void {
  const count = (n: number): string => (n === 1 ? '' : `,${n}`);
  lines.push(`@@ -${hunk.oldStart}${count(hunk.oldCount)} +${hunk.newStart}${count(hunk.newCount)} @@${hunk.heading}`);
  for (const line of hunk.lines) {
    lines.push(`${SIGNS[line.kind]}${line.text}`);
    if (!line.newline) lines.push('\\ No newline at end of file');
  }
}
