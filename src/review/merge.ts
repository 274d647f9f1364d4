import { align } from './align.ts';
import { findLineFit } from './lineFit.ts';
import type { LineFit } from './lineFit.ts';
import { LineNumbers, splitLines, splitMark, withoutCr } from './lines.ts';

export type Merged =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      /** `ambiguous`: the lines repeat, and the change could go to more than one place. */
      readonly why: 'changed' | 'ambiguous';
      /** The user's lines that are in the way, as 0-based half-open ranges. */
      readonly ranges: readonly (readonly [number, number])[];
    };

/**
 * Three-way merge by lines. As with git, changes without a common line between them are a conflict unless they are the
 * same. Where lines repeat, what was changed can often be told in two ways: unless both give the same text, nothing is
 * merged. The user's line ends and byte order mark stand, unless the candidate changes them.
 */
export function mergeTexts(ancestor: string, ours: string, theirs: string): Merged {
  const [was, is, will] = [splitMark(ancestor), splitMark(ours), splitMark(theirs)];
  const merged = mergeLines({ ancestor: splitLines(was[1]), ours: splitLines(is[1]), theirs: splitLines(will[1]) });
  const mark = will[0] === was[0] ? is[0] : will[0];
  return merged.ok ? { ok: true, text: `${mark}${merged.text}` } : merged;
}

interface Texts<T> {
  readonly ancestor: readonly T[];
  readonly ours: readonly T[];
  readonly theirs: readonly T[];
}

function mergeLines(texts: Texts<string>): Merged {
  const fit = findLineFit(texts.ancestor, texts.ours, texts.theirs);
  const numbers = fit.ownEnds ? new LineNumbers(withoutCr) : new LineNumbers();
  const ids = { ancestor: numbers.of(texts.ancestor), ours: numbers.of(texts.ours), theirs: numbers.of(texts.theirs) };
  const low = mergeBy(texts, ids, fit, align(ids.ancestor, ids.ours), align(ids.ancestor, ids.theirs));
  const high = mergeBy(texts, ids, fit, alignHigh(ids.ancestor, ids.ours), alignHigh(ids.ancestor, ids.theirs));
  if (!low.ok) return low;
  if (!high.ok) return high;
  if (low.text === high.text) return low;
  return { ok: false, why: 'ambiguous', ranges: [findDifference(low.text, high.text, texts.ours.length)] };
}

/** As `align`, with each block put as high as it goes instead of as low. */
function alignHigh(a: readonly number[], b: readonly number[]): Int32Array {
  const map = align([...a].reverse(), [...b].reverse());
  return map.map((j) => (j < 0 ? j : b.length - 1 - j)).reverse();
}

function mergeBy(texts: Texts<string>, ids: Texts<number>, { fit }: LineFit, toOurs: Int32Array, toTheirs: Int32Array): Merged {
  const { ancestor: a, ours: o, theirs: t } = ids;
  const result: string[] = [];
  const ranges: [number, number][] = [];
  let [i, j, k] = [0, 0, 0];
  for (;;) {
    const next = findCommon(toOurs, toTheirs, i);
    const [ni, nj, nk] = next ?? [a.length, o.length, t.length];
    if (isSame(a, i, ni, t, k, nk) || isSame(o, j, nj, t, k, nk)) result.push(...texts.ours.slice(j, nj));
    else if (isSame(a, i, ni, o, j, nj)) {
      for (const line of texts.theirs.slice(k, nk)) result.push(fit(line, result.at(-1), texts.ours[nj]));
    } else ranges.push([j, nj]);
    if (!next) break;
    result.push(texts.ours[nj] as string);
    [i, j, k] = [ni + 1, nj + 1, nk + 1];
  }
  return ranges.length > 0 ? { ok: false, why: 'changed', ranges } : { ok: true, text: result.join('') };
}

/** The next line of the ancestor that is in both, as its three indexes. */
function findCommon(toOurs: Int32Array, toTheirs: Int32Array, from: number): [number, number, number] | undefined {
  for (let i = from; i < toOurs.length; i++) {
    const [j, k] = [toOurs[i] as number, toTheirs[i] as number];
    if (j >= 0 && k >= 0) return [i, j, k];
  }
  return undefined;
}

function isSame(a: readonly number[], a0: number, a1: number, b: readonly number[], b0: number, b1: number): boolean {
  if (a1 - a0 !== b1 - b0) return false;
  for (let i = a0, j = b0; i < a1; i++, j++) if (a[i] !== b[j]) return false;
  return true;
}

/** About where in the user's text two results part. */
function findDifference(one: string, other: string, length: number): [number, number] {
  const [a, b] = [splitLines(one), splitLines(other)];
  const first = a.findIndex((line, i) => line !== b[i]);
  const at = Math.max(0, Math.min(first, length - 1));
  return [at, at + 1];
}
