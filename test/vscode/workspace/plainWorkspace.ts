import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { git, type Workspace } from './sampleWorkspace.ts';

/** A git repository that has nothing to do with campaigns. */
export function makePlainWorkspace(): Workspace {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-plain-'));
  fs.writeFileSync(path.join(folder, 'notes.txt'), 'one\ntwo\n');
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Notes');
  return { folder, remove: () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}
