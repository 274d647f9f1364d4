import { align } from '../../review/align.ts';
import { LineNumbers, splitLines } from '../../review/lines.ts';

/** A replacement in a text, by offsets: `text` stands for what is from `from` up to `to`. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The fewest whole lines that take the old text to the new one: cursors, folds and marks elsewhere stay where they are. */
export function computeTextEdits(old: string, fresh: string): TextEdit[] {
  const numbers = new LineNumbers();
  const [a, b] = [splitLines(old), splitLines(fresh)];
  const map = align(numbers.of(a), numbers.of(b));
  const edits: TextEdit[] = [];
  let [i, j, offset] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && map[i] === j) {
      offset += a[i]?.length ?? 0;
      i += 1;
      j += 1;
      continue;
    }
    const from = offset;
    for (; i < a.length && (map[i] as number) < 0; i += 1) offset += a[i]?.length ?? 0;
    const next = i < a.length ? (map[i] as number) : b.length;
    edits.push({ from, to: offset, text: b.slice(j, next).join('') });
    j = next;
  }
  return edits;
}

export function applyTextEdits(old: string, edits: readonly TextEdit[]): string {
  return edits.toReversed().reduce((text, { from, to, text: put }) => text.slice(0, from) + put + text.slice(to), old);
}
