import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

const GRACE_MS = 10_000;

/** A program in a process group of its own, so that all that it starts ends with it, and with us. */
export class ProcessGroup {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #endAll = () => this.#signal('SIGKILL');
  #output = '';

  constructor(program: string, args: readonly string[], options: { readonly env: NodeJS.ProcessEnv; readonly onOutput?: ((text: string) => void) | undefined }) {
    this.child = spawn(program, args, { env: options.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        options.onOutput?.(text);
      });
    }
    process.once('exit', this.#endAll);
  }

  get output(): string {
    return this.#output;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The match in its output; rejects where it ends or the time is over before. */
  async seen(pattern: RegExp, milliseconds: number): Promise<RegExpExecArray> {
    const end = performance.now() + milliseconds;
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match) return match;
      if (this.hasEnded) throw new Error(`it ended with ${this.child.exitCode ?? this.child.signalCode}\n${this.#output.slice(-4000)}`);
      if (performance.now() > end) throw new Error(`no ${String(pattern)} in ${milliseconds} ms\n${this.#output.slice(-4000)}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async stop(): Promise<void> {
    if (!this.hasEnded) {
      const gone = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      const hard = setTimeout(() => this.#signal('SIGKILL'), GRACE_MS);
      await gone;
      clearTimeout(hard);
    }
    // Its file watcher and terminals would live on for seconds and write into folders that are removed.
    this.#endAll();
    process.removeListener('exit', this.#endAll);
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // Nobody is left.
    }
  }
}
