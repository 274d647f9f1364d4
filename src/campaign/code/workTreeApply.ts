import { copyFile, constants, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { toFileError } from '../../support/files.ts';
import { Failure } from '../failure.ts';
import type { FileEdit } from '../stages.ts';
import type { Disk } from './workTreeDisk.ts';
import { hashOfFile } from './workTreeFile.ts';
import { locate } from './workTreePath.ts';
import { makeFolders, makeStep, removeLeftovers, syncFolder, writeFresh } from './workTreeStage.ts';
import type { Step } from './workTreeStage.ts';

export interface ApplyContext {
  readonly root: string;
  readonly disk: Disk;
}

/**
 * All edits or none. First everything that can fail for want of space or permission: the new contents are written beside
 * their targets. Then each target is looked at once more and replaced, its former self kept as a second name of the same
 * file, so that putting it back needs no space. Only when all are in do those go.
 */
export async function applyEdits({ root, disk }: ApplyContext, edits: readonly FileEdit[]): Promise<void> {
  const steps: Step[] = [];
  for (const edit of edits) {
    const located = await locate(root, edit.path);
    if (!located.ok) throw new Failure('conflict', `${edit.path}: ${located.why}`, 'Nothing was written.');
    steps.push(makeStep(edit, located.file));
  }
  const made: string[] = [];
  try {
    for (const step of steps) await checkUnchanged(step);
    for (const step of steps) {
      if (step.edit.after !== null) made.push(...(await makeFolders(path.dirname(step.target))));
      await removeLeftovers(step);
      await writeFresh(step);
    }
    for (const step of steps) await putIn(step, disk);
    for (const step of steps) await checkKept(step);
  } catch (error) {
    throw explain(error, await undo(steps, made, disk));
  }
  await finish(root, steps, disk);
}

async function checkUnchanged({ edit, target }: Step): Promise<void> {
  if ((await hashOfFile(target)) !== edit.beforeHash) throw changed(edit);
}

function changed(edit: FileEdit): Failure {
  return new Failure('conflict', `${edit.path} was changed while it was about to be written`, 'Nothing was written. Accept again to merge into the file as it is now.');
}

async function putIn(step: Step, disk: Disk): Promise<void> {
  const { edit, target, fresh, kept } = step;
  await checkUnchanged(step);
  if (edit.before === null) {
    // A link, unlike a rename, does not replace what appeared there meanwhile.
    await disk.link(fresh, target).catch(async (error: unknown) => {
      rethrowUnlessNoLinks(error, edit);
      await disk.rename(fresh, target);
    });
    step.isIn = true;
    await removeLeftovers(step);
    return;
  }
  if (edit.after === null) {
    await disk.rename(target, kept);
    step.isKept = step.isIn = true;
    return;
  }
  await disk.link(target, kept).catch(async (error: unknown) => {
    rethrowUnlessNoLinks(error, edit);
    await copyFile(target, kept, constants.COPYFILE_EXCL);
  });
  step.isKept = true;
  await disk.rename(fresh, target);
  step.isIn = true;
}

/** Some file systems have no second names; there the caller does without. */
function rethrowUnlessNoLinks(error: unknown, edit: FileEdit): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EEXIST') throw changed(edit);
  if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(code)) throw error;
}

/** An editor that wrote into the file itself between the last look and the rename wrote into what was kept. */
async function checkKept({ edit, kept, isKept }: Step): Promise<void> {
  if (isKept && (await hashOfFile(kept)) !== edit.beforeHash) throw changed(edit);
}

/** Puts back what is in, last first. Gives what could not be put back. */
async function undo(steps: readonly Step[], made: readonly string[], disk: Disk): Promise<string[]> {
  const stuck: string[] = [];
  for (const step of steps.toReversed()) {
    try {
      await putBack(step, disk);
    } catch (error) {
      const where = step.isKept ? `; its former content is in ${step.kept}` : '';
      stuck.push(`${step.edit.path} could not be put back (${error instanceof Error ? error.message : String(error)})${where}`);
    }
  }
  for (const folder of made.toReversed()) await rmdir(folder).catch(() => undefined);
  return stuck;
}

async function putBack(step: Step, disk: Disk): Promise<void> {
  const { edit, target, kept } = step;
  // What someone wrote there after us is theirs: it stays.
  if (step.isIn && (await hashOfFile(target)) !== edit.afterHash) throw new Error('it was changed again meanwhile');
  if (step.isIn && step.isKept) await disk.rename(kept, target);
  else if (step.isIn) await disk.unlink(target);
  await removeLeftovers(step);
}

function explain(error: unknown, stuck: readonly string[]): Failure {
  if (stuck.length > 0) {
    const message = error instanceof Error ? error.message : String(error);
    return new Failure('internal', `${message}; ${stuck.join('; ')}`, 'Put these files back by hand, or with git.');
  }
  if (error instanceof Failure) return error;
  const told = toFileError(error, '');
  if (told.kind === 'disk-full') return new Failure('disk-full', `the disk is full: ${told.message}`, 'Nothing was written. Make room and accept again.');
  if (told.kind === 'denied') return new Failure('not-allowed', `a file or folder cannot be written: ${told.message}`, 'Nothing was written. Make it writable and accept again.');
  return new Failure('internal', `the accept could not be written: ${told.message}`, 'Nothing was written.');
}

/** The accept is done by now: what remains is tidying, which must not make it fail. */
async function finish(root: string, steps: readonly Step[], disk: Disk): Promise<void> {
  for (const folder of new Set(steps.map(({ target }) => path.dirname(target)))) await syncFolder(folder);
  for (const { isKept, kept } of steps) if (isKept) await disk.unlink(kept).catch(() => undefined);
  for (const { edit, target } of steps) if (edit.after === null) await removeEmptyFolders(root, path.dirname(target));
}

/** As git does it: a folder without files is none. */
async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  for (let at = folder; at !== root && at.startsWith(root); at = path.dirname(at)) {
    const gone = await rmdir(at).then(
      () => true,
      () => false,
    );
    if (!gone) return;
  }
}
