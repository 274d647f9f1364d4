import type { Draft } from './draft.ts';
import { discoverBuild } from './discoverBuild.ts';
import { discoverPi } from './discoverPi.ts';
import { discoverSkyPilot } from './discoverSkyPilot.ts';
import { filesOf } from './files.ts';
import { writeDefinition } from './write.ts';

/** What a workspace without a definition says of itself. */
export interface Proposal {
  readonly draft: Draft;
  /** What could not be told and the user has to say or check. */
  readonly notes: readonly string[];
}

/** Reads the files of other tools and of the build; runs nothing and writes nothing. */
export function discover(workspace: string): Proposal {
  const files = filesOf(workspace);
  const pi = discoverPi(files);
  const sky = discoverSkyPilot(files);
  const { build, ...rest } = discoverBuild(files);
  if (pi === null && sky === null) return { draft: { ...rest, ...(build === undefined ? {} : { build }) }, notes: [] };
  const patches = rest.patches === undefined ? {} : { patches: rest.patches };
  const notes = [...(pi?.notes ?? [])];
  // These scripts mostly build by themselves: a build step beside them would build twice.
  if (build !== undefined && sky === null) notes.push(`${build.from} is there, but the benchmark script may build by itself: add \`build: ${build.value}\` if not`);
  return { draft: { ...patches, ...pi?.draft, ...sky }, notes };
}

/** The definition's text as it would be proposed, with a comment at each value that says where it comes from. */
export function proposeDefinition(workspace: string): { readonly text: string; readonly draft: Draft; readonly notes: readonly string[] } {
  const { draft, notes } = discover(workspace);
  return { text: writeDefinition(draft, notes), draft, notes };
}
