import { signalGroup } from './strays.ts';

export type StopReason = '' | 'timeout' | 'aborted' | 'flooded';

/** Ends a process group once, for the first reason that comes up. */
export class GroupStop {
  readonly #graceMs: number;
  #group = 0;
  #timers: NodeJS.Timeout[] = [];
  #unlisten: () => void = () => undefined;
  why: StopReason = '';

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  begin(group: number, timeoutMs: number, signal: AbortSignal | undefined): void {
    this.#group = group;
    // Node's timers hold 32 bits; a limit beyond 24 days is none.
    if (timeoutMs < 2 ** 31) this.#timers.push(setTimeout(() => this.end('timeout'), timeoutMs));
    const onAbort = () => this.end('aborted');
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    this.#unlisten = () => signal?.removeEventListener('abort', onAbort);
  }

  end(why: Exclude<StopReason, ''>): void {
    if (this.why !== '' || this.#group === 0) return;
    this.why = why;
    signalGroup(this.#group, 'SIGTERM');
    this.#timers.push(setTimeout(() => signalGroup(this.#group, 'SIGKILL'), why === 'flooded' ? 0 : this.#graceMs));
  }

  done(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#unlisten();
  }
}
