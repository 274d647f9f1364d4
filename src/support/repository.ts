import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { LFS_POINTER_BYTES, lfsObjectFile, parseLfsPointer, type LfsPointer } from './lfs.ts';
import type { Git } from './git.ts';

/** Where a repository's parts are. All paths are absolute. */
export interface Repository {
  readonly root: string;
  /** The workspace below the root, '' or ending in `/`. */
  readonly prefix: string;
  /** Shared by all of the user's work trees. */
  readonly gitFolder: string;
  readonly objects: string;
  readonly objectFormat: string;
}

/** Rejects with a GitError where the folder is in no work tree. */
export async function readRepository(git: Git, folder: string): Promise<Repository> {
  const args = ['rev-parse', '--show-toplevel', '--show-prefix', '--git-common-dir', '--show-object-format', '--git-path', 'objects'];
  const [root = '', prefix = '', common = '', objectFormat = 'sha1', objects = ''] = (await git.text(args, { cwd: folder })).split('\n');
  return { root, prefix, gitFolder: path.resolve(folder, common), objects: path.resolve(folder, objects), objectFormat };
}

export interface Submodule {
  readonly path: string;
  readonly commit: string;
  /** The user's checkout of it; undefined where there is none, or where it lacks the commit. */
  readonly checkout: string | undefined;
}

/** The submodules of a commit, those of submodules included. */
export async function listSubmodules(git: Git, root: string, commit: string): Promise<readonly Submodule[]> {
  const found: Submodule[] = [];
  for (const entry of await git.list(['ls-tree', '-r', '-z', '--full-tree', commit], { cwd: root })) {
    const [, pinned, file] = /^160000 commit ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
    if (pinned === undefined || file === undefined) continue;
    const checkout = path.join(root, file);
    const isThere = (await hasOwnGit(checkout)) && (await hasCommit(git, checkout, pinned));
    found.push({ path: file, commit: pinned, checkout: isThere ? checkout : undefined });
    if (!isThere) continue;
    const nested = await listSubmodules(git, checkout, pinned);
    found.push(...nested.map((below) => ({ ...below, path: `${file}/${below.path}` })));
  }
  return found;
}

/** Without one, git would answer for the repository around it. */
async function hasOwnGit(folder: string): Promise<boolean> {
  return (await lstat(path.join(folder, '.git')).catch(() => undefined)) !== undefined;
}

async function hasCommit(git: Git, folder: string, commit: string): Promise<boolean> {
  return git.text(['cat-file', '-e', `${commit}^{commit}`], { cwd: folder }).then(
    () => true,
    () => false,
  );
}

export interface LfsFile extends LfsPointer {
  readonly path: string;
  readonly object: string;
  readonly isThere: boolean;
}

/** Files of a commit that are kept by Git LFS. */
export async function listLfsFiles(git: Git, repository: Pick<Repository, 'root' | 'gitFolder'>, commit: string): Promise<readonly LfsFile[]> {
  const call = { cwd: repository.root };
  // A line of .gitattributes must say so; without one there is nothing to look for.
  const isUsed = await git.text(['grep', '-q', 'filter=lfs', commit, '--', '.gitattributes', '**/.gitattributes'], call).then(
    () => true,
    () => false,
  );
  if (!isUsed) return [];
  const small = (await git.list(['ls-tree', '-r', '-z', '-l', '--full-tree', commit], call)).flatMap((entry) => {
    const [, blob, size, file] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(entry) ?? [];
    return blob !== undefined && file !== undefined && Number(size) < LFS_POINTER_BYTES ? [{ blob, file }] : [];
  });
  const contents = await git.objects(small.map(({ blob }) => blob), call);
  const files: LfsFile[] = [];
  for (const [index, { file }] of small.entries()) {
    const pointer = parseLfsPointer(contents[index] ?? Buffer.alloc(0));
    if (pointer === undefined) continue;
    const object = lfsObjectFile(repository.gitFolder, pointer);
    files.push({ ...pointer, path: file, object, isThere: (await lstat(object).catch(() => undefined)) !== undefined });
  }
  return files;
}
