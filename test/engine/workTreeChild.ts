/**
 * An accept in a process of its own: `workTreeChild.ts <root> <from> <to> [n]`. Ends itself by SIGKILL before its n-th step
 * on the disk. Prints what came of it as JSON.
 */
import { createWorkTree } from '../../src/campaign/code/workTree.ts';
import { systemDisk } from '../../src/campaign/code/workTreeDisk.ts';
import { Failure } from '../../src/campaign/failure.ts';
import { findChanges } from '../../src/review/accept.ts';
import { Git } from '../../src/support/git.ts';

const [root = '', from = '', to = '', last = '0'] = process.argv.slice(2);
let count = 0;
const step = (): void => {
  count += 1;
  if (count === Number(last)) process.kill(process.pid, 'SIGKILL');
};
const disk = {
  link: (a: string, b: string) => (step(), systemDisk.link(a, b)),
  rename: (a: string, b: string) => (step(), systemDisk.rename(a, b)),
  unlink: (a: string) => (step(), systemDisk.unlink(a)),
};
const workTree = createWorkTree({ git: new Git(), root, findChanges, disk });
const plan = await workTree.planAccept({ commit: from, tree: '' }, { commit: to, tree: '' });
if (!plan.ok) throw new Error(JSON.stringify(plan));
const told = await workTree.apply(plan.edits).then(
  () => ({ ok: true }),
  (error: unknown) => ({ ok: false, ...(error instanceof Failure ? error.report() : { message: String(error) }) }),
);
console.log(JSON.stringify({ ...told, steps: count, uid: process.getuid?.() }));
