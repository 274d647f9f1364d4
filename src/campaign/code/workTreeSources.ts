import type { Git } from '../../support/git.ts';
import type { CodeRef } from '../events.ts';
import { PATCH_ARGS } from './base.ts';

/** What git knows of a change. Texts are byte strings (latin1): files may have any encoding. */

/** The numbering of hunks is that of the diff the user sees, which shows a renamed file as one that goes and one that comes. */
export function readDiff(git: Git, root: string, from: CodeRef, to: CodeRef, options: { readonly renames: boolean }): Promise<string> {
  const args = [...PATCH_ARGS, '--src-prefix=a/', '--dst-prefix=b/', ...(options.renames ? ['--find-renames'] : []), from.commit, to.commit];
  return readText(git.bytes(args, { cwd: root, config: ['core.quotePath=true'] }));
}

/** The files' contents as committed; null where the code has no such file, or no file is asked for. */
export async function readBlobs(git: Git, root: string, code: CodeRef, paths: readonly (string | null)[]): Promise<(string | null)[]> {
  // Names go to git line by line; a path that has a line break itself is refused elsewhere.
  const wanted = paths.filter((path) => path !== null && !path.includes('\n'));
  const found = await git.objects(wanted.map((path) => `${code.commit}:${path}`), { cwd: root });
  return paths.map((path) => (path === null ? null : (found[wanted.indexOf(path)]?.toString('latin1') ?? null)));
}

/** A file's content as git would check it out: line ends and encoding by the attributes. */
export function readCheckedOut(git: Git, root: string, code: CodeRef, path: string): Promise<string> {
  return readText(git.bytes(['cat-file', '--filters', `${code.commit}:${path}`], { cwd: root }));
}

async function readText(bytes: Promise<Buffer>): Promise<string> {
  return (await bytes).toString('latin1');
}

/** What makes a file's checked-out content differ from the committed one, other than by line ends. */
export interface Conversion {
  /** The name of a filter driver ("lfs"), '' where there is none. */
  readonly filter: string;
  /** The encoding in the work tree, '' where it is the committed one. */
  readonly encoding: string;
}

/** By the attributes that hold in the work tree now. */
export async function readConversions(git: Git, root: string, paths: readonly string[]): Promise<ReadonlyMap<string, Conversion>> {
  const found = new Map(paths.map((path) => [path, { filter: '', encoding: '' }]));
  if (paths.length === 0) return found;
  const input = paths.map((path) => `${path}\0`).join('');
  const fields = (await git.text(['check-attr', '-z', '--stdin', 'filter', 'working-tree-encoding'], { cwd: root, input })).split('\0');
  for (let i = 0; i + 2 < fields.length; i += 3) {
    const [path = '', attribute = '', value = ''] = fields.slice(i, i + 3);
    const conversion = found.get(path);
    if (conversion === undefined || ['unspecified', 'unset', 'set', ''].includes(value)) continue;
    if (attribute === 'filter') conversion.filter = value;
    else conversion.encoding = value;
  }
  return found;
}
