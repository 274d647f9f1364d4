import type { Git } from '../../support/git.ts';
import type { PrepareRequest, Preparation } from '../stages.ts';
import { makeBase } from './base.ts';
import { computeBenchmarkHash, definitionPaths, readProtectedFiles } from './protectedFiles.ts';
import { openRepository } from './workspaceRepository.ts';

/** Everything about the code that a new campaign's first event holds. Throws Failure. */
export async function prepareCode(git: Git, request: PrepareRequest): Promise<Preparation> {
  const { workspace, definition, definitionFile, diff } = request;
  const repository = await openRepository(git, workspace);
  const base = await makeBase(git, repository, { inputs: definition.inputs, headOnly: diff });
  const protectedRequest = { definition, definitionFile, prefix: repository.prefix };
  const protectedFiles = await readProtectedFiles(git, repository, base, protectedRequest);
  const benchmark = computeBenchmarkHash(definition, protectedFiles, definitionPaths(protectedRequest, repository.root));
  return { base, protectedFiles, benchmark };
}
