import type { Reading, Scene } from './placeText.ts';

/** A stretch of the document that stands in the text with the hunk in (or not), line by line around the hunk's core. */
export interface Match {
  /** The stretch, as half-open indexes of the document with its marks. */
  readonly start: number;
  readonly end: number;
  /** Where the core begins and ends in it. */
  readonly at: number;
  readonly after: number;
  /** Whether the lines on both sides of the core stand there. */
  readonly isWhole: boolean;
}

/** Every place near where the hunk should be at which the core and a line next to it stand. */
export function findMatches(scene: Scene, reading: Reading, hunk: number, state: 'before' | 'after'): Match[] {
  const core = scene.cores[hunk]?.[state] ?? [];
  const [from, to] = findArea(scene, reading, hunk, core.length);
  const matches: Match[] = [];
  for (let at = from; at <= to; at++) {
    const match = matchAt(scene, reading, hunk, core, at);
    if (match) matches.push(match);
  }
  return matches;
}

/**
 * The alignment says between which lines the hunk lies. A block that could as well stand higher or lower may have been
 * aligned so: by less than its own length, or else it would not be found twice.
 */
function findArea(scene: Scene, reading: Reading, hunk: number, length: number): [number, number] {
  const { from, to } = reading.spans[hunk] as { from: number; to: number };
  const core = scene.cores[hunk];
  const slack = (core?.before.length ?? 0) + (core?.after.length ?? 0) + 1;
  let above = from - 1;
  while ((reading.map[above] as number) < 0) above -= 1;
  let below = to;
  while ((reading.map[below] as number) < 0) below += 1;
  const first = (reading.map[above] as number) + 1 - slack;
  const last = (reading.map[below] as number) - length + slack;
  return [Math.max(1, first), Math.min(scene.present.length - 1 - length, last)];
}

function matchAt(scene: Scene, reading: Reading, hunk: number, core: readonly number[], at: number): Match | undefined {
  const { present } = scene;
  const { text } = reading;
  const { from, to } = reading.spans[hunk] as { from: number; to: number };
  for (let i = 0; i < core.length; i++) if (present[at + i] !== core[i]) return undefined;
  const after = at + core.length;
  let up = 0;
  while (up < from && up < at && text[from - 1 - up] === present[at - 1 - up]) up += 1;
  let down = 0;
  while (to + down < text.length && after + down < present.length && text[to + down] === present[after + down]) down += 1;
  if (up === 0 && down === 0) return undefined;
  return { start: at - up, end: after + down, at, after, isWhole: up > 0 && down > 0 };
}

/**
 * Whether a match is the only way to read the document here. It explains everything that another place would (`own`), and
 * that the hunk's other state would (`others`; there one neighbour is enough to cast a doubt), and more. And it is tied
 * down by lines that occur only once, in the core or on both sides of it: braces and blank lines alone tell no place.
 */
export function isDecisive(scene: Scene, reading: Reading, match: Match, own: readonly Match[], others: readonly Match[]): boolean {
  if (!match.isWhole) return false;
  for (const other of own) if (other !== match && other.isWhole && !holds(match, other)) return false;
  for (const other of others) if (!holds(match, other)) return false;
  const hasUnique = (from: number, to: number): boolean => {
    for (let i = from; i < to; i++) {
      const line = scene.present[i] as number;
      if (reading.inPresent[line] === 1 && (reading.inText[line] ?? 0) <= 1) return true;
    }
    return false;
  };
  return hasUnique(match.at, match.after) || (hasUnique(match.start, match.at) && hasUnique(match.after, match.end));
}

function holds(match: Match, other: Match): boolean {
  return match.start <= other.start && match.end >= other.end && match.end - match.start > other.end - other.start;
}
