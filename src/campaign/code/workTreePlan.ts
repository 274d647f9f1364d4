import type { Git } from '../../support/git.ts';
import type { CodeRef } from '../events.ts';
import { Failure } from '../failure.ts';
import type { AcceptPlan, FileEdit } from '../stages.ts';
import { hashOfBytes, readPlainFile } from './workTreeFile.ts';
import type { PlainFile } from './workTreeFile.ts';
import { locate } from './workTreePath.ts';
import { readBlobs, readCheckedOut, readConversions, readDiff } from './workTreeSources.ts';
import type { Conversion } from './workTreeSources.ts';

/** A file's contents as byte strings: in the candidate's ancestor, in the candidate, and the user's; null: not there. */
export interface FileContents {
  readonly ancestor: string | null;
  readonly theirs: string | null;
  readonly ours: string | null;
}

export type MergeOutcome =
  | { readonly kind: 'edit'; readonly text: string | null }
  | { readonly kind: 'already' }
  | { readonly kind: 'conflict'; readonly why: string };

/** A file that an accept touches. Paths are null, modes null or '', as in the diff. */
export interface ChangedFile {
  readonly oldPath: string | null;
  readonly newPath: string | null;
  readonly oldMode: string | null;
  readonly newMode: string | null;
  readonly merge: (contents: FileContents, asWhole?: boolean) => MergeOutcome;
}

/** The reviewing stage's part: what a diff, or some of its hunks (null: all there is), changes. */
export type FindChanges = (diff: string, hunks: readonly number[] | null) => { readonly files: readonly ChangedFile[]; readonly hunkCount: number };

export interface PlanContext {
  readonly git: Git;
  readonly root: string;
  readonly findChanges: FindChanges;
}

export async function planAccept(context: PlanContext, from: CodeRef, to: CodeRef, hunks: readonly number[] | null): Promise<AcceptPlan> {
  const files = await findFiles(context, from, to, hunks);
  const sources = await readSources(context, from, to, files);
  const planned = await Promise.all(files.map((file, i) => planFile(context.root, file, sources[i] as Source)));
  const conflicts = planned.flatMap((result) => ('why' in result ? [result] : []));
  if (conflicts.length > 0) return { ok: false, why: 'conflict', conflicts };
  const edits = planned.flatMap((result) => ('edits' in result ? result.edits : []));
  return edits.length > 0 ? { ok: true, edits } : { ok: false, why: 'already', conflicts: [] };
}

async function findFiles(context: PlanContext, from: CodeRef, to: CodeRef, hunks: readonly number[] | null): Promise<readonly ChangedFile[]> {
  const whole = async () => context.findChanges(await readDiff(context.git, context.root, from, to, { renames: true }), null).files;
  if (hunks === null) return whole();
  const { files, hunkCount } = context.findChanges(await readDiff(context.git, context.root, from, to, { renames: false }), hunks);
  const unknown = hunks.find((hunk) => !Number.isInteger(hunk) || hunk < 1 || hunk > hunkCount);
  if (unknown !== undefined) {
    throw new Failure('usage', `there is no hunk ${unknown}: the candidate has ${hunkCount === 0 ? 'none' : `1 to ${hunkCount}`}`, 'Accept it whole, or name hunks that `marginalia show` lists.');
  }
  // All hunks are the whole candidate, in which a renamed file is known as such.
  return hunkCount > 0 && new Set(hunks).size === hunkCount ? whole() : files;
}

interface Source {
  readonly ancestor: string | null;
  readonly theirs: string | null;
  readonly conversion: Conversion;
}

async function readSources({ git, root }: PlanContext, from: CodeRef, to: CodeRef, files: readonly ChangedFile[]): Promise<Source[]> {
  const paths = files.map((file) => file.newPath ?? file.oldPath ?? '');
  const [ancestors, theirs, conversions] = await Promise.all([
    readBlobs(git, root, from, files.map(({ oldPath }) => oldPath)),
    readBlobs(git, root, to, files.map(({ newPath }) => newPath)),
    readConversions(git, root, paths),
  ]);
  return Promise.all(
    files.map(async ({ oldPath, newPath }, i): Promise<Source> => {
      const conversion = conversions.get(paths[i] as string) ?? { filter: '', encoding: '' };
      const source = { ancestor: ancestors[i] ?? null, theirs: theirs[i] ?? null, conversion };
      if (conversion.filter !== '' || (conversion.encoding === '' && oldPath !== null)) return source;
      return {
        ancestor: oldPath === null || source.ancestor === null ? null : await readCheckedOut(git, root, from, oldPath),
        theirs: newPath === null || source.theirs === null ? null : await readCheckedOut(git, root, to, newPath),
        conversion,
      };
    }),
  );
}

type FilePlan = { readonly edits: readonly FileEdit[] } | { readonly path: string; readonly why: string };

async function planFile(root: string, file: ChangedFile, source: Source): Promise<FilePlan> {
  const path = file.newPath ?? file.oldPath ?? '';
  const stop = (why: string): FilePlan => ({ path, why });
  const refused = refusalOf(file, source.conversion);
  if (refused !== undefined) return stop(refused);
  const isRenamed = file.oldPath !== null && file.newPath !== null && file.oldPath !== file.newPath;
  const there = await readAt(root, path);
  const former = isRenamed ? await readAt(root, file.oldPath) : undefined;
  if (typeof there === 'string') return stop(there);
  if (typeof former === 'string') return { path: file.oldPath ?? path, why: former };
  if (former && there) return stop('the candidate renames a file to this name, and the work tree has another file there');
  const user = there ?? former;
  const ours = user === undefined ? null : Buffer.from(user.bytes).toString('latin1');
  const outcome = file.merge({ ancestor: source.ancestor, theirs: source.theirs, ours }, source.conversion.encoding !== '');
  if (outcome.kind === 'conflict') return stop(outcome.why);
  const text = outcome.kind === 'already' ? ours : outcome.text;
  const after = text === null ? undefined : { bytes: Buffer.from(text, 'latin1'), isExecutable: isExecutableAfter(file, user) };
  if (former) return { edits: [makeEdit(path, undefined, after), makeEdit(file.oldPath ?? '', former, undefined)] };
  const isSame = outcome.kind === 'already' && after?.isExecutable === user?.isExecutable;
  return { edits: isSame ? [] : [makeEdit(path, user, after)] };
}

function refusalOf(file: ChangedFile, conversion: Conversion): string | undefined {
  const modes = [file.oldMode, file.newMode];
  if (modes.includes('120000')) return 'it is a symbolic link, which an accept does not write: take it over with git';
  if (modes.includes('160000')) return 'it is a submodule, which an accept does not move: take it over with git';
  if (conversion.filter === '') return undefined;
  return `its content goes through the filter "${conversion.filter}", which an accept does not run: take it over with git`;
}

async function readAt(root: string, path: string | null): Promise<PlainFile | undefined | string> {
  const located = await locate(root, path ?? '');
  return located.ok ? readPlainFile(located.file) : located.why;
}

/** The candidate's word where it changes the mode or makes the file, else as the user has it. */
function isExecutableAfter(file: ChangedFile, user: PlainFile | undefined): boolean {
  const isChanged = user === undefined || (file.oldPath !== null && file.oldMode !== file.newMode);
  return isChanged ? file.newMode === '100755' : user.isExecutable;
}

function makeEdit(path: string, before: PlainFile | undefined, after: PlainFile | undefined): FileEdit {
  return {
    path,
    before: before?.bytes ?? null,
    after: after?.bytes ?? null,
    beforeHash: before ? hashOfBytes(before.bytes) : null,
    afterHash: after ? hashOfBytes(after.bytes) : null,
    mode: after ? (after.isExecutable ? '100755' : '100644') : null,
  };
}
