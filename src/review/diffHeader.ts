import { unquotePath } from './diffPath.ts';

/** What the lines before a file's first hunk say of it. */
export interface FileHeader {
  /** null: the file is new. Relative to the repository's root. */
  readonly oldPath: string | null;
  /** null: the file is deleted. */
  readonly newPath: string | null;
  /** As in a tree entry ("100644"); null where there is no file, '' where the diff does not say (a pure rename). */
  readonly oldMode: string | null;
  readonly newMode: string | null;
  readonly binary: boolean;
  /** The old file stays: `copy from` where a rename would take it away. */
  readonly copied: boolean;
}

interface Found {
  oldName?: string | undefined;
  newName?: string | undefined;
  oldMode?: string;
  newMode?: string;
  isNew: boolean;
  isDeleted: boolean;
  binary: boolean;
  copied: boolean;
}

/** The header's facts, or what is wrong with it. */
export function readHeader(header: readonly string[]): FileHeader | string {
  const found: Found = { isNew: false, isDeleted: false, binary: false, copied: false };
  for (const line of header.slice(1)) {
    readLine(line, found);
    if (found.binary) break;
  }
  if (found.oldName === undefined || found.newName === undefined) {
    const same = readSamePath((header[0] as string).slice('diff --git '.length));
    if (same === undefined) return 'the file names cannot be told apart: print the diff with the prefixes a/ and b/';
    found.oldName ??= same;
    found.newName ??= same;
  }
  return {
    oldPath: found.isNew ? null : found.oldName,
    newPath: found.isDeleted ? null : found.newName,
    oldMode: found.isNew ? null : (found.oldMode ?? ''),
    newMode: found.isDeleted ? null : (found.newMode ?? ''),
    binary: found.binary,
    copied: found.copied,
  };
}

const FACT =
  /^(old mode|new mode|new file mode|deleted file mode|rename from|rename to|copy from|copy to|---|\+\+\+|Binary files|GIT binary patch|index [0-9a-f]+\.\.[0-9a-f]+)(?: ([^]*))?$/;

function readLine(line: string, found: Found): void {
  const [, word, rest = ''] = FACT.exec(line) ?? [];
  if (word === undefined) return;
  if (word === 'old mode') found.oldMode = rest;
  else if (word === 'new mode') found.newMode = rest;
  else if (word === 'new file mode') [found.isNew, found.newMode] = [true, rest];
  else if (word === 'deleted file mode') [found.isDeleted, found.oldMode] = [true, rest];
  else if (word === 'rename from') found.oldName = unquotePath(rest);
  else if (word === 'copy from') [found.copied, found.oldName] = [true, unquotePath(rest)];
  else if (word === 'rename to' || word === 'copy to') found.newName = unquotePath(rest);
  else if (word === '---') found.oldName = stripPrefix(rest, 'a/') ?? found.oldName;
  else if (word === '+++') found.newName = stripPrefix(rest, 'b/') ?? found.newName;
  else if (word.startsWith('index ')) {
    // Only where the mode is the same on both sides.
    if (rest !== '') [found.oldMode, found.newMode] = [rest, rest];
  } else found.binary = true;
}

/** git ends a name with a tab where it has a blank. undefined for /dev/null and for other prefixes. */
function stripPrefix(name: string, prefix: string): string | undefined {
  const path = unquotePath(name.replace(/\t$/, ''));
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** `a/<path> b/<path>` with the same path twice: where nothing else in the header has a name. */
function readSamePath(names: string): string | undefined {
  const half = names.slice(0, (names.length - 1) / 2);
  const other = names.slice(half.length + 1);
  const [a, b] = [unquotePath(half), unquotePath(other)];
  const same = a.startsWith('a/') && b.startsWith('b/') && a.slice(2) === b.slice(2) && names.charAt(half.length) === ' ';
  return same ? a.slice(2) : undefined;
}
