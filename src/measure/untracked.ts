import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';

/** Paths are relative to a twin's root, `/` between parts; a trailing `/` means a folder with all that is in it. */
export class KeptPaths {
  readonly #files: ReadonlySet<string>;
  readonly #folders: readonly string[];

  constructor(paths: readonly string[]) {
    this.#files = new Set(paths.map((kept) => kept.replace(/\/$/, '')));
    this.#folders = paths.filter((kept) => kept.endsWith('/'));
  }

  has(file: string): boolean {
    return this.#files.has(file.replace(/\/$/, '')) || this.#folders.some((folder) => file.startsWith(folder));
  }

  hasBelow(folder: string): boolean {
    return [...this.#files].some((kept) => kept.startsWith(`${folder}/`));
  }
}

/** Removes untracked entries as `git ls-files --others` lists them, and the folders that this leaves empty. */
export async function removeUntracked(root: string, entries: readonly string[], kept: KeptPaths): Promise<void> {
  const parents = new Set<string>();
  for (const entry of entries) {
    await removeEntry(root, entry.replace(/\/$/, ''), kept);
    if (entry.includes('/')) parents.add(path.posix.dirname(entry.replace(/\/$/, '')));
  }
  for (const parent of parents) await removeEmptyUpwards(root, parent);
}

async function removeEntry(root: string, entry: string, kept: KeptPaths): Promise<void> {
  if (entry === '' || kept.has(entry)) return;
  // Not through a symbolic link: what is behind it is not ours.
  const isFolder = (await lstat(path.join(root, entry)).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder || !kept.hasBelow(entry)) {
    await rm(path.join(root, entry), { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
    return;
  }
  for (const name of await readdir(path.join(root, entry)).catch(() => [])) await removeEntry(root, `${entry}/${name}`, kept);
}

async function removeEmptyUpwards(root: string, folder: string): Promise<void> {
  for (let at = folder; at !== '.' && at !== ''; at = path.posix.dirname(at)) {
    try {
      await rmdir(path.join(root, at));
    } catch {
      return;
    }
  }
}

/** Files of a whole folder in one entry beyond this many: a list for the log, not a backup. */
const MOST_FILES_OF_A_FOLDER = 500;

/** Untracked paths as a list to keep: file by file, but large folders as one. */
export async function summarize(root: string, entries: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of entries) {
    const files = entry.endsWith('/') ? await filesBelow(root, entry.slice(0, -1), MOST_FILES_OF_A_FOLDER + 1) : [entry];
    if (files.length > MOST_FILES_OF_A_FOLDER) found.push(entry);
    else found.push(...files);
  }
  return found.sort();
}

async function filesBelow(root: string, folder: string, most: number): Promise<string[]> {
  const found: string[] = [];
  for (const item of await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => [])) {
    if (found.length >= most) break;
    const file = `${folder}/${item.name}`;
    if (item.isDirectory()) found.push(...(await filesBelow(root, file, most - found.length)));
    else found.push(file);
  }
  return found;
}
