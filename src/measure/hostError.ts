import { statfs } from 'node:fs/promises';
import { Failure } from '../campaign/failure.ts';
import { Infrastructure } from '../campaign/stages.ts';
import { GitError } from '../support/git.ts';

const FULL = /No space left on device|ENOSPC|EDQUOT|Disk quota exceeded/;
/** git does not always say why it could not write. */
const FULL_BYTES = 8 * 1024 * 1024;

/** What went wrong with our own work with files and git. A full disk is the user's to mend; anything else may pass. */
export async function toHostError(error: unknown, folder: string): Promise<Infrastructure | Failure> {
  if (error instanceof Failure) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (FULL.test(error instanceof GitError ? error.output : message) || (await freeBytes(folder)) < FULL_BYTES) {
    return new Failure('disk-full', `the disk is full: ${message}`, 'Make room, then resume; `clean` removes what ended campaigns left.');
  }
  return error instanceof Infrastructure ? error : new Infrastructure(message);
}

async function freeBytes(folder: string): Promise<number> {
  const found = await statfs(folder).catch(() => undefined);
  return found === undefined ? Infinity : found.bavail * found.bsize;
}
