import { z } from 'zod';

/** The keys that the schema knows at a path of a value; of a union, those of all its alternatives. */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  let at: readonly z.core.$ZodType[] = alternatives(schema);
  for (const part of path) at = at.flatMap((one) => alternatives(childOf(one, part)));
  return [...new Set(at.flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : [])))];
}

function childOf(schema: z.core.$ZodType, part: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodObject ? (schema.shape as Record<PropertyKey, z.core.$ZodType>)[part] : undefined;
}

/** What is left when defaults, optionality and transforms are taken off. */
function alternatives(schema: z.core.$ZodType | undefined): z.core.$ZodType[] {
  if (schema === undefined) return [];
  if (schema instanceof z.ZodUnion || schema instanceof z.ZodDiscriminatedUnion) return schema.options.flatMap(alternatives);
  if (schema instanceof z.ZodPipe) return alternatives(schema.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable) {
    return alternatives(schema.unwrap());
  }
  return [schema];
}

/** The key that a mistyped one most likely stands for; undefined where none is near. */
export function nearestKey(wrong: string, known: readonly string[]): string | undefined {
  const folded = wrong.toLowerCase().replace(/[-_]/g, '');
  const limit = Math.max(1, Math.floor(folded.length / 3));
  const ranked = known
    .map((key) => ({ key, away: distance(folded, key.toLowerCase()) }))
    .filter(({ key, away }) => away <= limit || (folded.length > 2 && key.toLowerCase().startsWith(folded)))
    .sort((a, b) => a.away - b.away);
  return ranked[0]?.key;
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same, swap));
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
