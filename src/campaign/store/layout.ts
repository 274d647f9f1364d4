import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Where things are on disk (ARCHITECTURE.md, "What is on disk"). */

export const FOLDER = '.marginalia';

export function marginaliaFolder(workspace: string): string {
  return path.join(workspace, FOLDER);
}

export function campaignsFolder(workspace: string): string {
  return path.join(workspace, FOLDER, 'campaigns');
}

export function campaignFolder(workspace: string, campaign: string): string {
  return path.join(campaignsFolder(workspace), campaign);
}

export function eventsFile(workspace: string, campaign: string): string {
  return path.join(campaignFolder(workspace, campaign), 'events.jsonl');
}

export function pairsFile(workspace: string, campaign: string, experiment: string): string {
  return path.join(campaignFolder(workspace, campaign), 'pairs', `${experiment}.jsonl`);
}

export function lockFile(workspace: string): string {
  return path.join(workspace, FOLDER, 'engine.lock');
}

/** 16 hex digits that stand for a workspace, by its real path. */
export function workspaceHash(workspace: string): string {
  return crypto.createHash('sha256').update(fs.realpathSync(workspace)).digest('hex').slice(0, 16);
}

/** The user's cache folder, by the platform's convention. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  const home = env.HOME || os.homedir();
  const base = env.XDG_CACHE_HOME || (process.platform === 'darwin' ? path.join(home, 'Library', 'Caches') : path.join(home, '.cache'));
  return path.join(base, 'marginalia');
}

/** Twins and private clone of a workspace. */
export function workspaceCache(workspace: string, env: NodeJS.ProcessEnv = process.env): string {
  return path.join(cacheRoot(env), workspaceHash(workspace));
}

/** Paths in a socket's address are short, so it lives in the temporary folder. */
export function socketFile(workspace: string): string {
  const user = process.getuid?.() ?? 0;
  return path.join(os.tmpdir(), `marginalia-${user}`, `${workspaceHash(workspace)}.sock`);
}

/** Makes `.marginalia/` with its own .gitignore, so that the user's repository never sees it. */
export function makeMarginaliaFolder(workspace: string): void {
  const folder = marginaliaFolder(workspace);
  fs.mkdirSync(folder, { recursive: true });
  const ignore = path.join(folder, '.gitignore');
  if (!fs.existsSync(ignore)) fs.writeFileSync(ignore, '# Made by Marginalia: nothing in here belongs into a commit.\n*\n');
}
