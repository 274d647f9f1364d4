import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createWorkTree } from '../../src/campaign/code/workTree.ts';
import type { Disk } from '../../src/campaign/code/workTreeDisk.ts';
import type { CodeRef } from '../../src/campaign/events.ts';
import type { FileEdit, WorkTree } from '../../src/campaign/stages.ts';
import { findChanges } from '../../src/review/accept.ts';
import { Git } from '../../src/support/git.ts';

/** null: the file goes. A buffer holds bytes that are no UTF-8. */
export type Files = Readonly<Record<string, string | Buffer | null>>;

/** A real repository in a folder of its own, as a user has it. */
export class Repo {
  readonly root: string;

  constructor(settings: readonly (readonly [string, string])[] = []) {
    this.root = realpathSync(mkdtempSync(path.join(tmpdir(), 'marginalia work tree ü-')));
    this.git('init', '-q', '-b', 'main');
    for (const [key, value] of [['user.name', 'U'], ['user.email', 'u@localhost'], ['core.autocrlf', 'false'], ...settings]) this.git('config', key as string, value as string);
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  write(files: Files): this {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.root, name);
      if (content === null) rmSync(file);
      else {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }
    return this;
  }

  /** The mode git knows. */
  setExecutable(name: string, isExecutable: boolean): this {
    chmodSync(path.join(this.root, name), isExecutable ? 0o755 : 0o644);
    return this;
  }

  commit(files: Files = {}): CodeRef {
    this.write(files);
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', 'x');
    return { commit: this.git('rev-parse', 'HEAD').trim(), tree: this.git('rev-parse', 'HEAD^{tree}').trim() };
  }

  /** A candidate on top of what is committed; the work tree is as before afterwards. */
  candidate(change: Files | (() => void)): CodeRef {
    const before = this.git('rev-parse', 'HEAD').trim();
    if (typeof change === 'function') change();
    const made = this.commit(typeof change === 'function' ? {} : change);
    this.git('reset', '-q', '--hard', before);
    return made;
  }

  text(name: string): string {
    return this.bytes(name).toString('utf8');
  }

  bytes(name: string): Buffer {
    return readFileSync(path.join(this.root, name));
  }

  mode(name: string): number {
    return lstatSync(path.join(this.root, name)).mode & 0o7777;
  }

  /** Every path below the root but git's own, with content and mode. */
  snapshot(): Record<string, string> {
    const entries = readdirSync(this.root, { recursive: true, withFileTypes: true }).filter((entry) => !path.relative(this.root, entry.parentPath).startsWith('.git') && entry.name !== '.git');
    return Object.fromEntries(
      entries.map((entry) => {
        const name = path.relative(this.root, path.join(entry.parentPath, entry.name));
        return [name, entry.isFile() ? `${this.mode(name).toString(8)} ${this.bytes(name).toString('hex')}` : 'no file'];
      }),
    );
  }

  /** What an accept must not touch. */
  gitState(): string {
    const index = readFileSync(path.join(this.root, '.git/index')).toString('base64');
    return [index, this.git('for-each-ref'), this.git('stash', 'list'), this.git('worktree', 'list'), this.git('symbolic-ref', 'HEAD')].join('\n');
  }

  workTree(disk?: Disk): WorkTree {
    return createWorkTree({ git: new Git(), root: this.root, findChanges, ...(disk ? { disk } : {}) });
  }

  async accept(from: CodeRef, to: CodeRef, hunks?: readonly number[]): Promise<readonly FileEdit[]> {
    const plan = await this.workTree().planAccept(from, to, hunks);
    if (!plan.ok) throw new Error(`${plan.why}: ${plan.conflicts.map(({ path: name, why }) => `${name}: ${why}`).join('; ')}`);
    await this.workTree().apply(plan.edits);
    return plan.edits;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Repositories that a suite made, removed after each test. */
export function withRepos(): (settings?: readonly (readonly [string, string])[]) => Repo {
  const repos: Repo[] = [];
  afterEach(() => {
    for (const repo of repos.splice(0)) repo.remove();
  });
  return (settings) => {
    const repo = new Repo(settings);
    repos.push(repo);
    return repo;
  };
}
