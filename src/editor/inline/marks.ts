import type { GlyphName } from '../../protocol/webview.ts';
import { coreOf, type Hunk } from '../../review/hunk.ts';
import type { Placement } from '../../review/place.ts';

/** A candidate as one document shows it: its hunks and where they stand there now. */
export interface PlacedCandidate {
  readonly experiment: string;
  readonly glyph: GlyphName;
  /** `tg +6.8 % [5.9, 7.7] · pp +1.2 % [0.3, 2.0]`, or the word where nothing was measured. */
  readonly numbers: string;
  readonly hunks: readonly Hunk[];
  readonly placements: readonly Placement[];
  /** Larger is better: of several on the same lines the best is shown. */
  readonly rank: number;
}

/** What one hunk puts into the editor. Lines are 0-based, of the document as it is. */
export interface Mark {
  readonly experiment: string;
  readonly glyph: GlyphName;
  readonly hunk: number;
  /** Where the gutter icon, the text at the line's end and the lenses stand. */
  readonly anchor: number;
  /** Lines that the candidate replaces: tinted. */
  readonly replaced: readonly number[];
  /** Lines after which it only inserts. */
  readonly inserts: readonly number[];
  readonly text: string;
  /** Lenses stand once in a file, above the candidate's first hunk. */
  readonly hasLenses: boolean;
  /** Other candidates on these lines, the best first. */
  readonly others: readonly string[];
}

/**
 * The marks of a document: hunks that are not in it yet, at the lines that they would replace. Of candidates whose lines
 * meet, one is shown: the chosen one, else the best.
 */
export function computeMarks(candidates: readonly PlacedCandidate[], lineCount: number, chosen: string | null): Mark[] {
  const ordered = [...candidates].sort((a, b) => Number(b.experiment === chosen) - Number(a.experiment === chosen) || b.rank - a.rank);
  const shown: { readonly candidate: PlacedCandidate; readonly spans: readonly Span[]; readonly others: string[] }[] = [];
  for (const candidate of ordered) {
    const spans = spansOf(candidate, lineCount);
    if (spans.length === 0) continue;
    const inTheWay = shown.filter((other) => other.spans.some((one) => spans.some((two) => meet(one, two))));
    if (inTheWay.length === 0) shown.push({ candidate, spans, others: [] });
    else for (const { others } of inTheWay) others.push(candidate.experiment);
  }
  return shown.flatMap(({ candidate, others }) => marksOf(candidate, lineCount, others)).sort((a, b) => a.anchor - b.anchor);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Neighbouring lines meet, too: their lenses and icons would stand in each other's way. */
function meet(a: Span, b: Span): boolean {
  return a.from <= b.to && b.from <= a.to;
}

function spansOf({ placements }: PlacedCandidate, lineCount: number): Span[] {
  return placements.flatMap((placement) => {
    if (placement.state !== 'before') return [];
    const from = clamp(placement.line, lineCount);
    return [{ from, to: clamp(Math.max(from, placement.line + placement.count - 1), lineCount) }];
  });
}

function marksOf({ experiment, glyph, numbers, hunks, placements }: PlacedCandidate, lineCount: number, others: readonly string[]): Mark[] {
  const open = hunks.flatMap((hunk, i) => {
    const placement = placements[i];
    return placement?.state === 'before' ? [{ hunk, line: placement.line }] : [];
  });
  return open.map(({ hunk, line }, i) => {
    const { replaced, inserts } = linesOf(hunk, line, lineCount);
    const anchor = replaced[0] ?? inserts[0] ?? clamp(line, lineCount);
    const text = i === 0 ? numbers : `${experiment}, part ${i + 1} of ${open.length}`;
    return { experiment, glyph, hunk: hunk.number, anchor, replaced, inserts, text, hasLenses: i === 0, others: i === 0 ? others : [] };
  });
}

/** Which of the document's lines the hunk replaces, and after which it inserts without replacing. */
function linesOf(hunk: Hunk, line: number, lineCount: number): { readonly replaced: number[]; readonly inserts: number[] } {
  const replaced: number[] = [];
  const inserts: number[] = [];
  let at = line;
  let isReplacing = false;
  for (const { kind } of coreOf(hunk).lines) {
    if (kind === 'added') {
      if (!isReplacing) inserts.push(clamp(at - 1, lineCount));
      isReplacing = true;
      continue;
    }
    isReplacing = kind === 'removed';
    if (kind === 'removed' && at < lineCount) replaced.push(at);
    at += 1;
  }
  return { replaced, inserts };
}

function clamp(line: number, lineCount: number): number {
  return Math.min(Math.max(line, 0), Math.max(lineCount - 1, 0));
}
