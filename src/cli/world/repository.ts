import { Git } from '../../support/git.ts';
import type { Repository } from '../ports.ts';

/** The user's repository, by git, which is never allowed to write to it here. */
export const repository: Repository = { changes, diff };

async function changes(workspace: string): Promise<readonly string[]> {
  const entries = await new Git().list(['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames'], { cwd: workspace });
  return entries.map((entry) => entry.slice(3));
}

function diff(workspace: string, from: string, to: string): Promise<string> {
  return new Git().text(['diff', '--no-color', '--no-ext-diff', from, to], { cwd: workspace });
}
