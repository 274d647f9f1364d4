import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync, type BigIntStats } from 'node:fs';
import { chmod, copyFile, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { CodeRef } from '../campaign/events.ts';
import { Infrastructure } from '../campaign/stages.ts';
import type { Git } from '../support/git.ts';
import { parseLfsPointer } from '../support/lfs.ts';
import { makeRealFolder } from '../support/realFolder.ts';

export interface ProtectedCopyOptions {
  readonly git: Git;
  readonly cloneFolder: string;
  /** The copy's own folder, outside the twins. */
  readonly folder: string;
  /** Relative to the repository's root. */
  readonly paths: readonly string[];
}

/** What tells a file that was written to: no user program can set the time of change back. */
interface Seen {
  readonly inode: bigint;
  readonly size: bigint;
  readonly changed: bigint;
}

/**
 * The files that a campaign is measured with, as they were when it started. The twins' files are compared with them before
 * and after each run, by a look at the inode (some microseconds a file) and by content only where that moved.
 */
export class ProtectedCopy {
  readonly #options: ProtectedCopyOptions;
  #hashes = new Map<string, string>();
  readonly #seen = new Map<string, Seen>();
  readonly #watched = new Set<string>();

  constructor(options: ProtectedCopyOptions) {
    this.#options = options;
  }

  get paths(): readonly string[] {
    return this.#options.paths;
  }

  /** Written afresh from the commit, in the form in which git writes it into the twins. */
  async open(base: CodeRef): Promise<void> {
    const { git, cloneFolder, folder, paths } = this.#options;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    this.#watched.clear();
    this.#hashes = new Map();
    if (paths.length === 0) return;
    const index = `${folder}.index`;
    const call = { cwd: folder, index, gitFolder: cloneFolder, workTree: folder };
    await rm(index, { force: true });
    await git.text(['read-tree', base.commit], call);
    await git.text(['checkout-index', '--force', '-z', '--stdin'], { ...call, input: `${paths.join('\0')}\0` });
    await rm(index, { force: true });
    for (const file of paths) {
      const copy = path.join(folder, file);
      const hash = hashOf(copy);
      if (hash === undefined) throw new Infrastructure(`the protected file ${file} could not be copied from the base`);
      this.#hashes.set(file, lfsHashOf(copy) ?? hash);
      if (!lstatSync(copy).isSymbolicLink()) await chmod(copy, lstatSync(copy).mode & 0o555);
    }
  }

  /**
   * Makes the protected files of a twin what they were at the start, from when on it is watched: the user may have overruled
   * the refusal of a candidate that changes one.
   */
  async watch(twin: string): Promise<void> {
    await this.#restore(twin, this.#differing(twin));
    this.#watched.add(twin);
  }

  /** Puts back, in all watched twins, what was changed since; gives the paths. */
  async restoreChanged(): Promise<readonly string[]> {
    const changed = new Set<string>();
    for (const twin of this.#watched) {
      const files = this.#differing(twin);
      if (files.length > 0) await this.#restore(twin, files);
      for (const file of files) changed.add(file);
    }
    return [...changed];
  }

  #differing(twin: string): readonly string[] {
    return this.#options.paths.filter((file) => !this.#isAsCopied(twin, file));
  }

  /** Builds see a file of the present time. */
  async #restore(twin: string, files: readonly string[]): Promise<void> {
    for (const file of files) {
      const copy = path.join(this.#options.folder, file);
      const target = path.join(twin, file);
      const beside = `${target}.marginalia`;
      await makeRealFolder(twin, path.posix.dirname(file));
      await rm(beside, { recursive: true, force: true });
      if (lstatSync(copy).isSymbolicLink()) await symlink(await readlink(copy), beside);
      else {
        await copyFile(copy, beside);
        await chmod(beside, lstatSync(copy).mode | 0o644);
      }
      if (lstatSync(target, { throwIfNoEntry: false })?.isDirectory() === true) await rm(target, { recursive: true, force: true });
      await rename(beside, target);
    }
  }

  #isAsCopied(twin: string, file: string): boolean {
    const target = path.join(twin, file);
    const now = lstatSync(target, { bigint: true, throwIfNoEntry: false });
    if (now === undefined) return false;
    const seen = this.#seen.get(target);
    if (seen !== undefined && isSame(seen, now)) return true;
    if (hashOf(target) !== this.#hashes.get(file)) return false;
    this.#seen.set(target, { inode: now.ino, size: now.size, changed: now.ctimeNs });
    return true;
  }
}

function isSame(seen: Seen, now: BigIntStats): boolean {
  return seen.inode === now.ino && seen.size === now.size && seen.changed === now.ctimeNs;
}

/** In the place of a pointer the twins have the file itself, whose hash the pointer names. */
function lfsHashOf(copy: string): string | undefined {
  return lstatSync(copy).isFile() ? parseLfsPointer(readFileSync(copy))?.sha256 : undefined;
}

/** Of a regular file its content, of a link what it says; undefined for anything else. */
function hashOf(file: string): string | undefined {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() === true) return `link ${readlinkSync(file)}`;
  return found?.isFile() === true ? createHash('sha256').update(readFileSync(file)).digest('hex') : undefined;
}
