import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Git } from '../../support/git.ts';
import { plainGlob } from '../../support/globs.ts';
import type { Repository } from '../../support/repository.ts';
import type { Definition } from '../definition/schema.ts';
import type { CodeRef } from '../events.ts';
import { findCommandFiles } from './commandFiles.ts';
import { workspaceMatcher } from './workspacePaths.ts';

export const DEFINITION_FILE = 'marginalia.yaml';

export interface ProtectedRequest {
  readonly definition: Definition;
  /** Absolute, or relative to the workspace. */
  readonly definitionFile: string;
  readonly prefix: string;
}

/** Paths of the files that define a campaign, relative to the repository's root, whether they are there or not. */
export function definitionPaths({ definitionFile, prefix }: Omit<ProtectedRequest, 'definition'>, root: string): readonly string[] {
  const file = path.relative(root, path.resolve(root, prefix, definitionFile)).split(path.sep).join('/');
  return [...new Set([`${prefix}${DEFINITION_FILE}`, ...(file.startsWith('../') || file === '' ? [] : [file])])];
}

/**
 * Files that commands of the definition name. The program under optimization may be named too (`python src/app.py`): a file
 * that `scope.include` lists by its full name is no script.
 */
export function scriptFiles(definition: Definition, prefix: string, isTracked: (file: string) => boolean): readonly string[] {
  const folder = path.posix.join(prefix, definition.cwd);
  const inScope = new Set(definition.scope.include.flatMap((glob) => [plainGlob(glob), `${prefix}${plainGlob(glob)}`]));
  const commands = [definition.setup, definition.benchmark.run, definition.checks].filter((command) => command !== undefined);
  return commands.flatMap((command) => findCommandFiles(command, folder, isTracked)).filter((file) => !inScope.has(file));
}

/** Path and SHA-256 of the files that candidates may not change, as they are in the base. */
export async function readProtectedFiles(git: Git, repository: Repository, base: CodeRef, request: ProtectedRequest): Promise<Readonly<Record<string, string>>> {
  const entries = await git.list(['ls-tree', '-r', '-z', '--full-tree', base.commit], { cwd: repository.root });
  const blobs = new Map<string, string>();
  for (const entry of entries) {
    const [, id, file] = /^1[02]0\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
    if (id !== undefined && file !== undefined) blobs.set(file, id);
  }
  const { definition, prefix } = request;
  const matches = workspaceMatcher(definition.protect, prefix);
  const named = new Set([...definitionPaths(request, repository.root), ...scriptFiles(definition, prefix, (file) => blobs.has(file))]);
  const files = [...blobs.keys()].filter((file) => named.has(file) || matches(file)).sort();
  const contents = await git.objects(files.map((file) => blobs.get(file) ?? ''), { cwd: repository.root });
  return Object.fromEntries(files.map((file, index) => [file, sha256(contents[index] ?? Buffer.alloc(0))]));
}

/**
 * What a candidate is measured with (decisions.md 3.11). The definition's own file is not in it: of what it says, only the
 * parts below bear on a measurement, and a larger budget must not start a wealth anew.
 */
export function computeBenchmarkHash(definition: Definition, protectedFiles: Readonly<Record<string, string>>, definitionFiles: readonly string[]): string {
  const { setup, build, benchmark, checks, env, metrics } = definition;
  const canonical = {
    files: Object.entries(protectedFiles).filter(([file]) => !definitionFiles.includes(file)).sort(byName),
    commands: [setup ?? null, build ?? null, benchmark.run, benchmark.format, checks ?? null],
    pass: [...env.pass].sort(),
    set: Object.entries(env.set).sort(byName),
    metrics: metrics.map(({ name, unit, better }) => [name, unit, better]),
  };
  return sha256(Buffer.from(JSON.stringify(canonical)));
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
