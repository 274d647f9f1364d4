import path from 'node:path';
import { Failure } from '../../campaign/failure.ts';
import type { Context } from '../context.ts';
import type { StartOptions } from './options.ts';

/** Where the candidates come from, where the command line says so. */
export interface Source {
  readonly patches?: string;
  readonly branches?: string;
  readonly diff?: boolean;
}

/** A folder is meant as seen from where the command was given; one of the workspace may be named from there, too. */
export async function sourceOf({ ports, workspace }: Context, { patches, branches, diff }: StartOptions): Promise<Source> {
  if (branches !== undefined) return { branches };
  if (diff) return { diff };
  if (patches === undefined) return {};
  const places = [path.resolve(ports.cwd, patches), path.resolve(workspace, patches)];
  for (const place of places) {
    if (!(await ports.files.isFolder(place))) continue;
    const inside = path.relative(workspace, place);
    return { patches: inside !== '' && !inside.startsWith('..') && !path.isAbsolute(inside) ? inside : place };
  }
  throw new Failure('usage', `--patches: there is no folder ${patches}`, `Looked for ${[...new Set(places)].join(' and ')}.`);
}
