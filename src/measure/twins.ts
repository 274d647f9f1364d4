import { lutimes, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CodeRef } from '../campaign/events.ts';
import { Infrastructure, type Twin } from '../campaign/stages.ts';
import { isBuildFile } from '../support/buildFiles.ts';
import type { Git } from '../support/git.ts';
import { readRepository, type Repository } from '../support/repository.ts';
import { findChanged, findInputs, linkInputs, readStamps, type Input } from './inputs.ts';
import { Material } from './material.ts';
import { PrivateClone } from './privateClone.ts';
import { KeptPaths, removeUntracked, summarize } from './untracked.ts';

const TWINS: readonly Twin[] = ['a', 'b'];

export interface TwinsOptions {
  readonly git: Git;
  /** The user's workspace, at or below the root of their repository. */
  readonly workspace: string;
  /** Ours alone; everything in it may be removed between campaigns. */
  readonly cache: string;
  readonly campaign: string;
  /** The definition's, relative to the workspace. */
  readonly cwd: string;
  readonly inputs: readonly string[];
}

interface Opened {
  readonly user: Repository;
  readonly material: Material;
  readonly inputs: readonly Input[];
  readonly stamps: ReadonlyMap<string, string>;
}

/**
 * Two work trees of a private clone, in folders with names of equal length. What git does not track stays in them from one
 * candidate to the next, as far as git ignores it: that is what makes builds incremental.
 */
export class Twins {
  readonly #options: TwinsOptions;
  #opened: Opened | undefined;

  constructor(options: TwinsOptions) {
    this.#options = options;
  }

  root(twin: Twin): string {
    return path.join(this.#options.cache, `twin-${twin}`);
  }

  /** Where the definition's commands run in a twin. */
  commandFolder(twin: Twin): string {
    return path.join(this.root(twin), this.#now().user.prefix, this.#options.cwd);
  }

  get cloneFolder(): string {
    return path.join(this.#options.cache, 'repo.git');
  }

  /** Another campaign begins with empty twins, so that nothing passes from one to the next. */
  async open(base: CodeRef): Promise<void> {
    const { git, workspace, cache, campaign, inputs } = this.#options;
    const user = await readRepository(git, workspace);
    await mkdir(cache, { recursive: true, mode: 0o700 });
    const marker = path.join(cache, 'campaign');
    if ((await readFile(marker, 'utf8').catch(() => '')) !== campaign) {
      for (const twin of TWINS) await rm(this.root(twin), { recursive: true, force: true });
      await writeFile(marker, campaign);
    }
    const clone = new PrivateClone({ git, user, folder: this.cloneFolder });
    await clone.open();
    for (const twin of TWINS) {
      if (await clone.openWorkTree(this.root(twin), base.commit)) await rm(this.#setupMarker(twin), { force: true });
    }
    const found = await findInputs(git, user.root, user.prefix, inputs);
    this.#opened = { user, material: await Material.of(git, user, base.commit, cache), inputs: found, stamps: await readStamps(found) };
  }

  /** Tracked files as committed, untracked sources gone; build outputs too with `clean`, but for what is to be kept. */
  async place(twin: Twin, code: CodeRef, options: { readonly clean: boolean; readonly keep: readonly string[] }): Promise<{ readonly clean: boolean }> {
    const { material, inputs } = this.#now();
    const root = this.root(twin);
    const changes = await this.#changesTo(twin, code);
    const clean = options.clean || changes.some(leavesStaleOutputs);
    const kept = new KeptPaths([...options.keep, ...inputs.map((input) => input.path), ...material.submodules.map((submodule) => `${submodule.path}/`)]);
    await this.#checkout(root, code, kept);
    const untracked = clean ? ['--directory'] : ['--exclude-standard'];
    await removeUntracked(root, await this.#options.git.list(['ls-files', '-z', '--others', ...untracked], { cwd: root }), kept);
    await material.fill(root, clean);
    await linkInputs(root, inputs);
    await touch(root, changes.filter(({ status }) => status !== 'D').map((change) => change.path));
    return { clean };
  }

  /** Everything that git does not track, to tell what a setup leaves behind. */
  async untracked(twin: Twin): Promise<readonly string[]> {
    const { material, inputs } = this.#now();
    const root = this.root(twin);
    const ours = new Set([...inputs.map((input) => input.path), ...material.submodules.map((submodule) => submodule.path)]);
    const entries = await this.#options.git.list(['ls-files', '-z', '--others', '--directory', '--no-empty-directory'], { cwd: root });
    return (await summarize(root, entries)).filter((entry) => !ours.has(entry));
  }

  /** Removes whatever git does not track: a setup starts on bare sources. */
  async strip(twin: Twin): Promise<void> {
    const { material, inputs } = this.#now();
    const root = this.root(twin);
    await removeUntracked(root, await this.#options.git.list(['ls-files', '-z', '--others', '--directory'], { cwd: root }), new KeptPaths([]));
    await material.fill(root, false);
    await linkInputs(root, inputs);
  }

  /** A setup was run in the twin as it is; one that had to be made again lacks what setup left. */
  async isSetUp(twin: Twin): Promise<boolean> {
    return (await readFile(this.#setupMarker(twin), 'utf8').catch(() => undefined)) !== undefined;
  }

  async markSetUp(twin: Twin): Promise<void> {
    await writeFile(this.#setupMarker(twin), '');
  }

  #setupMarker(twin: Twin): string {
    return `${this.root(twin)}.setup`;
  }

  /** Tracked files that differ from the commit that the twin holds. */
  async modified(twin: Twin): Promise<readonly string[]> {
    return (await this.#status(twin)).modified;
  }

  async verify(twin: Twin, code: CodeRef, except: (file: string) => boolean): Promise<void> {
    const { commit, modified } = await this.#status(twin);
    if (commit !== code.commit) throw new Infrastructure(`twin ${twin} holds ${commit.slice(0, 10)} instead of ${code.commit.slice(0, 10)}`);
    const { inputs, stamps } = this.#now();
    const input = await findChanged(inputs, stamps);
    if (input !== undefined) throw new Infrastructure(`the input ${input} has changed since the campaign's start or its last resume`);
    const differing = modified.filter((file) => !except(file));
    if (differing.length > 0) throw new Infrastructure(`in twin ${twin} these tracked files are not as committed: ${differing.slice(0, 5).join(', ')}`);
  }

  #now(): Opened {
    if (this.#opened === undefined) throw new Error('the twins are not open');
    return this.#opened;
  }

  async #checkout(root: string, code: CodeRef, kept: KeptPaths): Promise<void> {
    const { git } = this.#options;
    const checkout = () => git.text(['checkout', '--quiet', '--force', '--detach', '--no-recurse-submodules', code.commit], { cwd: root });
    await checkout().catch(async () => {
      // A build may have put a folder where a tracked file belongs.
      await removeUntracked(root, await git.list(['ls-files', '-z', '--others', '--directory'], { cwd: root }), kept);
      return checkout();
    });
  }

  /** From the commit that the twin was last given; everything, where that is not known. */
  async #changesTo(twin: Twin, code: CodeRef): Promise<readonly Change[]> {
    const file = path.join(this.cloneFolder, 'worktrees', `twin-${twin}`, 'HEAD');
    const before = (await readFile(file, 'utf8').catch(() => '')).trim();
    if (before === code.commit) return [];
    const fields = await this.#options.git.list(['diff-tree', '-r', '-z', '--no-renames', '--name-status', before, code.commit], { cwd: this.root(twin) });
    const changes: Change[] = [];
    for (let at = 0; at + 1 < fields.length; at += 2) changes.push({ status: fields[at] ?? '', path: fields[at + 1] ?? '' });
    return changes;
  }

  async #status(twin: Twin): Promise<{ readonly commit: string; readonly modified: readonly string[] }> {
    const args = ['status', '-z', '--porcelain=v2', '--branch', '--untracked-files=no', '--ignore-submodules=all', '--no-renames'];
    const fields = await this.#options.git.list(args, { cwd: this.root(twin) });
    const commit = fields.find((field) => field.startsWith('# branch.oid '))?.slice('# branch.oid '.length) ?? '';
    // git-status(1): "1 XY sub mH mI mW hH hI path".
    const modified = fields.flatMap((field) => /^1 \S+ \S+ \d+ \d+ \d+ \S+ \S+ (.*)$/s.exec(field)?.[1] ?? []);
    return { commit, modified };
  }
}

interface Change {
  /** As in `git diff --name-status`: A, D, M, T. */
  readonly status: string;
  readonly path: string;
}

/**
 * Make does not build again because a source went away, and rarely because a build file changed: what such a step leaves
 * would be the code before.
 */
function leavesStaleOutputs({ status, path: file }: Change): boolean {
  return status === 'D' || status === 'T' || isBuildFile(file);
}

/**
 * Gives files a time after every output's. Files that are written within one tick of the kernel's clock (some milliseconds)
 * after a build would else seem as old as its outputs.
 */
async function touch(root: string, files: readonly string[]): Promise<void> {
  const now = (Date.now() + 1) / 1000;
  await Promise.all(files.map((file) => lutimes(path.join(root, file), now, now).catch(() => undefined)));
}
