/** What `git status --porcelain=v2 -z` says of a work tree. */
export interface WorkTreeStatus {
  /** Tracked paths that differ from HEAD. */
  readonly changed: readonly string[];
  readonly untracked: readonly string[];
  /** Repositories within the work tree that are no submodules. */
  readonly nested: readonly string[];
  /** Submodules with changes that no commit holds. */
  readonly dirtySubmodules: readonly string[];
  readonly unmerged: readonly string[];
}

export const STATUS_ARGS: readonly string[] = ['status', '-z', '--porcelain=v2', '--untracked-files=all', '--ignore-submodules=none', '--no-renames'];

/** By git-status(1), "Porcelain Format Version 2". */
export function parseStatus(entries: readonly string[]): WorkTreeStatus {
  const status = { changed: [] as string[], untracked: [] as string[], nested: [] as string[], dirtySubmodules: [] as string[], unmerged: [] as string[] };
  for (const entry of entries) {
    const file = pathOf(entry);
    if (file === undefined) continue;
    if (entry.startsWith('?')) (file.endsWith('/') ? status.nested : status.untracked).push(file);
    else if (entry.startsWith('u')) status.unmerged.push(file);
    else {
      // "S<c><m><u>": its commit changed, it has modified files, it has untracked files.
      const submodule = entry.split(' ')[2] ?? 'N...';
      if (submodule.startsWith('S') && /[MU]/.test(submodule.slice(2))) status.dirtySubmodules.push(file);
      if (!submodule.startsWith('S') || submodule[1] === 'C') status.changed.push(file);
    }
  }
  return status;
}

/** The path comes last, after a fixed number of fields; it may hold spaces. */
function pathOf(entry: string): string | undefined {
  const fields = { '1': 8, u: 10, '?': 1 }[entry[0] ?? ''];
  return fields === undefined ? undefined : entry.split(' ').slice(fields).join(' ');
}
