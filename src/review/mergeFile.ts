import type { DiffFile } from './diff.ts';
import { coreOf, textOf } from './hunk.ts';
import type { Hunk } from './hunk.ts';
import { withTexts } from './hunkTexts.ts';
import { findLineFit } from './lineFit.ts';
import { isSameText, splitLines } from './lines.ts';
import { mergeTexts } from './merge.ts';
import type { Merged } from './merge.ts';
import { placeHunks } from './place.ts';
import type { Placement } from './place.ts';
import { applyHunks, selectHunks, splitHunks } from './subset.ts';

/**
 * One file of an accept. Texts are byte strings or Unicode, all three alike. Names and modes are the caller's: `already`
 * means that the content needs no change.
 */

/** A file's contents in the candidate's ancestor, in the candidate, and as the user has it; null: not there. */
export interface FileTexts {
  readonly ancestor: string | null;
  readonly theirs: string | null;
  readonly ours: string | null;
}

export type FileOutcome =
  /** null: the file goes. */
  | { readonly kind: 'edit'; readonly text: string | null }
  | { readonly kind: 'already' }
  | { readonly kind: 'conflict'; readonly why: string };

/** `asWhole`: the file is taken whole or not at all, as binary files always are. */
export function mergeFile(file: DiffFile, wanted: ReadonlySet<number>, texts: FileTexts, asWhole = false): FileOutcome {
  const { ancestor, theirs, ours } = texts;
  if (file.oldPath === null) return mergeAdded(theirs, ours);
  if (file.newPath === null) return mergeDeleted(ancestor, ours);
  if (ancestor === null || theirs === null) return conflict('the candidate has no such file');
  if (ours === null) return conflict('the file is not in the work tree');
  if (file.binary || asWhole) return mergeWhole(file, wanted, ancestor, theirs, ours);
  return mergeHunks(withTexts(file.hunks, ancestor, theirs), wanted, ancestor, ours);
}

function conflict(why: string): FileOutcome {
  return { kind: 'conflict', why };
}

function mergeAdded(theirs: string | null, ours: string | null): FileOutcome {
  if (theirs === null) return conflict('the candidate has no such file');
  if (ours === null) return { kind: 'edit', text: theirs };
  return isSameText(theirs, ours) ? { kind: 'already' } : conflict('the candidate adds it, and the work tree has another file of that name');
}

function mergeDeleted(ancestor: string | null, ours: string | null): FileOutcome {
  if (ours === null) return { kind: 'already' };
  if (ancestor !== null && isSameText(ancestor, ours)) return { kind: 'edit', text: null };
  return conflict('the candidate deletes it, and it was changed in the work tree since base');
}

function mergeWhole(file: DiffFile, wanted: ReadonlySet<number>, ancestor: string, theirs: string, ours: string): FileOutcome {
  if (ours === theirs) return { kind: 'already' };
  if (ours !== ancestor) return conflict('it can only be taken whole, and was changed in the work tree since base');
  if (!file.hunks.every(({ number }) => wanted.has(number))) return conflict('it can only be taken whole: choose all of its hunks');
  return { kind: 'edit', text: theirs };
}

function mergeHunks(hunks: readonly Hunk[], wanted: ReadonlySet<number>, ancestor: string, ours: string): FileOutcome {
  const placed = placeHunks(ancestor, hunks, ours);
  const missing = hunks.flatMap((hunk, i) => {
    const placement = placed[i] as Placement;
    return wanted.has(hunk.number) && placement.state !== 'after' ? [{ hunk, placement }] : [];
  });
  const doubtful = missing.find(({ placement }) => placement.state === 'other' && placement.mayBeIn);
  if (doubtful) return conflict(`hunk ${doubtful.hunk.number} may be in the work tree already: the lines repeat, and it cannot be told`);
  // Where a hunk's place is certain it goes there; the merge would have to find the place again.
  const certain = missing.filter(({ placement }) => placement.state === 'before');
  const begun = putIn(hunks, certain, ancestor, ours);
  const rest = missing.filter((entry) => !certain.includes(entry));
  if (rest.length === 0) return begun === ours ? { kind: 'already' } : { kind: 'edit', text: begun };
  const isIn = (hunk: Hunk, i: number): boolean => placed[i]?.state === 'after' || certain.some((entry) => entry.hunk === hunk);
  const middle = pick(hunks, hunks.filter(isIn), ancestor);
  const goal = pick(hunks, hunks.filter((hunk, i) => isIn(hunk, i) || rest.some((entry) => entry.hunk === hunk)), ancestor);
  const merged = mergeTexts(middle, begun, goal);
  if (!merged.ok) return conflict(explain(merged));
  return merged.text === ours ? { kind: 'already' } : { kind: 'edit', text: merged.text };
}

function pick(hunks: readonly Hunk[], chosen: readonly Hunk[], ancestor: string): string {
  return applyHunks(ancestor, splitHunks(hunks, selectHunks(chosen.map(({ number }) => number))).chosen);
}

interface Placed {
  readonly hunk: Hunk;
  readonly placement: Placement;
}

/** The user's text with hunks put in at their places, in the user's line ends. */
function putIn(hunks: readonly Hunk[], certain: readonly Placed[], ancestor: string, ours: string): string {
  const lines = splitLines(ours);
  const { fit } = findLineFit(splitLines(ancestor), lines, splitLines(pick(hunks, hunks, ancestor)));
  for (const { hunk, placement } of certain.toReversed()) {
    if (placement.state === 'other') continue;
    const { line, count } = placement;
    let at = line;
    const put: string[] = [];
    for (const change of coreOf(hunk).lines) {
      if (change.kind === 'added') put.push(fit(textOf(change), put.at(-1) ?? lines[line - 1], lines[at]));
      else if (change.kind === 'context') put.push(lines[at++] as string);
      else at += 1;
    }
    lines.splice(line, count, ...put);
  }
  return lines.join('');
}

/** Names the user's lines, 1-based, that are in the way. */
function explain({ why, ranges }: Extract<Merged, { ok: false }>): string {
  const named = ranges.map(([from, to]) => (to - from > 1 ? `${from + 1}-${to}` : String(from + 1)));
  const where = `${named.length === 1 && !named[0]?.includes('-') ? 'line' : 'lines'} ${named.join(', ')}`;
  if (why === 'ambiguous') return `the lines repeat, and where the change belongs cannot be told (${where})`;
  return `the same lines were changed in the work tree since base (${where})`;
}
