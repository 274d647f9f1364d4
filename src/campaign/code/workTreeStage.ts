import { createHash } from 'node:crypto';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileEdit } from '../stages.ts';
import { lstatOrNothing } from './workTreePath.ts';

/** An edit on its way: the files beside the target that it goes through, and how far it is. */
export interface Step {
  readonly edit: FileEdit;
  readonly target: string;
  /** The new content, until it is renamed to the target. */
  readonly fresh: string;
  /** The target as it was, until all edits are in. */
  readonly kept: string;
  isKept: boolean;
  isIn: boolean;
}

export function makeStep(edit: FileEdit, target: string): Step {
  return { edit, target, ...namesBeside(edit.path, target), isKept: false, isIn: false };
}

/** They follow from the path: what a killed accept left behind is found, and replaced, by the next one. */
export function namesBeside(file: string, target: string): { readonly fresh: string; readonly kept: string } {
  const mark = createHash('sha256').update(file).digest('hex').slice(0, 16);
  const beside = (ending: string): string => path.join(path.dirname(target), `.marginalia-${mark}.${ending}`);
  return { fresh: beside('new'), kept: beside('old') };
}

/** Makes the folder where it is missing; gives the folders made, outermost first. */
export async function makeFolders(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let at = folder; (await lstatOrNothing(at)) === undefined; at = path.dirname(at)) missing.unshift(at);
  await mkdir(folder, { recursive: true });
  return missing;
}

/** Writes the new content to the disk, with the mode, and where possible the owner, of the file that it replaces. */
export async function writeFresh({ edit, target, fresh }: Step): Promise<void> {
  if (edit.after === null) return;
  const isExecutable = edit.mode === '100755';
  const former = edit.before === null ? undefined : await stat(target);
  // The user's umask applies to a new file.
  const handle = await open(fresh, 'wx', former ? 0o600 : isExecutable ? 0o777 : 0o666);
  try {
    await handle.writeFile(edit.after);
    if (former) {
      const made = await handle.stat();
      if (made.uid !== former.uid || made.gid !== former.gid) await handle.chown(former.uid, former.gid).catch(() => undefined);
      await handle.chmod(modeAfter(former.mode & 0o7777, isExecutable));
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Who may read may execute, as git does it; a mode that says the same already stays as it is. */
function modeAfter(mode: number, isExecutable: boolean): number {
  if (isExecutable === ((mode & 0o100) !== 0)) return mode;
  return isExecutable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;
}

/** What a killed accept may have left beside the target. */
export async function removeLeftovers({ fresh, kept }: Pick<Step, 'fresh' | 'kept'>): Promise<void> {
  await rm(fresh, { force: true });
  await rm(kept, { force: true });
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  // Some file systems cannot; the content itself is on the disk by then.
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
