import { parseDiff } from './diff.ts';
import type { DiffFile } from './diff.ts';
import { mergeFile } from './mergeFile.ts';
import type { FileOutcome, FileTexts } from './mergeFile.ts';

/** What accepting a candidate, or some of its hunks, makes of each file. */

/** A file that the accept touches: the chosen hunks and what goes with them. */
export interface FileChange {
  readonly oldPath: string | null;
  readonly newPath: string | null;
  /** As in `FileHeader`. */
  readonly oldMode: string | null;
  readonly newMode: string | null;
  /** `asWhole`: not by lines, as for binary files. */
  readonly merge: (texts: FileTexts, asWhole?: boolean) => FileOutcome;
}

/** The files that the chosen hunks change; and how many hunks there are to choose from. */
export interface Changes {
  readonly files: readonly FileChange[];
  readonly hunkCount: number;
}

/**
 * `numbers` null: everything. A new name, a new mode, a file's making or end go along with any of the file's hunks. What
 * has no hunk (binary files, empty ones, pure renames) goes along only where all hunks are chosen.
 */
export function findChanges(diffText: string, numbers: readonly number[] | null): Changes {
  const { files } = parseDiff(diffText);
  const all = files.flatMap((file) => file.hunks.map((hunk) => hunk.number));
  const wanted = new Set(numbers ?? all);
  const everything = numbers === null || (all.length > 0 && all.every((number) => wanted.has(number)));
  const touched = files.filter((file) => everything || file.hunks.some((hunk) => wanted.has(hunk.number)));
  return { files: touched.map((file) => changeOf(file, wanted)), hunkCount: all.length };
}

function changeOf(file: DiffFile, wanted: ReadonlySet<number>): FileChange {
  const { oldPath, newPath, oldMode, newMode } = file;
  return { oldPath, newPath, oldMode, newMode, merge: (texts, asWhole) => mergeFile(file, wanted, texts, asWhole) };
}
