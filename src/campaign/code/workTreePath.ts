import { lstat } from 'node:fs/promises';
import path from 'node:path';

export type Located =
  | { readonly ok: true; readonly file: string }
  /** `why` continues the sentence "<path>: ...". */
  | { readonly ok: false; readonly why: string };

/**
 * Where a path of a diff is on this machine. A path that would leave the repository is refused: by `..`, into git's own
 * folder, or through a symbolic link, behind which git tracks nothing.
 */
export async function locate(root: string, file: string): Promise<Located> {
  const parts = file.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git')) {
    return { ok: false, why: 'it is not a path within the repository' };
  }
  if (/[\0\n]/.test(file)) return { ok: false, why: 'it has a line break in its name' };
  let folder = root;
  for (const part of parts.slice(0, -1)) {
    folder = path.join(folder, part);
    const found = await lstatOrNothing(folder);
    if (found === undefined) break;
    const name = path.relative(root, folder);
    if (found.isSymbolicLink()) return { ok: false, why: `${name} is a symbolic link: what lies behind it is not written` };
    if (!found.isDirectory()) return { ok: false, why: `${name} is not a folder` };
  }
  return { ok: true, file: path.join(root, ...parts) };
}

export async function lstatOrNothing(file: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
