import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { Git } from '../../support/git.ts';
import { findFiles } from '../../support/globs.ts';
import { listLfsFiles, listSubmodules, type Repository } from '../../support/repository.ts';
import type { CodeRef } from '../events.ts';
import { Failure } from '../failure.ts';
import { isCompiled } from './compiledFile.ts';
import { withScratch } from './scratch.ts';
import { readHead } from './workspaceRepository.ts';
import { isMarginaliaPath, workspaceMatcher } from './workspacePaths.ts';
import { parseStatus, STATUS_ARGS } from './workTreeStatus.ts';

/** What the base will have beyond HEAD: shown to the user before anything is made. */
export interface WorkTreeList {
  /** Relative to the repository's root. */
  readonly paths: readonly string[];
  /** What is left out, and why. */
  readonly notices: readonly string[];
}

export interface Base extends CodeRef {
  readonly headCommit: string;
  readonly workTreePaths: readonly string[];
  /** What is left out, and why. */
  readonly notices: readonly string[];
}

/** An untracked file beyond this is data, which belongs under `inputs` and not into a commit. */
const MOST_BYTES = 100 * 1024 * 1024;

/** What of the definition says which files are code. */
export interface BaseRequest {
  readonly inputs: readonly string[];
  /** Compiled files that git knows nothing of are made again by the build, so they are left out. */
  readonly isBuilt: boolean;
}

export async function listWorkTree(git: Git, repository: Repository, { inputs, isBuilt }: BaseRequest): Promise<WorkTreeList> {
  const status = parseStatus(await git.list(STATUS_ARGS, { cwd: repository.root }));
  if (status.unmerged.length > 0) {
    throw new Failure('conflict', `a merge is under way in ${repository.root}: ${status.unmerged.slice(0, 5).join(', ')}`, 'Finish or abort the merge first.');
  }
  const isInput = workspaceMatcher(inputs, repository.prefix);
  const untracked: string[] = [];
  const compiled: string[] = [];
  for (const file of status.untracked.filter((name) => !isInput(name) && !isMarginaliaPath(name))) {
    const isOutput = isBuilt && (await isCompiled(path.join(repository.root, file)));
    if (!isOutput) await refuseLarge(repository.root, file);
    (isOutput ? compiled : untracked).push(file);
  }
  return {
    paths: [...status.changed.filter((file) => !isMarginaliaPath(file)), ...untracked].sort(),
    notices: [
      ...(compiled.length === 0 ? [] : [`compiled files are left out, for the build makes them again: ${compiled.slice(0, 5).join(', ')}${compiled.length > 5 ? ' and others' : ''}; let git ignore them, or list them under inputs`]),
      ...status.nested.filter((file) => !isInput(file.slice(0, -1)) && !isMarginaliaPath(file)).map((file) => `${file} is a repository of its own and is left out`),
      ...status.dirtySubmodules.map((file) => `what is not committed in the submodule ${file} is left out`),
    ],
  };
}

async function refuseLarge(root: string, file: string): Promise<void> {
  const size = (await lstat(path.join(root, file)).catch(() => undefined))?.size ?? 0;
  if (size <= MOST_BYTES) return;
  const megabytes = Math.round(size / (1024 * 1024));
  throw new Failure('missing-input', `${file} (${megabytes} MB) is neither tracked nor ignored, so it would become part of a commit`, 'List it under `inputs` in the definition, or let git ignore it.');
}

/** A commit of the work tree as it is now; HEAD itself where nothing differs. The user's index is not touched. */
export async function commitWorkTree(git: Git, repository: Repository, paths: readonly string[]): Promise<CodeRef & { readonly headCommit: string }> {
  const head = await readHead(git, repository);
  const cwd = repository.root;
  if (paths.length === 0) return { ...head, headCommit: head.commit };
  return withScratch(async (folder) => {
    const call = { cwd, index: path.join(folder, 'index') };
    await git.text(['read-tree', head.commit], call);
    await git.text(['update-index', '--add', '--remove', '--replace', '-z', '--stdin'], { ...call, input: `${paths.join('\0')}\0` });
    const tree = (await git.text(['write-tree'], call)).trim();
    if (tree === head.tree) return { ...head, headCommit: head.commit };
    // HEAD's own time: the same work tree gives the same commit.
    const date = Number(await git.text(['show', '--no-patch', '--no-show-signature', '--format=%ct', head.commit], { cwd }));
    const message = 'Base of a Marginalia campaign: the work tree as it was\n';
    const commit = (await git.text(['commit-tree', tree, '-p', head.commit, '-F', '-'], { cwd, input: message, date })).trim();
    return { commit, tree, headCommit: head.commit };
  });
}

/** The campaign's base. With `headOnly` it is HEAD, and the current changes are a candidate. */
export async function makeBase(git: Git, repository: Repository, options: BaseRequest & { readonly headOnly: boolean }): Promise<Base> {
  await readHead(git, repository);
  const { paths, notices } = await listWorkTree(git, repository, options);
  const code = await commitWorkTree(git, repository, options.headOnly ? [] : paths);
  await refuseMissing(git, repository, code.commit, options.inputs);
  return { ...code, workTreePaths: options.headOnly ? [] : [...paths], notices };
}

/** The work tree's changes against HEAD as a patch, but for those in `except`; empty where there are none. */
export async function readCurrentChanges(git: Git, repository: Repository, request: BaseRequest, except: readonly string[] = []): Promise<Uint8Array> {
  const { paths } = await listWorkTree(git, repository, request);
  const code = await commitWorkTree(git, repository, paths.filter((file) => !except.includes(file)));
  return readPatch(git, repository.root, code.headCommit, code.commit);
}

/** The change as a patch that can be applied again, binary files included. */
export function readPatch(git: Git, root: string, from: string, to: string): Promise<Buffer> {
  return git.bytes([...PATCH_ARGS, from, to], { cwd: root });
}

export const PATCH_ARGS: readonly string[] = ['diff-tree', '-r', '-p', '--no-renames', '--binary', '--full-index', '--no-color', '--no-ext-diff', '--no-textconv'];

/** Nothing is fetched: what the base names must be on this machine. */
async function refuseMissing(git: Git, repository: Repository, commit: string, inputs: readonly string[]): Promise<void> {
  const submodule = (await listSubmodules(git, repository.root, commit)).find(({ checkout }) => checkout === undefined);
  if (submodule !== undefined) {
    throw new Failure('missing-input', `the submodule ${submodule.path} is not checked out at ${submodule.commit.slice(0, 10)}`, `git submodule update --init --recursive -- ${submodule.path}`);
  }
  const lfs = (await listLfsFiles(git, repository, commit)).find(({ isThere }) => !isThere);
  if (lfs !== undefined) throw new Failure('missing-input', `the Git LFS file ${lfs.path} is not on this machine`, `git lfs pull --include "${lfs.path}"`);
  for (const glob of inputs) {
    const found = await findFiles(path.join(repository.root, repository.prefix), glob);
    if (found.length === 0) throw new Failure('missing-input', `inputs: nothing matches "${glob}"`, 'Runs need these files: put them there, or take the entry out of the definition.');
  }
}
