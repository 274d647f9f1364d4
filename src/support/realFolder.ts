import { lstat, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder below a root that others write to. What stands in the way goes, above all a symbolic link: through it we
 * would write, or remove, somewhere else.
 */
export async function makeRealFolder(root: string, folder: string): Promise<void> {
  let at = root;
  for (const part of folder.split('/').filter((name) => name !== '' && name !== '.')) {
    at = path.join(at, part);
    const found = await lstat(at).catch(() => undefined);
    if (found?.isDirectory() === true) continue;
    if (found !== undefined) await rm(at, { force: true });
    await mkdir(at, { recursive: true });
  }
}
