import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Git } from '../support/git.ts';
import type { Repository } from '../support/repository.ts';

/** Settings under which files are checked out in the same form as in the user's own work tree. */
const MIRRORED = '^core\\.(autocrlf|eol|safecrlf|symlinks|filemode|ignorecase|precomposeunicode|protecthfs|protectntfs)$';

/**
 * A bare repository of our own that borrows the user's objects, for work trees that the user's repository must know nothing
 * of. It holds no object itself and may be removed at any time.
 */
export class PrivateClone {
  readonly folder: string;
  readonly #git: Git;
  readonly #user: Repository;

  constructor(options: { readonly git: Git; readonly user: Repository; readonly folder: string }) {
    this.#git = options.git;
    this.#user = options.user;
    this.folder = options.folder;
  }

  /** Makes it, or mends what a kill left half done. */
  async open(): Promise<void> {
    if (!(await this.#isWhole())) {
      await rm(this.folder, { recursive: true, force: true });
      await mkdir(this.folder, { recursive: true });
      await this.#git.text(['init', '--quiet', '--bare', '--template=', `--object-format=${this.#user.objectFormat}`, this.folder], { cwd: this.folder });
    }
    await mkdir(path.join(this.folder, 'objects', 'info'), { recursive: true });
    await writeFile(path.join(this.folder, 'objects', 'info', 'alternates'), `${this.#user.objects}\n`);
    await this.#mirror();
    await this.#removeStaleLocks();
  }

  /** A detached work tree at the commit, its files not yet written. False where it is there already, and is kept. */
  async openWorkTree(folder: string, commit: string): Promise<boolean> {
    const call = { cwd: this.folder };
    const own = await this.#git.text(['rev-parse', '--path-format=absolute', '--git-common-dir'], { cwd: folder }).catch(() => '');
    if (own.trim() === this.folder && (await this.#isUsable(folder))) return false;
    await rm(folder, { recursive: true, force: true });
    await this.#git.text(['worktree', 'prune'], call);
    await this.#git.text(['worktree', 'add', '--quiet', '--force', '--detach', '--no-checkout', folder, commit], call);
    return true;
  }

  async #isUsable(folder: string): Promise<boolean> {
    const head = this.#git.text(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { cwd: folder });
    // Nothing is unmerged in there; an index that a kill cut short cannot be read.
    const index = this.#git.text(['ls-files', '--unmerged'], { cwd: folder });
    return Promise.all([head, index]).then(
      () => true,
      () => false,
    );
  }

  async #isWhole(): Promise<boolean> {
    const told = await this.#git.text(['rev-parse', '--is-bare-repository', '--show-object-format'], { cwd: this.folder }).catch(() => '');
    return told.trim() === `true\n${this.#user.objectFormat}`;
  }

  /** What git ignores, how line ends are written, which attributes hold: as in the user's repository. */
  async #mirror(): Promise<void> {
    const entries = await this.#git.list(['config', '-z', '--get-regexp', MIRRORED], { cwd: this.#user.root }).catch(() => []);
    for (const entry of entries) {
      const [key = '', value = 'true'] = entry.split('\n');
      await this.#git.text(['config', key, value], { cwd: this.folder });
    }
    await mkdir(path.join(this.folder, 'info'), { recursive: true });
    for (const name of ['exclude', 'attributes']) {
      const own = path.join(this.folder, 'info', name);
      await copyFile(path.join(this.#user.gitFolder, 'info', name), own).catch(() => rm(own, { force: true }));
    }
    const exclude = path.join(this.folder, 'info', 'exclude');
    const lines = await readFile(exclude, 'utf8').catch(() => '');
    await writeFile(exclude, `${lines.trimEnd()}\n.marginalia/\n`);
  }

  /** A git that was killed leaves its locks; the engine's own lock says that no other is at work here. */
  async #removeStaleLocks(): Promise<void> {
    const worktrees = path.join(this.folder, 'worktrees');
    const folders = [this.folder, ...(await readdir(worktrees).catch(() => [])).map((name) => path.join(worktrees, name))];
    for (const folder of folders) {
      for (const name of await readdir(folder).catch(() => [])) {
        if (name.endsWith('.lock')) await rm(path.join(folder, name), { force: true });
      }
    }
  }
}
