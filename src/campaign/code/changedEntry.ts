import { isBuildFile } from '../../support/buildFiles.ts';
import type { PathTest } from '../../support/globs.ts';
import type { Refusal } from '../events.ts';

/** One changed path between two trees. */
export interface ChangedEntry {
  readonly path: string;
  /** As in `git diff-tree`: A added, D deleted, M modified, T another kind of entry. */
  readonly status: string;
  /** Six octal digits, 000000 where there is none. */
  readonly oldMode: string;
  readonly newMode: string;
}

export interface GateRules {
  readonly inScope: PathTest;
  /** Why a path is protected, '' where it is not. */
  readonly protection: (file: string) => string;
  /** `scope.include` names the file itself, or files of its kind: `Makefile`, `src/*.cmake`; not just `**`. */
  readonly isNamed: PathTest;
}

const SYMLINK = '120000';
const SUBMODULE = '160000';
const ABSENT = '000000';

const CI = /^(?:\.github\/(?:workflows|actions)\/|\.gitlab-ci|\.gitlab\/|\.circleci\/|\.buildkite\/|\.ci\/|\.drone|\.woodpecker|\.travis\.|\.cirrus\.|\.appveyor|appveyor\.|azure-pipelines|bitbucket-pipelines|jenkinsfile)/;
const EDITOR = /(?:^|\/)(?:\.vscode|\.idea|\.devcontainer)(?:\/|$)|\.code-workspace$|(?:^|\/)\.devcontainer\.json$/;
const GIT = /(?:^|\/)\.git/;

/** Why a change may not run, as far as one path shows it: pure, so that each rule can be tested by itself. */
export function refuseEntry(entry: ChangedEntry, rules: GateRules): readonly Refusal[] {
  const refusals = [...refuseKindOfEntry(entry), ...refuseKindOfFile(entry, rules)];
  if (refusals.length > 0 || rules.inScope(entry.path)) return refusals;
  return [refusal(entry, 'out of scope', 'scope.include and scope.exclude of the definition leave it out')];
}

function refuseKindOfEntry(entry: ChangedEntry): readonly Refusal[] {
  const { oldMode, newMode } = entry;
  if (newMode === SUBMODULE || oldMode === SUBMODULE) {
    return [refusal(entry, 'submodule', 'a submodule is code from elsewhere, which the diff does not show')];
  }
  if (newMode === SYMLINK || oldMode === SYMLINK) {
    return [refusal(entry, 'symbolic link', 'through a link files outside the scope can be read and written')];
  }
  if (oldMode !== ABSENT && newMode !== ABSENT && oldMode !== newMode) {
    return [refusal(entry, 'file mode', `its mode changes from ${oldMode} to ${newMode}`)];
  }
  return [];
}

function refuseKindOfFile(entry: ChangedEntry, { protection, isNamed }: GateRules): readonly Refusal[] {
  // Case does not tell files apart on every system.
  const lower = entry.path.toLowerCase();
  const why = protection(entry.path);
  if (why !== '') return [refusal(entry, 'protected file', why)];
  if (EDITOR.test(lower)) return [refusal(entry, 'editor file', 'editors run what stands in it')];
  if (CI.test(lower)) return [refusal(entry, 'CI file', 'it is run elsewhere, with rights of its own')];
  if (GIT.test(lower)) return [refusal(entry, 'git file', 'it changes what git sees of the code')];
  if (isBuildFile(entry.path) && !isNamed(entry.path)) {
    return [refusal(entry, 'build file', 'it sets how the code is built, flags included; scope.include must name it')];
  }
  return [];
}

function refusal({ path }: ChangedEntry, rule: string, why: string): Refusal {
  return { rule, path, why };
}

/** `git diff-tree -r -z --raw --no-renames`: `:<mode> <mode> <id> <id> <status>`, then the path. */
export function parseChangedEntries(fields: readonly string[]): readonly ChangedEntry[] {
  const entries: ChangedEntry[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, oldMode, newMode, status] = /^:(\d{6}) (\d{6}) [0-9a-f]+ [0-9a-f]+ ([A-Z])/.exec(fields[at] ?? '') ?? [];
    const path = fields[at + 1];
    if (oldMode === undefined || newMode === undefined || status === undefined || path === undefined) throw new Error(`not a line of diff-tree: ${fields[at]}`);
    entries.push({ path, status, oldMode, newMode });
  }
  return entries;
}
