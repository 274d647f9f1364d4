import { coreOf } from './hunk.ts';
import type { Core, Hunk } from './hunk.ts';
import { lineEndsOf, LineNumbers, splitLines, withoutCr } from './lines.ts';
import { findExact } from './placeExact.ts';
import { findMatches, isDecisive } from './placeMatch.ts';
import { BEGIN, END, readText } from './placeText.ts';
import type { Reading, Scene } from './placeText.ts';

/**
 * Where a candidate's hunks stand in a document as it is now, derived from its text alone: undo, revert and a branch
 * switch need no hook. A hunk is `before` or `after` only where its lines and their neighbours stand together in the
 * document and no other reading explains as much of it; everything else is `other`. It never guesses.
 */
export type Placement =
  /**
   * The lines that the hunk replaces (`before`) or puts there (`after`) are `count` lines from the 0-based `line` on, the
   * context between its changes included; no line where it only inserts (`before`) or only removes (`after`).
   * `shift`: how many lines lower that is than the diff says.
   */
  | { readonly state: 'before' | 'after'; readonly line: number; readonly count: number; readonly shift: number }
  /**
   * `changed`: its lines were edited. `ambiguous`: they are there, and could be read in more than one way; `mayBeIn`: as
   * the hunk's new lines, too. `near`: the 0-based line to show it at.
   */
  | { readonly state: 'other'; readonly why: 'changed' | 'ambiguous'; readonly mayBeIn: boolean; readonly near: number };

/** Each pass reads the document with the hunks in that the one before found in it; it settles in two. */
const MOST_PASSES = 4;

/**
 * `hunks` are all of the file's, made for `old`, in order; `present` is the document. Line ends are compared only where
 * both texts use the same.
 */
export function placeHunks(old: string, hunks: readonly Hunk[], present: string): Placement[] {
  const scene = makeScene(old, hunks, present);
  const exact = findExact(scene);
  if (exact) return placeExactly(scene, exact);
  const first = readText(scene, () => false);
  let placements = hunks.map((_, i) => place(scene, first, i));
  for (let pass = 1; pass < MOST_PASSES; pass++) {
    const last = placements;
    const reading = readText(scene, (i) => last[i]?.state === 'after');
    placements = hunks.map((_, i) => place(scene, reading, i));
    if (placements.every(({ state }, i) => state === last[i]?.state)) return placements;
    // What a further look reads in another way is not certain.
    if (pass === MOST_PASSES - 1) placements = placements.map((placement, i) => doubt(placement, last[i]));
  }
  return placements;
}

function doubt(placement: Placement, last: Placement | undefined): Placement {
  if (placement.state === 'other' || placement.state === last?.state) return placement;
  return { state: 'other', why: 'ambiguous', mayBeIn: true, near: placement.line };
}

function makeScene(old: string, hunks: readonly Hunk[], present: string): Scene {
  const [oldLines, presentLines] = [splitLines(old), splitLines(present)];
  const ends = lineEndsOf(oldLines);
  const sameEnds = ends !== 'mixed' && ends === lineEndsOf(presentLines);
  const numbers = sameEnds || old === present ? new LineNumbers() : new LineNumbers(withoutCr);
  return {
    old: numbers.of(oldLines),
    present: [BEGIN, ...numbers.of(presentLines), END],
    cores: hunks.map((hunk) => {
      const core = coreOf(hunk);
      return { ...core, before: numbers.of(core.oldLines), after: numbers.of(core.newLines) };
    }),
  };
}

function placeExactly(scene: Scene, isIn: readonly boolean[]): Placement[] {
  let moved = 0;
  return scene.cores.map((core, i) => {
    const line = core.oldIndex + moved;
    if (!isIn[i]) return { state: 'before', line, count: core.before.length, shift: moved };
    moved += core.after.length - core.before.length;
    return { state: 'after', line, count: core.after.length, shift: line - core.newIndex };
  });
}

function place(scene: Scene, reading: Reading, hunk: number): Placement {
  const core = scene.cores[hunk] as Core;
  const before = findMatches(scene, reading, hunk, 'before');
  const after = findMatches(scene, reading, hunk, 'after');
  for (const [state, own, others] of [['before', before, after], ['after', after, before]] as const) {
    const match = own.find((candidate) => isDecisive(scene, reading, candidate, own, others));
    if (match === undefined) continue;
    const [count, said] = state === 'before' ? [core.oldLines.length, core.oldIndex] : [core.newLines.length, core.newIndex];
    return { state, line: match.at - 1, count, shift: match.at - 1 - said };
  }
  const mayBeIn = after.some(({ isWhole }) => isWhole);
  const why = mayBeIn || before.some(({ isWhole }) => isWhole) ? 'ambiguous' : 'changed';
  return { state: 'other', why, mayBeIn, near: findNear(scene, reading, hunk) };
}

/** The line after the nearest one above the hunk that is still there. */
function findNear(scene: Scene, reading: Reading, hunk: number): number {
  let i = (reading.spans[hunk] as { from: number }).from - 1;
  while (i > 0 && (reading.map[i] as number) < 0) i -= 1;
  const lines = scene.present.length - 2;
  return Math.min(Math.max(reading.map[i] as number, 0), Math.max(lines - 1, 0));
}
