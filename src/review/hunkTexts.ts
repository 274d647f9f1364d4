import { newIndexOf, oldIndexOf } from './hunk.ts';
import type { DiffLine, Hunk } from './hunk.ts';
import { splitLines } from './lines.ts';

/**
 * The hunks with the lines of the given texts: a diff may have been decoded with loss, or otherwise than a document. It says
 * where the lines are, and the texts say what they are.
 */
export function withTexts(hunks: readonly Hunk[], oldText: string, newText: string): Hunk[] {
  const [old, fresh] = [splitLines(oldText), splitLines(newText)];
  return hunks.map((hunk) => {
    let [i, j] = [oldIndexOf(hunk), newIndexOf(hunk)];
    const lines = hunk.lines.map(({ kind }): DiffLine => {
      const line = (kind === 'added' ? fresh[j] : old[i]) ?? '';
      if (kind !== 'added') i += 1;
      if (kind !== 'removed') j += 1;
      const newline = line.endsWith('\n');
      return { kind, text: newline ? line.slice(0, -1) : line, newline };
    });
    return { ...hunk, lines };
  });
}
