import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../install/paths.ts';

const SAMPLE = path.join(ROOT, 'examples', 'tinylm');

export interface Workspace {
  readonly folder: string;
  remove(): void;
}

/** A copy of the sample in a git repository of its own, as a user would have it. `change` alters it before its first commit. */
export function copySample(change: (folder: string) => void = () => undefined): Workspace {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-sample-'));
  const folder = path.join(parent, 'tinylm');
  fs.cpSync(SAMPLE, folder, { recursive: true, filter: (file) => !/^(build|\.marginalia)(\/|$)/.test(path.relative(SAMPLE, file)) });
  change(folder);
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'The sample as it is before any candidate');
  return { folder, remove: () => fs.rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}

export function git(folder: string, ...args: readonly string[]): string {
  const settings = { 'user.name': 'A Person', 'user.email': 'person@localhost', 'commit.gpgsign': 'false', 'core.hooksPath': '/dev/null' };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  return execFileSync('git', [...options, ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
