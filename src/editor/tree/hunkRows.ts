import { coreOf, type Hunk } from '../../review/hunk.ts';
import type { Placement } from '../../review/place.ts';
import type { CandidateFile } from '../code/candidateCode.ts';
import type { Row } from './rows.ts';

export interface HunkRow extends Row {
  readonly kind: 'hunk';
  readonly experiment: string;
  /** Relative to the repository's root. */
  readonly path: string;
  /** 0-based, where to show it in the file as it is now. */
  readonly line: number;
}

/** A row for each hunk; a file without hunks (binary, renamed, emptied) has one row of its own. */
export function computeHunkRows(parent: string, experiment: string, file: CandidateFile, placements: readonly Placement[] | null): HunkRow[] {
  const path = file.newPath ?? file.oldPath ?? '';
  if (file.hunks.length === 0) return [makeRow(parent, experiment, path, 0, file.diff.binary ? 'binary' : describeFile(file), 0)];
  return file.hunks.map((hunk, i) => {
    const placement = placements?.[i] ?? null;
    return makeRow(parent, experiment, path, lineOf(hunk, placement), `${describeSize(hunk)}${describePlace(placement)}`, hunk.number);
  });
}

function makeRow(parent: string, experiment: string, path: string, line: number, description: string, number: number): HunkRow {
  const name = path.split('/').at(-1) ?? path;
  return {
    kind: 'hunk',
    id: `${parent}/${path}/${number}`,
    experiment,
    path,
    line,
    label: number === 0 ? name : `${name}:${line + 1}`,
    description,
    glyph: null,
    spoken: `${name}, line ${line + 1}, ${description.replace('\u2212', 'minus ').replace('+', 'plus ')}`,
    expands: 'never',
  };
}

function describeFile({ oldPath, newPath }: CandidateFile): string {
  if (oldPath === null) return 'new file';
  return newPath === null ? 'deleted' : oldPath === newPath ? 'mode' : 'renamed';
}

/** `−5 +15`. */
export function describeSize(hunk: Hunk): string {
  const count = (kind: 'added' | 'removed') => hunk.lines.filter((line) => line.kind === kind).length;
  const [removed, added] = [count('removed'), count('added')];
  return [removed > 0 ? `\u2212${removed}` : '', added > 0 ? `+${added}` : ''].filter((part) => part !== '').join(' ');
}

function describePlace(placement: Placement | null): string {
  if (placement === null) return '';
  switch (placement.state) {
    case 'before':
      return ' · not accepted';
    case 'after':
      return ' · in your file';
    case 'other':
      return placement.why === 'changed' ? ' · your lines differ' : ' · place unclear';
  }
}

export function lineOf(hunk: Hunk, placement: Placement | null): number {
  if (placement === null) return coreOf(hunk).oldIndex;
  return placement.state === 'other' ? placement.near : placement.line;
}
