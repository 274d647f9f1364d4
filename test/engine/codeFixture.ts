import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { definitionSchema, type Definition } from '../../src/campaign/definition/schema.ts';
import type { CodeRef } from '../../src/campaign/events.ts';

/** A real repository in a folder whose name has a space and letters beyond ASCII. */
export class TestRepository {
  readonly folder: string;
  readonly root: string;

  constructor(folder: string, root: string) {
    this.folder = folder;
    this.root = root;
  }

  static async make(name = 'work trée ü'): Promise<TestRepository> {
    const folder = await mkdtemp(path.join(tmpdir(), 'code ü '));
    const root = path.join(folder, name);
    mkdirSync(root);
    const repository = new TestRepository(folder, root);
    repository.git('init', '--quiet', '--initial-branch=main');
    return repository;
  }

  git(...args: string[]): string {
    return this.gitIn(this.root, ...args);
  }

  gitIn(cwd: string, ...args: string[]): string {
    const settings = ['-c', 'user.name=U', '-c', 'user.email=u@example.org', '-c', 'protocol.file.allow=always', '-c', 'commit.gpgSign=false'];
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
    return execFileSync('git', [...settings, ...args], { cwd, encoding: 'utf8', env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  write(file: string, content: string | Uint8Array, mode?: number): void {
    const target = path.join(this.root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
    if (mode !== undefined) chmodSync(target, mode);
  }

  read(file: string): string {
    return readFileSync(path.join(this.root, file), 'utf8');
  }

  commit(message = 'change'): CodeRef {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.code('HEAD');
  }

  code(name: string): CodeRef {
    const [commit = '', tree = ''] = this.git('rev-parse', `${name}^{commit}`, `${name}^{tree}`).split('\n');
    return { commit, tree };
  }

  /** The diff that a change of the work tree makes; the work tree is put back. */
  patchOf(change: () => void): Buffer {
    change();
    this.git('add', '--all');
    const patch = this.git('diff', '--cached', '--binary', '--full-index', '--no-renames');
    this.git('reset', '--quiet', '--hard');
    return Buffer.from(patch);
  }

  show(code: CodeRef, file: string): string {
    return this.git('show', `${code.commit}:${file}`);
  }

  files(code: CodeRef): string[] {
    return this.git('ls-tree', '-r', '-z', '--name-only', code.commit).split('\0').filter((file) => file !== '');
  }

  /** Everything that must stay byte for byte: work tree, index, refs, settings, logs; not objects, nor our own refs. */
  state(): Readonly<Record<string, string>> {
    const found: Record<string, string> = {};
    collect(this.root, '', found);
    return found;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

function collect(root: string, folder: string, found: Record<string, string>): void {
  for (const name of readdirSync(path.join(root, folder)).sort()) {
    const file = path.posix.join(folder, name);
    if (/(^|\/)\.git(\/modules\/.*)?\/(objects|lfs)$/.test(file) || /refs\/marginalia$/.test(file)) continue;
    const status = lstatSync(path.join(root, file));
    if (status.isDirectory()) collect(root, file, found);
    else if (status.isSymbolicLink()) found[file] = readlinkSync(path.join(root, file));
    else found[file] = `${status.mode.toString(8)} ${createHash('sha256').update(readFileSync(path.join(root, file))).digest('hex')}`;
  }
}

export function makeDefinition(more: Record<string, unknown> = {}): Definition {
  return definitionSchema.parse({ benchmark: { run: './bench.sh' }, metrics: [{ name: 'tg', better: 'higher' }], ...more });
}
