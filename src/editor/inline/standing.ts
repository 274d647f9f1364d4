import { isSameText } from '../../review/lines.ts';
import { placeHunks, type Placement } from '../../review/place.ts';
import type { CandidateFile } from '../code/candidateCode.ts';
import type { Standing } from '../look/review.ts';

/** Where one file of a candidate stands in the user's text; null: the file is not there. */
export interface FilePlacement {
  readonly file: CandidateFile;
  readonly placements: readonly Placement[];
  readonly standing: Exclude<Standing, null>;
}

export function placeFile(file: CandidateFile, present: string | null): FilePlacement {
  const { beforeText, afterText, hunks } = file;
  if (file.oldPath === null || file.newPath === null || hunks.length === 0) return { file, placements: [], standing: standingOfWhole(file, present) };
  if (beforeText === null || afterText === null || present === null) return { file, placements: [], standing: 'unclear' };
  const placements = placeHunks(beforeText, hunks, present);
  return { file, placements, standing: foldStandings(placements.map(standingOf)) };
}

function standingOf(placement: Placement): Exclude<Standing, null> {
  switch (placement.state) {
    case 'before':
      return 'out';
    case 'after':
      return 'in';
    case 'other':
      return 'unclear';
  }
}

/** A file that comes, goes or is binary stands whole or not at all. */
function standingOfWhole({ beforeText, afterText }: CandidateFile, present: string | null): Exclude<Standing, null> {
  const isSame = (text: string | null) => (text === null || present === null ? text === present : isSameText(text, present));
  if (isSame(afterText)) return 'in';
  return isSame(beforeText) ? 'out' : 'unclear';
}

export function foldStandings(standings: readonly Exclude<Standing, null>[]): Exclude<Standing, null> {
  const all = new Set(standings);
  if (all.size === 1) return standings[0] ?? 'unclear';
  return all.has('in') ? 'partly' : 'unclear';
}
