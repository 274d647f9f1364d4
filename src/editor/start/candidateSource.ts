import fs from 'node:fs';
import path from 'node:path';

/** Where candidates come from, where the definition does not say. */
export type CandidateSource =
  | { readonly kind: 'definition' }
  | { readonly kind: 'patches'; readonly folder: string }
  | { readonly kind: 'branches'; readonly glob: string }
  | { readonly kind: 'diff' };

const LIKELY = ['candidates', 'patches', 'experiments'];

/** Folders of the workspace's top that hold patches, relative to it. */
export function findPatchFolders(workspace: string): string[] {
  return LIKELY.filter((folder) => listPatches(path.join(workspace, folder)).length > 0);
}

export function listPatches(folder: string): string[] {
  try {
    return fs.readdirSync(folder).filter((name) => /\.(patch|diff)$/.test(name)).sort();
  } catch {
    return [];
  }
}

/** What the engine is asked for. */
export function sourceParams(source: CandidateSource): { readonly patches?: string; readonly branches?: string; readonly diff?: boolean } {
  switch (source.kind) {
    case 'definition':
      return {};
    case 'patches':
      return { patches: source.folder };
    case 'branches':
      return { branches: source.glob };
    case 'diff':
      return { diff: true };
  }
}
