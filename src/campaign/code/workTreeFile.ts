import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readlink } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import { isMissing, locate, lstatOrNothing } from './workTreePath.ts';

export interface PlainFile {
  readonly bytes: Uint8Array;
  readonly isExecutable: boolean;
}

/** A file of the work tree: undefined where there is none, words where it is something that an accept does not touch. */
export async function readPlainFile(file: string): Promise<PlainFile | undefined | string> {
  const found = await lstatOrNothing(file);
  if (found === undefined) return undefined;
  if (found.isSymbolicLink()) return 'it is a symbolic link in the work tree';
  if (found.isDirectory()) return 'it is a folder in the work tree';
  if (!found.isFile()) return 'it is not a plain file in the work tree';
  try {
    // What became a link or a pipe since is neither followed nor waited for.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return { bytes: await handle.readFile(), isExecutable: ((await handle.stat()).mode & 0o100) !== 0 };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export function hashOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Of a link its target is hashed, of anything else that is no plain file its kind: no file's content has that hash. */
export async function hashOfFile(file: string): Promise<string | null> {
  const found = await readPlainFile(file);
  if (found === undefined) return null;
  if (typeof found !== 'string') return hashOfBytes(found.bytes);
  const target = await readlink(file).catch(() => '');
  return hashOfBytes(Buffer.from(`\0${found}\0${target}`));
}

/** By its path in the repository. */
export async function hashFile(root: string, path: string): Promise<string | null> {
  const located = await locate(root, path);
  if (!located.ok) throw new Failure('conflict', `${path}: ${located.why}`);
  return hashOfFile(located.file);
}
