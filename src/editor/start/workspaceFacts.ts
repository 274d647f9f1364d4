import fs from 'node:fs';
import path from 'node:path';
import type { Definition } from '../../campaign/definition/schema.ts';
import { folderBytes } from '../../campaign/store/folderBytes.ts';
import { cacheRoot, workspaceCache } from '../../campaign/store/layout.ts';
import { Git } from '../../support/git.ts';
import { listPatches, type CandidateSource } from './candidateSource.ts';

/** What the page before the start says of the machine and the workspace: all of it is only read. */
export interface WorkspaceFacts {
  readonly changedFiles: readonly string[];
  readonly freeBytes: number | null;
  readonly cacheFolder: string;
  readonly cacheBytes: number;
}

export async function readFacts(workspace: string): Promise<WorkspaceFacts> {
  const cacheFolder = workspaceCache(workspace);
  const [changedFiles, freeBytes] = await Promise.all([listChanges(workspace), freeBytesAt(cacheFolder)]);
  return { changedFiles, freeBytes, cacheFolder: withTilde(cacheRoot()), cacheBytes: fs.existsSync(cacheFolder) ? folderBytes(cacheFolder) : 0 };
}

async function listChanges(workspace: string): Promise<readonly string[]> {
  try {
    const entries = await new Git().list(['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames'], { cwd: workspace });
    return entries.map((entry) => entry.slice(3));
  } catch {
    return [];
  }
}

/** Of the nearest folder that exists: the cache itself is made later. */
async function freeBytesAt(folder: string): Promise<number | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      const { bavail, bsize } = await fs.promises.statfs(at);
      return bavail * bsize;
    } catch {
      if (at === path.dirname(at)) return null;
    }
  }
}

function withTilde(folder: string): string {
  const home = process.env.HOME;
  return home !== undefined && home !== '' && folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}

/** Files of the workspace that commands name, by command: what is about to run can be read first. */
export function findScripts(workspace: string, { cwd, setup, build, benchmark, checks }: Definition): Record<string, string> {
  const commands = [setup, build, benchmark.run, checks].filter((command) => command !== undefined);
  return Object.fromEntries(
    commands.flatMap((command) => {
      const words = command.split(/\s+/).map((word) => word.replace(/^["']|["']$/g, ''));
      const file = words.find((word) => /[./]/.test(word) && isPlainFile(path.resolve(workspace, cwd, word), workspace));
      return file === undefined ? [] : [[command, path.relative(workspace, path.resolve(workspace, cwd, file))]];
    }),
  );
}

function isPlainFile(file: string, workspace: string): boolean {
  if (!file.startsWith(workspace + path.sep)) return false;
  try {
    const stat = fs.statSync(file);
    // A program that was built has nothing to read.
    return stat.isFile() && stat.size < 1_000_000 && !fs.readFileSync(file).subarray(0, 512).includes(0);
  } catch {
    return false;
  }
}

/** null where candidates do not come from a folder. */
export function countPatches(workspace: string, source: CandidateSource, definition: Definition): number | null {
  const folder = source.kind === 'patches' ? source.folder : source.kind === 'definition' ? definition.patches : undefined;
  return folder === undefined ? null : listPatches(path.resolve(workspace, folder)).length;
}
