/** A hunk of a unified diff and where it stands. */

export interface DiffLine {
  readonly kind: 'context' | 'added' | 'removed';
  /** Without its '\n'; a '\r' before that is part of the text. */
  readonly text: string;
  /** Whether the line ends with '\n'; only the last line of a file may not. */
  readonly newline: boolean;
}

export interface Hunk {
  /** 1-based over the whole diff. */
  readonly number: number;
  /** As in the `@@` line: 1-based; where the count is 0, the line before the place. */
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  /** What follows the second `@@`, its space included. */
  readonly heading: string;
  readonly lines: readonly DiffLine[];
}

/** 0-based index of the hunk's first line in the old text. */
export function oldIndexOf(hunk: Hunk): number {
  return hunk.oldCount === 0 ? hunk.oldStart : hunk.oldStart - 1;
}

/** 0-based index of the hunk's first line in the new text. */
export function newIndexOf(hunk: Hunk): number {
  return hunk.newCount === 0 ? hunk.newStart : hunk.newStart - 1;
}

/** A hunk from 0-based places; the counts follow from the lines. */
export function makeHunk(number: number, oldIndex: number, newIndex: number, lines: readonly DiffLine[], heading = ''): Hunk {
  const oldCount = lines.filter((line) => line.kind !== 'added').length;
  const newCount = lines.filter((line) => line.kind !== 'removed').length;
  return {
    number,
    oldStart: oldCount === 0 ? oldIndex : oldIndex + 1,
    oldCount,
    newStart: newCount === 0 ? newIndex : newIndex + 1,
    newCount,
    heading,
    lines,
  };
}

/** The line as it stands in a text. */
export function textOf(line: DiffLine): string {
  return line.newline ? `${line.text}\n` : line.text;
}

/** From the first to the last changed line of a hunk: what it replaces by what, context in between included. */
export interface Core {
  /** 0-based index of its first line in the old and in the new text. */
  readonly oldIndex: number;
  readonly newIndex: number;
  readonly lines: readonly DiffLine[];
  readonly oldLines: readonly string[];
  readonly newLines: readonly string[];
}

export function coreOf(hunk: Hunk): Core {
  const first = hunk.lines.findIndex((line) => line.kind !== 'context');
  const from = first < 0 ? hunk.lines.length : first;
  const to = hunk.lines.findLastIndex((line) => line.kind !== 'context') + 1;
  const lines = hunk.lines.slice(from, to);
  return {
    oldIndex: oldIndexOf(hunk) + from,
    newIndex: newIndexOf(hunk) + from,
    lines,
    oldLines: lines.filter((line) => line.kind !== 'added').map(textOf),
    newLines: lines.filter((line) => line.kind !== 'removed').map(textOf),
  };
}
