import type { Git } from '../../support/git.ts';
import type { FileEdit, WorkTree } from '../stages.ts';
import { applyEdits } from './workTreeApply.ts';
import { systemDisk } from './workTreeDisk.ts';
import type { Disk } from './workTreeDisk.ts';
import { hashFile } from './workTreeFile.ts';
import { planAccept } from './workTreePlan.ts';
import type { FindChanges } from './workTreePlan.ts';
import { tidyWorkTree } from './workTreeTidy.ts';

export interface WorkTreeOptions {
  readonly git: Git;
  /** The root of the user's repository; all paths are relative to it. */
  readonly root: string;
  /** `findChanges` of src/review: how a diff, or some of its hunks, goes into files that were changed since. */
  readonly findChanges: FindChanges;
  readonly disk?: Disk;
}

/** Accepting in the user's files, on disk. Touches neither index, refs nor stash. */
export function createWorkTree({ git, root, findChanges, disk = systemDisk }: WorkTreeOptions): WorkTree {
  return {
    planAccept: (from, to, hunks) => planAccept({ git, root, findChanges }, from, to, hunks ?? null),
    apply: (edits: readonly FileEdit[]) => applyEdits({ root, disk }, edits),
    hashOf: (path) => hashFile(root, path),
    tidy: (paths) => tidyWorkTree(root, paths),
  };
}
