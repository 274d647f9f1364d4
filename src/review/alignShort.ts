import type { Span } from './align.ts';

/** Edits beyond which a rest counts as rewritten: the search costs their square. */
const MOST_EDITS = 300;

/** Fills in the map by the shortest edit script (Myers) where it is short; else leaves the span unmatched. */
export function alignShort(a: readonly number[], b: readonly number[], span: Span, map: Int32Array): void {
  const trace = search(a, b, span);
  if (trace === undefined) return;
  let x = span.a1 - span.a0;
  let y = span.b1 - span.b0;
  for (let d = trace.length; d > 0; d--) {
    const reached = trace[d - 1] as Int32Array;
    const k = x - y;
    const down = k === -d || (k !== d && (reached[k - 1 + d] as number) < (reached[k + 1 + d] as number));
    const fromX = reached[(down ? k + 1 : k - 1) + d] as number;
    const fromY = fromX - (down ? k + 1 : k - 1);
    // Back along the diagonal of equal lines that followed the edit.
    while (x > fromX && y > fromY && x - 1 >= (down ? fromX : fromX + 1) && y - 1 >= (down ? fromY + 1 : fromY)) {
      map[span.a0 + --x] = span.b0 + --y;
    }
    [x, y] = [fromX, fromY];
  }
  while (x > 0 && y > 0) map[span.a0 + --x] = span.b0 + --y;
}

/** The furthest x on each diagonal after d-1 edits, for each d up to the end; diagonal k is at index k + d. */
function search(a: readonly number[], b: readonly number[], span: Span): Int32Array[] | undefined {
  const n = span.a1 - span.a0;
  const m = span.b1 - span.b0;
  const trace: Int32Array[] = [];
  const most = Math.min(n + m, MOST_EDITS);
  // Index k + most + 1; one spare diagonal on either side.
  const far = new Int32Array(2 * most + 3);
  for (let d = 0; d <= most; d++) {
    if (d > 0) trace.push(far.slice(most + 1 - d, most + 2 + d));
    for (let k = -d; k <= d; k += 2) {
      const at = k + most + 1;
      const down = k === -d || (k !== d && (far[at - 1] as number) < (far[at + 1] as number));
      let x = d === 0 ? 0 : down ? (far[at + 1] as number) : (far[at - 1] as number) + 1;
      while (x < n && x - k < m && x - k >= 0 && a[span.a0 + x] === b[span.b0 + x - k]) x += 1;
      far[at] = x;
      if (x >= n && x - k >= m) return trace;
    }
  }
  return undefined;
}
