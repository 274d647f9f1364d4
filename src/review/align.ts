import { alignShort } from './alignShort.ts';

/**
 * Which line of one text stands for which line of another: anchors are lines that occur once in both (patience), what
 * lies between them is taken apart the same way, and short rests without an anchor by the shortest edit. Time is
 * about n log n also for texts that share nothing.
 */

export interface Span {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

/**
 * For each index of `a` the index in `b` of the same line, -1 where it has none. The indexes increase. Lines are small
 * numbers from 0 on (`LineNumbers`).
 */
export function align(a: readonly number[], b: readonly number[]): Int32Array {
  const map = new Int32Array(a.length).fill(-1);
  const scratch = makeScratch(a, b);
  const open: Span[] = [{ a0: 0, a1: a.length, b0: 0, b1: b.length }];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const inner = matchEnds(a, b, span, map);
    if (inner.a0 === inner.a1 || inner.b0 === inner.b1) continue;
    const anchors = findAnchors(a, b, inner, scratch);
    if (anchors.length === 0) alignShort(a, b, inner, map);
    else splitAt(anchors, inner, open);
  }
  slideDown(a, b, map);
  return map;
}

function matchEnds(a: readonly number[], b: readonly number[], span: Span, map: Int32Array): Span {
  let { a0, a1, b0, b1 } = span;
  while (a0 < a1 && b0 < b1 && a[a0] === b[b0]) map[a0++] = b0++;
  while (a0 < a1 && b0 < b1 && a[a1 - 1] === b[b1 - 1]) map[--a1] = --b1;
  return { a0, a1, b0, b1 };
}

/** An anchor is matched by the first step of the span that begins with it. */
function splitAt(anchors: readonly (readonly [number, number])[], span: Span, open: Span[]): void {
  let { a0, b0 } = span;
  for (const [a, b] of anchors) {
    open.push({ a0, a1: a, b0, b1: b });
    [a0, b0] = [a, b];
  }
  open.push({ a0, a1: span.a1, b0, b1: span.b1 });
}

/** By line: its place in the span, or what else is known of it. Kept over spans, and clean between them. */
interface Scratch {
  readonly inA: Int32Array;
  readonly inB: Int32Array;
}

const NONE = -1;
const SEVERAL = -2;

function makeScratch(a: readonly number[], b: readonly number[]): Scratch {
  let most = 0;
  for (const lines of [a, b]) for (const line of lines) if (line > most) most = line;
  return { inA: new Int32Array(most + 1).fill(NONE), inB: new Int32Array(most + 1).fill(NONE) };
}

/** Pairs of lines that occur once in both spans, as many as stand in the same order in both. */
function findAnchors(a: readonly number[], b: readonly number[], span: Span, { inA, inB }: Scratch): [number, number][] {
  markUnique(a, span.a0, span.a1, inA);
  markUnique(b, span.b0, span.b1, inB);
  const pairs: [number, number][] = [];
  for (let i = span.a0; i < span.a1; i++) {
    const line = a[i] as number;
    if (inA[line] === i && (inB[line] as number) >= 0) pairs.push([i, inB[line] as number]);
  }
  for (let i = span.a0; i < span.a1; i++) inA[a[i] as number] = NONE;
  for (let i = span.b0; i < span.b1; i++) inB[b[i] as number] = NONE;
  return longestIncreasing(pairs);
}

function markUnique(lines: readonly number[], from: number, to: number, places: Int32Array): void {
  for (let i = from; i < to; i++) {
    const line = lines[i] as number;
    places[line] = places[line] === NONE ? i : SEVERAL;
  }
}

/** The pairs come with increasing first parts; the longest choice of them whose second parts increase too. */
function longestIncreasing(pairs: readonly [number, number][]): [number, number][] {
  const tails: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [i, [, b]] of pairs.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] as number] as [number, number])[1] < b) low = middle + 1;
      else high = middle;
    }
    if (low > 0) before[i] = tails[low - 1] as number;
    tails[low] = i;
  }
  const chosen: [number, number][] = [];
  for (let i = tails.at(-1) ?? -1; i >= 0; i = before[i] as number) chosen.push(pairs[i] as [number, number]);
  return chosen.reverse();
}

/**
 * Where an inserted or deleted block could as well stand one line lower, it is put as low as it goes: the same change
 * made in two texts is then found at the same place in both, whatever else differs.
 */
function slideDown(a: readonly number[], b: readonly number[], map: Int32Array): void {
  const back = new Int32Array(b.length).fill(-1);
  for (let i = 0; i < map.length; i++) {
    const j = map[i] as number;
    if (j >= 0) back[j] = i;
  }
  slideRuns(a, map, back);
  slideRuns(b, back, map);
}

/** Slides runs of unmatched lines of `own` that nothing unmatched of the other text stands beside. */
function slideRuns(own: readonly number[], map: Int32Array, back: Int32Array): void {
  let start = 0;
  while (start < own.length) {
    if ((map[start] as number) >= 0) {
      start += 1;
      continue;
    }
    let end = start;
    while (end < own.length && map[end] === -1) end += 1;
    const other = end < own.length ? (map[end] as number) : back.length;
    const alone = other === 0 || (back[other - 1] as number) >= 0;
    if (alone && end < own.length && own[start] === own[end]) {
      back[other] = start;
      map[start] = other;
      map[end] = -1;
      start += 1;
    } else start = end;
  }
}
