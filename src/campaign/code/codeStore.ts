import path from 'node:path';
import { GitError, type Git } from '../../support/git.ts';
import type { CodeRef } from '../events.ts';
import type { Applied, CodeStore } from '../stages.ts';
import { PATCH_ARGS, readPatch } from './base.ts';
import { withScratch } from './scratch.ts';

export interface GitCodeStoreOptions {
  readonly git: Git;
  /** The root of the user's repository. */
  readonly root: string;
  /** The workspace below the root, '' or ending in `/`. */
  readonly prefix: string;
}

/** Whatever the user's settings say, a patch is applied as it is. */
const APPLY_CONFIG = ['apply.whitespace=nowarn', 'apply.ignoreWhitespace=no', 'merge.conflictStyle=merge'];
const REFS = 'refs/marginalia';

/** Candidates as commits in the user's repository: objects and refs below refs/marginalia, made with indexes of our own. */
export class GitCodeStore implements CodeStore {
  readonly #git: Git;
  readonly #root: string;
  readonly #prefix: string;

  constructor(options: GitCodeStoreOptions) {
    this.#git = options.git;
    this.#root = options.root;
    this.#prefix = options.prefix;
  }

  async applyPatch(on: CodeRef, patch: Uint8Array, message: string, at: number): Promise<Applied> {
    const applied = await this.#apply(on, patch, message, at, '');
    if (applied.ok || this.#prefix === '') return applied;
    // A patch that was made in the workspace folder, which is not the repository's root.
    const inWorkspace = await this.#apply(on, patch, message, at, this.#prefix);
    return inWorkspace.ok ? inWorkspace : applied;
  }

  /** Three-way merge, file by file: the patch names both blobs of each file, and git merges them into the third. */
  async rebase(change: CodeRef, from: CodeRef, onto: CodeRef, message: string, at: number): Promise<Applied> {
    return this.#apply(onto, await readPatch(this.#git, this.#root, from.commit, change.commit), message, at, '');
  }

  async setRef(campaign: string, name: string, commit: string): Promise<void> {
    await this.#git.text(['update-ref', `${REFS}/${campaign}/${name}`, commit], { cwd: this.#root });
  }

  diff(from: CodeRef, to: CodeRef): Promise<string> {
    return this.#git.text([...PATCH_ARGS, from.commit, to.commit], { cwd: this.#root });
  }

  /** The refs of a campaign, by name. */
  async refs(campaign: string): Promise<ReadonlyMap<string, string>> {
    const lines = await this.#git.text(['for-each-ref', '--format=%(objectname) %(refname)', `${REFS}/${campaign}/`], { cwd: this.#root });
    const entries = lines.split('\n').filter((line) => line !== '');
    return new Map(entries.map((line) => [line.slice(line.lastIndexOf('/') + 1), line.slice(0, line.indexOf(' '))]));
  }

  async removeRefs(campaign: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const input = names.map((name) => `delete ${REFS}/${campaign}/${name}\n`).join('');
    await this.#git.text(['update-ref', '--stdin'], { cwd: this.#root, input });
  }

  #apply(on: CodeRef, patch: Uint8Array, message: string, at: number, directory: string): Promise<Applied> {
    return withScratch(async (folder) => {
      const call = { cwd: this.#root, index: path.join(folder, 'index'), config: APPLY_CONFIG };
      await this.#git.text(['read-tree', on.commit], call);
      const where = directory === '' ? [] : [`--directory=${directory}`];
      try {
        await this.#git.text(['apply', '--cached', '--3way', `-p${leadingParts(patch)}`, ...where], { ...call, input: patch });
      } catch (error) {
        if (!(error instanceof GitError)) throw error;
        const unmerged = await this.#git.list(['diff', '--name-only', '--cached', '--diff-filter=U', '-z'], call);
        return explainConflict(error.output, unmerged);
      }
      const tree = (await this.#git.text(['write-tree'], call)).trim();
      if (tree === on.tree) return { ok: false, paths: [], detail: 'the patch changes nothing: the code has it already' };
      return this.#commit(on, tree, message, at);
    });
  }

  async #commit(on: CodeRef, tree: string, message: string, at: number): Promise<Applied> {
    const cwd = this.#root;
    const date = Math.floor(at / 1000);
    const commit = (await this.#git.text(['commit-tree', tree, '-p', on.commit, '-F', '-'], { cwd, input: message, date })).trim();
    const counts = await this.#git.list(['diff-tree', '-r', '-z', '--no-renames', '--numstat', on.commit, commit], { cwd });
    const lines = counts.map((entry) => entry.split('\t'));
    const sum = (column: number) => lines.reduce((total, fields) => total + (Number(fields[column]) || 0), 0);
    return { ok: true, candidate: { commit, tree }, paths: lines.map((fields) => fields.slice(2).join('\t')), added: sum(0), removed: sum(1) };
  }
}

/** 0 for a patch made under `diff.noprefix`, where both names of a file are the same; else 1, for `a/` and `b/`. */
function leadingParts(patch: Uint8Array): number {
  const first = /^diff --git (?:"(.+)" "(.+)"|(.+))$/m.exec(Buffer.from(patch).toString('latin1'));
  if (first === null) return 1;
  const [, before, after, plain = ''] = first;
  if (before !== undefined) return before === after ? 0 : 1;
  // "x y x y": the middle is the space between the two names.
  return plain.length % 2 === 1 && plain.slice(0, (plain.length - 1) / 2) === plain.slice((plain.length + 1) / 2) ? 0 : 1;
}

/** The paths that git names, and why, out of what `git apply` printed. */
export function explainConflict(output: string, unmerged: readonly string[]): Applied {
  if (unmerged.length > 0) return { ok: false, paths: [...unmerged], detail: `the same lines were changed in ${unmerged.join(', ')}` };
  const errors = output.split('\n').flatMap((line) => /^(?:error|fatal): (.*)$/.exec(line)?.[1] ?? []);
  const named = errors.flatMap((error) => /^patch failed: (.*):\d+$/.exec(error)?.[1] ?? /^(.*): (?:patch does not apply|does not exist in index|already exists in index|does not match index)/.exec(error)?.[1] ?? []);
  if (errors.some((error) => error.startsWith('No valid patches in input'))) return { ok: false, paths: [], detail: 'there is no diff in it' };
  const told = errors.filter((error) => !error.startsWith('repository lacks the necessary blob'));
  return { ok: false, paths: [...new Set(named)], detail: (told.length > 0 ? told : errors).slice(0, 3).join('; ') || 'git could not apply the patch' };
}
