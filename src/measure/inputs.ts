import { readlink, rm, stat, symlink } from 'node:fs/promises';
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

/** What tells that an input is the file that it was. */
export async function readStamps(inputs: readonly Input[]): Promise<ReadonlyMap<string, string>> {
  const stamps = new Map<string, string>();
  for (const input of inputs) {
    const found = await stat(input.target, { bigint: true }).catch(() => undefined);
    stamps.set(input.path, found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeNs}`);
  }
  return stamps;
}

/** An input that is not what it was: through its link a run can write to it, and no two runs would be alike. */
export async function findChanged(inputs: readonly Input[], before: ReadonlyMap<string, string>): Promise<string | undefined> {
  const now = await readStamps(inputs);
  return inputs.find((input) => now.get(input.path) !== before.get(input.path))?.path;
}
