import { constants } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Infrastructure } from '../campaign/stages.ts';
import type { Git } from '../support/git.ts';
import { makeRealFolder } from '../support/realFolder.ts';
import { LFS_POINTER_BYTES, parseLfsPointer } from '../support/lfs.ts';
import { listLfsFiles, listSubmodules, type LfsFile, type Repository, type Submodule } from '../support/repository.ts';

/**
 * What a commit names but does not hold: submodules and Git LFS files. Both come from the user's own checkout; nothing is
 * fetched. Candidates may change neither (gates), so one list serves a whole campaign.
 */
export class Material {
  readonly #git: Git;
  readonly #scratch: string;
  readonly submodules: readonly Submodule[];
  readonly lfsFiles: readonly LfsFile[];

  private constructor(git: Git, scratch: string, submodules: readonly Submodule[], lfsFiles: readonly LfsFile[]) {
    this.#git = git;
    this.#scratch = scratch;
    this.submodules = submodules;
    this.lfsFiles = lfsFiles;
  }

  static async of(git: Git, user: Repository, commit: string, scratch: string): Promise<Material> {
    return new Material(git, scratch, await listSubmodules(git, user.root, commit), await listLfsFiles(git, user, commit));
  }

  /** Puts in what is not there yet; the submodules afresh with `clean`, for builds write into them. */
  async fill(twin: string, clean: boolean): Promise<void> {
    for (const submodule of this.submodules) {
      const names = await readdir(path.join(twin, submodule.path)).catch(() => []);
      if (clean || names.length === 0) await this.#fillSubmodule(twin, submodule);
    }
    const written = [];
    for (const file of this.lfsFiles) if (await writeLfsFile(twin, file)) written.push(file.path);
    if (written.length === 0) return;
    // git compares work tree files with pointers; these are compared by nobody.
    await this.#git.text(['update-index', '-z', '--skip-worktree', '--stdin'], { cwd: twin, input: `${written.join('\0')}\0` });
  }

  /** Filled beside and moved in, so that a kill leaves none half full. */
  async #fillSubmodule(twin: string, { path: file, commit, checkout }: Submodule): Promise<void> {
    if (checkout === undefined) throw new Infrastructure(`the submodule ${file} is not checked out at ${commit.slice(0, 10)} in the workspace`);
    const beside = path.join(this.#scratch, 'submodule');
    const index = path.join(this.#scratch, 'submodule-index');
    await rm(beside, { recursive: true, force: true });
    await rm(index, { force: true });
    await mkdir(beside, { recursive: true });
    const gitFolder = (await this.#git.text(['rev-parse', '--absolute-git-dir'], { cwd: checkout })).trim();
    await this.#git.text(['checkout', '--quiet', '--force', commit, '--', '.'], { cwd: beside, index, gitFolder, workTree: beside });
    const folder = path.join(twin, file);
    await rm(folder, { recursive: true, force: true });
    await makeRealFolder(twin, path.posix.dirname(file));
    await rename(beside, folder);
    await rm(index, { force: true });
  }
}

/** False where the file itself is there already, in place of its pointer. */
async function writeLfsFile(twin: string, { path: name, object }: LfsFile): Promise<boolean> {
  const file = path.join(twin, name);
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || found.size >= LFS_POINTER_BYTES || parseLfsPointer(await readFile(file)) === undefined) return false;
  const beside = `${file}.marginalia`;
  try {
    // A copy on write where the file system has it: a model may have gigabytes.
    await copyFile(object, beside, constants.COPYFILE_FICLONE);
  } catch (error) {
    throw new Infrastructure(`the Git LFS file ${name} is not in the workspace's repository: ${error instanceof Error ? error.message : String(error)}`);
  }
  await rename(beside, file);
  return true;
}
