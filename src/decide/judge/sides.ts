/** From measurements of tools that know no sides to rows of before and after. */
import { findCoarseGrid } from '../grid.ts';
import type { Direction } from '../types.ts';
import type { RowInput, Sample } from './types.ts';

export interface Measurement {
  /** What was measured: the same on both sides. */
  readonly name: string;
  /** Which build or document it belongs to; in order of appearance the first is before. */
  readonly side: string;
  readonly sample: Sample;
  readonly better: Direction | null;
}

/** Samples of one name and side are pooled; every later side stands against the first. */
export function pairSides(measurements: readonly Measurement[]): RowInput[] {
  const byName = new Map<string, Map<string, Measurement>>();
  for (const one of measurements) {
    const sides = byName.get(one.name) ?? new Map<string, Measurement>();
    const known = sides.get(one.side);
    sides.set(one.side, known === undefined ? one : { ...one, sample: pool(known.sample, one.sample) });
    byName.set(one.name, sides);
  }
  return [...byName].flatMap(([name, sides]) => {
    const [first, ...later] = [...sides.values()];
    if (first === undefined) return [];
    return later.map((one) => toRow(later.length > 1 ? `${name} (${one.side})` : name, first, one));
  });
}

/**
 * One side only, but names that differ in one word such as old and new, before and after; or exactly two names. Names
 * become sides.
 */
export function pairNames(measurements: readonly Measurement[]): RowInput[] {
  const split = measurements.map((one) => splitName(one.name));
  const worded = measurements.flatMap((one, i) => {
    const found = split[i];
    return found === null || found === undefined ? [] : [{ ...one, name: found.name, side: found.side }];
  });
  const rows = pairSides([...worded].sort((a, b) => a.side.localeCompare(b.side)));
  if (rows.length > 0) return rows;
  const names = [...new Set(measurements.map((one) => one.name))];
  if (names.length !== 2) return [];
  return pairSides(measurements.map((one) => ({ ...one, name: names.join(' -> '), side: one.name })));
}

function toRow(name: string, a: Measurement, b: Measurement): RowInput {
  const values = [a, b].flatMap((one) => (one.sample.kind === 'values' ? one.sample.values : []));
  const step = findCoarseGrid(values);
  return { name, a: a.sample, b: b.sample, better: a.better, ...(step > 0 ? { step } : {}) };
}

function pool(a: Sample, b: Sample): Sample {
  if (a.kind === 'values' && b.kind === 'values') return { kind: 'values', values: [...a.values, ...b.values] };
  return b;
}

const before =
  /(^|[^A-Za-z])(old|before|base|baseline|current|orig|original|main|master)(?=$|[^A-Za-z])|(Old|Before|Base|Baseline|Current|Original)(?=$|[^a-z])/;
const after =
  /(^|[^A-Za-z])(new|after|cand|candidate|patched|patch|optimized|opt)(?=$|[^A-Za-z])|(New|After|Candidate|Patched|Optimized)(?=$|[^a-z])/;

/** The name without its word, and "1" for before, "2" for after. */
function splitName(name: string): { name: string; side: string } | null {
  for (const [words, side] of [
    [before, '1'],
    [after, '2'],
  ] as const) {
    if (words.test(name))
      return { name: name.replace(words, '$1').replace(/[/_:.=-]+$|(?<=[/_:.=-])[/_:.=-]+/g, ''), side };
  }
  return null;
}
