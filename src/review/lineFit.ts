import { lineEndsOf, withLineEnd } from './lines.ts';

/** How a candidate's lines are written into the user's file. */
export interface LineFit {
  /** The user's file has other line ends than the repository (a checkout with CRLF): they stand, and do not count. */
  readonly ownEnds: boolean;
  /** A line of the candidate as it goes between two lines of the user's. */
  readonly fit: (line: string, before: string | undefined, after: string | undefined) => string;
}

/** Where the candidate itself changes the line ends, they count. */
export function findLineFit(ancestor: readonly string[], ours: readonly string[], theirs: readonly string[]): LineFit {
  const [was, is, will] = [ancestor, ours, theirs].map(lineEndsOf);
  const ownEnds = is !== was && is !== 'none' && was !== 'mixed' && (will === was || will === 'none');
  if (!ownEnds) return { ownEnds, fit: (line) => line };
  if (is === 'lf' || is === 'crlf') return { ownEnds, fit: (line) => withLineEnd(line, is) };
  return { ownEnds, fit: (line, before, after) => withLineEnd(line, (before ?? after ?? line).endsWith('\r\n') ? 'crlf' : 'lf') };
}
