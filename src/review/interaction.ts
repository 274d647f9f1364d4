import type { DiffFile } from './diff.ts';
import { oldIndexOf } from './hunk.ts';
import type { Hunk } from './hunk.ts';

/** Which candidates get in each other's way. Their diffs are from the same code: line numbers mean the same lines. */
export interface Change {
  readonly name: string;
  readonly files: readonly DiffFile[];
}

/** Two candidates that touch the same lines, or lines with none in between: they cannot both be merged as they are. */
export interface Interaction {
  readonly between: readonly [string, string];
  readonly path: string;
  /** 1-based line of the common code; null where it is about the file as a whole (its name, mode, making or end). */
  readonly line: number | null;
}

/** Of each pair and file the first place, in the order of the candidates. */
export function findInteractions(changes: readonly Change[]): Interaction[] {
  const touches = changes.map((change) => ({ name: change.name, files: touchesOf(change) }));
  const found: Interaction[] = [];
  for (const [i, one] of touches.entries()) {
    for (const other of touches.slice(i + 1)) {
      for (const [path, touch] of one.files) {
        const meeting = meet(touch, other.files.get(path));
        if (meeting !== undefined) found.push({ between: [one.name, other.name], path, line: meeting });
      }
    }
  }
  return found;
}

/** Whether the candidates can be accepted together, in any order. */
export function areDisjoint(changes: readonly Change[]): boolean {
  return findInteractions(changes).length === 0;
}

/** A candidate's gain on the primary metric; null where nothing was measured. */
export interface Effect {
  readonly name: string;
  /** candidate ÷ current − 1, as printed. */
  readonly delta: number | null;
  readonly better: 'higher' | 'lower';
}

/** Best first; what was not measured last; names decide ties, so that the order is always the same. */
export function orderByEffect<T extends Effect>(candidates: readonly T[]): T[] {
  const gain = ({ delta, better }: Effect): number => (delta === null ? -Infinity : better === 'higher' ? delta : -delta);
  return [...candidates].sort((a, b) => {
    const [x, y] = [gain(a), gain(b)];
    return x === y ? (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) : y - x;
  });
}

/** 0-based half-open ranges of old lines that are replaced; empty ones are insertions. 'whole': more than lines. */
type Touch = 'whole' | readonly (readonly [number, number])[];

function touchesOf(change: Change): Map<string, Touch> {
  const touches = new Map<string, Touch>();
  for (const file of change.files) {
    const renamed = file.oldPath !== file.newPath && !file.copied;
    const whole = renamed || file.binary || file.oldMode !== file.newMode || file.hunks.length === 0;
    if (file.newPath !== null && (file.newPath !== file.oldPath || whole)) touches.set(file.newPath, 'whole');
    if (file.oldPath !== null && !file.copied) touches.set(file.oldPath, whole ? 'whole' : file.hunks.flatMap(rangesOf));
  }
  return touches;
}

function rangesOf(hunk: Hunk): [number, number][] {
  const ranges: [number, number][] = [];
  let at = oldIndexOf(hunk);
  let open: [number, number] | undefined;
  for (const line of hunk.lines) {
    if (line.kind === 'context') open = undefined;
    else if (!open) ranges.push((open = [at, at]));
    if (line.kind !== 'added') at += 1;
    if (open) open[1] = at;
  }
  return ranges;
}

/** Where two touches meet: a 1-based line, null for the whole file, undefined where they do not. */
function meet(one: Touch, other: Touch | undefined): number | null | undefined {
  if (other === undefined) return undefined;
  if (one === 'whole' || other === 'whole') return null;
  for (const [from, to] of one) {
    const hit = other.find(([start, end]) => start <= to && from <= end);
    if (hit) return Math.max(from, hit[0]) + 1;
  }
  return undefined;
}
