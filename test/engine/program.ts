import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readEngineLock } from '../../src/campaign/store/engineLock.ts';
import type { Status } from '../../src/protocol/status.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const CLI = path.join(ROOT, 'dist', 'cli.cjs');

/** A benchmark whose value a file holds, with a noise of half a per cent. */
export const BENCH = `#!/bin/bash
sleep 0.02
awk -v v="$(cat value.txt)" -v s=$RANDOM 'BEGIN { printf "METRIC t_ms=%.4f\\n", v * (1 + (s / 32767 - 0.5) * 0.01) }'
`;
export const DEFINITION = `goal: Less time
benchmark: { run: bash bench.sh }
checks: bash checks.sh
metrics: [{ name: t_ms, unit: ms, better: lower, smallestEffect: 3% }]
timeouts: { run: 3s, checks: 3s }
patches: candidates
`;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly json: Status & { readonly error?: { readonly code: string; readonly message: string; readonly hint: string } };
}

/** A git repository in a folder of its own, and the real terminal program run in it. */
export class Target {
  readonly folder: string;
  readonly workspace: string;
  readonly #children: ChildProcess[] = [];

  constructor(name = 'ziel mit ünïcode') {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-target-'));
    this.workspace = path.join(this.folder, name);
    fs.mkdirSync(this.workspace);
  }

  static async buildProgram(): Promise<void> {
    const { buildIfStale, TERMINAL } = (await import(path.join(ROOT, 'esbuild.mjs'))) as { buildIfStale(options: { only: unknown }): Promise<unknown>; TERMINAL: unknown };
    await buildIfStale({ only: TERMINAL });
  }

  git(...args: string[]): string {
    return execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', ...args], { cwd: this.workspace, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  put(name: string, text: string): void {
    const file = path.join(this.workspace, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }

  /** Candidates by name: the value that each writes into value.txt, or any patch text. */
  commit(candidates: Readonly<Record<string, number | string>>, definition = DEFINITION): void {
    this.put('bench.sh', BENCH);
    this.put('checks.sh', 'test "$(cat value.txt)" -gt 50\n');
    this.put('value.txt', '100\n');
    this.put('notes.txt', 'one\ntwo\nthree\n');
    this.put('marginalia.yaml', definition);
    this.put('candidates/README', 'Patches.\n');
    for (const [name, change] of Object.entries(candidates)) {
      const patch = typeof change === 'string' ? change : `diff --git a/value.txt b/value.txt\n--- a/value.txt\n+++ b/value.txt\n@@ -1 +1 @@\n-100\n+${change}\n`;
      this.put(`candidates/${name}.patch`, patch);
    }
    this.git('init', '-q', '-b', 'main');
    this.git('add', '.');
    this.git('commit', '-q', '-m', 'base');
  }

  /** What must be the same, byte by byte, before and after a campaign without accepts. */
  observe(): Readonly<Record<string, string>> {
    return {
      status: this.git('status', '--porcelain=v2', '--branch', '--untracked-files=all'),
      stash: this.git('stash', 'list'),
      worktrees: this.git('worktree', 'list', '--porcelain'),
      branches: this.git('for-each-ref', 'refs/heads', 'refs/tags', 'refs/remotes'),
      index: fs.readFileSync(path.join(this.workspace, '.git', 'index'), 'hex'),
      config: fs.readFileSync(path.join(this.workspace, '.git', 'config'), 'utf8'),
      reflog: fs.readFileSync(path.join(this.workspace, '.git', 'logs', 'HEAD'), 'utf8'),
    };
  }

  begin(...argv: string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const env = { ...process.env, XDG_CACHE_HOME: path.join(this.folder, 'cache') };
    const child = spawn(process.execPath, [CLI, ...argv], { cwd: this.workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#children.push(child);
    const texts = { out: '', err: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (texts.err += text));
    const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...texts, json: parseLast(texts.out) })));
    return { child, ended };
  }

  run(...argv: string[]): Promise<Ended> {
    return this.begin(...argv).ended;
  }

  /** The engine of this very workspace, by its lock; undefined where none lives. */
  get enginePid(): number | undefined {
    return readEngineLock(this.workspace)?.pid;
  }

  killEngine(): boolean {
    const pid = this.enginePid;
    if (pid === undefined) return false;
    try {
      process.kill(pid, 'SIGKILL');
      return true;
    } catch {
      return false;
    }
  }

  dispose(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    this.killEngine();
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

function parseLast(out: string): Ended['json'] {
  try {
    return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Ended['json'];
  } catch {
    return { campaign: '', state: 'failed', budget: {} as Status['budget'], experiments: [] };
  }
}

/** Resolves when a condition holds; the test's own limit ends a wait in vain. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
