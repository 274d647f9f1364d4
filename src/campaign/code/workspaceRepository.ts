import { stat } from 'node:fs/promises';
import { GitError, type Git } from '../../support/git.ts';
import { readRepository, type Repository } from '../../support/repository.ts';
import type { CodeRef } from '../events.ts';
import { Failure } from '../failure.ts';

/** The repository that a workspace lies in. Throws Failure `no-repository` or `no-commit`. */
export async function openRepository(git: Git, workspace: string): Promise<Repository> {
  const found = await stat(workspace).catch(() => undefined);
  if (found?.isDirectory() !== true) throw new Failure('no-repository', `there is no folder ${workspace}`);
  try {
    return await readRepository(git, workspace);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw repositoryFailure(workspace, error);
  }
}

function repositoryFailure(workspace: string, error: GitError): Failure {
  if (/dubious ownership/.test(error.output)) {
    return new Failure('no-repository', `git does not trust ${workspace}: it belongs to another user`, `If you trust it: git config --global --add safe.directory ${workspace}`);
  }
  if (/not a git repository/.test(error.output)) {
    return new Failure('no-repository', `${workspace} is in no git repository`, 'Candidates are commits: run `git init`, and commit the code as it is.');
  }
  if (/must be run in a work tree/.test(error.output)) {
    return new Failure('no-repository', `${workspace} is a git folder without a work tree`, 'Open a clone or a work tree of it.');
  }
  return new Failure('no-repository', error.message, error.exitCode === -1 ? 'Is git installed, and on PATH?' : '');
}

export async function readHead(git: Git, repository: Repository): Promise<CodeRef> {
  try {
    return await readCode(git, repository, 'HEAD');
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new Failure('no-commit', `${repository.root} has no commit yet`, 'Commit the code as it is: candidates are measured against a commit.');
  }
}

export async function readCode(git: Git, { root }: Pick<Repository, 'root'>, name: string): Promise<CodeRef> {
  const told = await git.text(['rev-parse', `${name}^{commit}`, `${name}^{tree}`, '--'], { cwd: root });
  const [commit = '', tree = ''] = told.split('\n');
  return { commit, tree };
}
