import { makeHunk, newIndexOf, oldIndexOf, textOf } from './hunk.ts';
import type { DiffLine, Hunk } from './hunk.ts';
import { splitLines } from './lines.ts';

/** Parts of a file's change: some of its hunks, or some lines of a hunk. */

/** Hunk numbers with what of each is chosen: all of it, or lines by their index in `hunk.lines`. */
export type Selection = ReadonlyMap<number, 'all' | ReadonlySet<number>>;

/** The old text is not the one that the hunks were made for. `line` is 1-based. */
export class HunkMismatch extends Error {
  constructor(hunk: number, line: number) {
    super(`hunk ${hunk} does not fit the text at line ${line}`);
    this.name = 'HunkMismatch';
  }
}

/** The text with the hunks applied exactly where they say; hunks come in the order of their places. */
export function applyHunks(old: string, hunks: readonly Hunk[]): string {
  const lines = splitLines(old);
  const parts: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    const start = oldIndexOf(hunk);
    if (start < at || start > lines.length) throw new HunkMismatch(hunk.number, start + 1);
    for (; at < start; at++) parts.push(lines[at] as string);
    for (const line of hunk.lines) {
      if (line.kind !== 'added' && lines[at++] !== textOf(line)) throw new HunkMismatch(hunk.number, at);
      if (line.kind !== 'removed') parts.push(textOf(line));
    }
  }
  return parts.concat(lines.slice(at)).join('');
}

/** All of the hunks with the given numbers. */
export function selectHunks(numbers: Iterable<number>): Selection {
  return new Map(Array.from(numbers, (number) => [number, 'all' as const]));
}

/**
 * `chosen` takes the old text to the text with the selection in, `rest` takes that text to the new one. Lines that are
 * not chosen stay as they are in the old text: an added one is left out, a removed one becomes context.
 */
export function splitHunks(hunks: readonly Hunk[], selection: Selection): { readonly chosen: Hunk[]; readonly rest: Hunk[] } {
  const chosen: Hunk[] = [];
  const rest: Hunk[] = [];
  let shift = 0;
  for (const hunk of hunks) {
    const middle = oldIndexOf(hunk) + shift;
    const split = splitLinesOf(hunk, selection.get(hunk.number) ?? new Set());
    const first = makeHunk(hunk.number, oldIndexOf(hunk), middle, split.chosen, hunk.heading);
    const second = makeHunk(hunk.number, middle, newIndexOf(hunk), split.rest, hunk.heading);
    shift += first.newCount - first.oldCount;
    if (changes(first)) chosen.push(first);
    if (changes(second)) rest.push(second);
  }
  return { chosen, rest };
}

function changes(hunk: Hunk): boolean {
  return hunk.lines.some((line) => line.kind !== 'context');
}

/** A line of the hunk in the old text, with the selection in, and in the new text; undefined where it is absent. */
interface Passage {
  readonly text: string;
  readonly old: boolean | undefined;
  middle: boolean | undefined;
  readonly fresh: boolean | undefined;
}

function splitLinesOf(hunk: Hunk, part: 'all' | ReadonlySet<number>): { chosen: DiffLine[]; rest: DiffLine[] } {
  const passages = hunk.lines.map((line, i): Passage => {
    const old = line.kind === 'added' ? undefined : line.newline;
    const fresh = line.kind === 'removed' ? undefined : line.newline;
    return { text: line.text, old, middle: part === 'all' || part.has(i) ? fresh : old, fresh };
  });
  // A line without an end can only be the last one: another that now follows it gives it one.
  for (const passage of passages.filter(({ middle }) => middle !== undefined).slice(0, -1)) passage.middle = true;
  return {
    chosen: passages.flatMap(({ text, old, middle }) => step(text, old, middle)),
    rest: passages.flatMap(({ text, middle, fresh }) => step(text, middle, fresh)),
  };
}

/** The diff lines that take a line from one text to the next; the booleans say whether it ends with '\n'. */
function step(text: string, from: boolean | undefined, to: boolean | undefined): DiffLine[] {
  if (from !== undefined && from === to) return [{ kind: 'context', text, newline: from }];
  return [
    ...(from === undefined ? [] : [{ kind: 'removed', text, newline: from } as const]),
    ...(to === undefined ? [] : [{ kind: 'added', text, newline: to } as const]),
  ];
}
