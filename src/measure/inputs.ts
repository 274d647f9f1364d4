import { lstat, readlink, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Git } from '../support/git.ts';
import { findFiles } from '../support/globs.ts';
import { makeRealFolder } from '../support/realFolder.ts';

/** An ignored or untracked file that runs need: linked into both twins, never copied. */
export interface Input {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly target: string;
}

/** The definition's inputs in the user's work tree. Globs are relative to the workspace; what git tracks is in the twins already. */
export async function findInputs(git: Git, root: string, prefix: string, globs: readonly string[]): Promise<readonly Input[]> {
  const workspace = path.join(root, prefix);
  const found = new Set<string>();
  for (const glob of globs) for (const file of await findFiles(workspace, glob)) found.add(`${prefix}${file}`);
  if (found.size === 0) return [];
  const tracked = new Set(await git.list(['ls-files', '-z', '--full-name'], { cwd: workspace }));
  return [...found].filter((file) => !tracked.has(file)).map((file) => ({ path: file, target: path.join(root, file) }));
}

export async function linkInputs(twin: string, inputs: readonly Input[]): Promise<void> {
  for (const input of inputs) {
    const file = path.join(twin, input.path);
    const there = await readlink(file).catch(() => undefined);
    if (there === input.target) continue;
    await makeRealFolder(twin, path.posix.dirname(input.path));
    await rm(file, { recursive: true, force: true });
    await symlink(input.target, file);
  }
}

/** The first input that is not there any more. */
export async function findMissing(inputs: readonly Input[]): Promise<Input | undefined> {
  for (const input of inputs) if ((await lstat(input.target).catch(() => undefined)) === undefined) return input;
  return undefined;
}
