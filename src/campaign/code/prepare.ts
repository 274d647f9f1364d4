import type { Git } from '../../support/git.ts';
import { Failure } from '../failure.ts';
import type { PrepareRequest, Preparation } from '../stages.ts';
import { makeBase, readCurrentChanges } from './base.ts';
import { computeBenchmarkHash, definitionPaths, readProtectedFiles } from './protectedFiles.ts';
import { openRepository } from './workspaceRepository.ts';

/** Everything about the code that a new campaign's first event holds. Throws Failure. */
export async function prepareCode(git: Git, request: PrepareRequest): Promise<Preparation> {
  const { workspace, definition, definitionFile, diff } = request;
  const repository = await openRepository(git, workspace);
  const code = { inputs: definition.inputs, isBuilt: definition.build !== undefined };
  const { notices, ...base } = await makeBase(git, repository, { ...code, headOnly: diff });
  const protectedRequest = { definition, definitionFile, prefix: repository.prefix };
  const protectedFiles = await readProtectedFiles(git, repository, base, protectedRequest);
  const definitionFiles = definitionPaths(protectedRequest, repository.root);
  const benchmark = computeBenchmarkHash(definition, protectedFiles, definitionFiles);
  // The definition itself is often not committed yet: it is no part of the candidate.
  const changes = diff ? await readCurrentChanges(git, repository, code, definitionFiles) : null;
  if (changes?.length === 0) throw new Failure('usage', 'there are no changes against HEAD to measure', 'Without --diff the candidates come from patches or branches.');
  return { base, protectedFiles, benchmark, changes, notices };
}
