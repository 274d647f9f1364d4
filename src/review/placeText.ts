import { align } from './align.ts';
import type { Core } from './hunk.ts';

/** The ends of a file are neighbours too: marks below every line's number (`FIRST_LINE_NUMBER`). */
export const BEGIN = 0;
export const END = 1;

/** Texts as numbers, equal for equal lines. */
export interface Scene {
  readonly old: readonly number[];
  /** The document between its marks. */
  readonly present: readonly number[];
  readonly cores: readonly (Core & { readonly before: readonly number[]; readonly after: readonly number[] })[];
}

/** The document compared with the old text in which some hunks are in. Indexes count the mark at the beginning. */
export interface Reading {
  readonly text: readonly number[];
  /** For each line of the text the line of the document, -1 for none. */
  readonly map: Int32Array;
  /** Where each hunk's core begins and ends in the text. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
  /** How often each line occurs, in the text and in the document; undefined: never. */
  readonly inText: readonly number[];
  readonly inPresent: readonly number[];
}

export function readText(scene: Scene, isIn: (hunk: number) => boolean): Reading {
  const text: number[] = [BEGIN];
  const spans: { from: number; to: number }[] = [];
  let at = 0;
  for (const [i, core] of scene.cores.entries()) {
    for (; at < core.oldIndex; at++) text.push(scene.old[at] as number);
    const from = text.length;
    text.push(...(isIn(i) ? core.after : core.before));
    spans.push({ from, to: text.length });
    at += core.before.length;
  }
  for (; at < scene.old.length; at++) text.push(scene.old[at] as number);
  text.push(END);
  return { text, map: align(text, scene.present), spans, inText: count(text), inPresent: count(scene.present) };
}

function count(lines: readonly number[]): number[] {
  const counts: number[] = [];
  for (const line of lines) counts[line] = (counts[line] ?? 0) + 1;
  return counts;
}
