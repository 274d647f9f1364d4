import { accessSync, constants, writeFileSync } from 'node:fs';
import { execa } from 'execa';
import { CappedOutput, DEFAULT_OUTPUT_LIMITS, type OutputLimits } from './cappedOutput.ts';
import { GroupStop } from './groupStop.ts';
import { OutputPipes, type OutputPipe } from './outputPipes.ts';
import { groupExists, membersOf, signalGroup, signalOne, StrayFinder, type Stray } from './strays.ts';

export const RUN_MARK = 'MARGINALIA_RUN';

/** From TERM to KILL. */
const GRACE_MS = 2_000;
/** A `tee` behind a process substitution ends a moment after its shell: that long nobody is called a survivor. */
const SETTLE_MS = 1_000;
const LOW_PRIORITY = '10';

export interface CommandRequest {
  /** A line for the shell, from the definition. */
  readonly command: string;
  readonly cwd: string;
  /** The whole environment: nothing else is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly lowPriority?: boolean;
  /** A process that runs from or in these folders is ours too. */
  readonly folders?: readonly string[];
}

export interface CommandOutcome {
  /** null where a signal ended it or it never began. */
  readonly exitCode: number | null;
  readonly endedBy: NodeJS.Signals | null;
  /** Wall time of the command itself, by a clock that does not jump. */
  readonly ms: number;
  readonly timedOut: boolean;
  readonly aborted: boolean;
  readonly flooded: boolean;
  /** Both outputs in the order they were written; the middle is left out where there was too much. */
  readonly output: Buffer;
  readonly outputBytes: number;
  /** What was still running when the command had ended. It has been ended. */
  readonly left: readonly Stray[];
  /** Why it could not be started, '' where it could. */
  readonly notStarted: string;
}

export interface CommandRunnerOptions {
  /** A folder for pipes; each runner makes its own below it. */
  readonly scratch: string;
  /** Unguessable, in ASCII; the same over restarts of the engine, so that what a killed one left is found again. */
  readonly mark: string;
  readonly limits?: OutputLimits;
  readonly graceMs?: number;
}

/**
 * Runs the definition's commands: each in a session of its own, without input, and gone with all its children when this
 * returns. A process that keeps the output open is not waited for.
 */
export class CommandRunner {
  readonly #mark: string;
  readonly #limits: OutputLimits;
  readonly #graceMs: number;
  /** bash, as the field's scripts expect; sh where there is none. */
  readonly #shell = findProgram('/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash', '/opt/homebrew/bin/bash') ?? '/bin/sh';
  readonly #nice = findProgram('/usr/bin/nice', '/bin/nice');
  readonly #pipes: OutputPipes;
  readonly #strays = new StrayFinder();
  #count = 0;

  constructor(options: CommandRunnerOptions) {
    this.#mark = options.mark;
    this.#pipes = new OutputPipes(options.scratch);
    this.#limits = options.limits ?? DEFAULT_OUTPUT_LIMITS;
    this.#graceMs = options.graceMs ?? GRACE_MS;
  }

  async run(request: CommandRequest): Promise<CommandOutcome> {
    const output = new CappedOutput(this.#limits.kept);
    const stop = new GroupStop(this.#graceMs);
    const pipe = await this.#pipes.open((chunk) => {
      output.add(chunk);
      if (output.total > this.#limits.most) stop.end('flooded');
    });
    try {
      // Fixed length: the environment's size must be the same for both sides of a pair.
      const id = `${this.#mark}.${String((this.#count += 1)).padStart(10, '0')}`;
      const started = performance.now();
      const child = this.#start(request, id, pipe);
      const ended = child.pid === undefined ? Promise.resolve(started) : endOf(child);
      if (child.pid !== undefined) stop.begin(child.pid, request.timeoutMs, request.signal);
      const at = await ended;
      stop.done();
      const result = await child;
      const left = child.pid === undefined ? [] : await this.#endLeft(child.pid, stop.why !== '', id, request.folders ?? []);
      pipe.finish();
      return {
        exitCode: result.exitCode ?? null,
        endedBy: result.signal ?? null,
        ms: at - started,
        timedOut: stop.why === 'timeout',
        aborted: stop.why === 'aborted',
        flooded: stop.why === 'flooded',
        output: output.bytes(),
        outputBytes: output.total,
        left,
        notStarted: child.pid === undefined ? (result.originalMessage ?? 'it could not be started') : '',
      };
    } finally {
      stop.done();
      pipe.finish();
    }
  }

  /** Ends what an engine with the same mark left running when it was killed. */
  async endForgotten(folders: readonly string[]): Promise<readonly Stray[]> {
    return this.#endMarked(() => this.#strays.findAll({ ours: this.#ours, folders }));
  }

  close(): void {
    this.#pipes.close();
  }

  get #ours(): string {
    return `${RUN_MARK}=${this.#mark}.`;
  }

  #start(request: CommandRequest, id: string, pipe: OutputPipe) {
    const argv = [this.#shell, '-c', request.command];
    const low = request.lowPriority === true;
    const [program = '', ...args] = low && this.#nice !== undefined ? [this.#nice, '-n', LOW_PRIORITY, ...argv] : argv;
    // execa takes any open descriptor; its type knows those up to 9.
    const writer = pipe.writer as 3;
    const child = execa(program, args, {
      cwd: request.cwd,
      env: { ...request.env, [RUN_MARK]: id },
      extendEnv: false,
      shell: false,
      detached: true,
      cleanup: false,
      reject: false,
      stdio: ['ignore', writer, writer],
    });
    pipe.closeWriter();
    if (low && child.pid !== undefined) lowerSession(child.pid);
    return child;
  }

  /** Ends the rest of the group, then what left the group. Nothing there costs a system call and a listing of /proc. */
  async #endLeft(group: number, wasStopped: boolean, id: string, folders: readonly string[]): Promise<readonly Stray[]> {
    if (!wasStopped && groupExists(group)) await until(() => membersOf(group).length === 0, SETTLE_MS);
    const members = membersOf(group);
    if (members.length > 0) {
      signalGroup(group, 'SIGTERM');
      await until(() => membersOf(group).length === 0, wasStopped ? 0 : this.#graceMs);
      signalGroup(group, 'SIGKILL');
    }
    const find = () => this.#strays.find({ ours: this.#ours, wanted: `${RUN_MARK}=${id}`, folders });
    if (find().length === 0) return members;
    if (!wasStopped) await until(() => find().length === 0, SETTLE_MS);
    const escaped = await this.#endMarked(find);
    return [...members, ...escaped.filter(({ pid }) => !members.some((member) => member.pid === pid))];
  }

  async #endMarked(find: () => readonly Stray[]): Promise<readonly Stray[]> {
    const ended = new Map<number, Stray>();
    // Again until none is left: one may start another while it is being ended.
    for (let found = find(), round = 0; found.length > 0 && round < 50; found = find(), round += 1) {
      for (const stray of found) {
        ended.set(stray.pid, stray);
        signalOne(stray.pid, 'SIGKILL');
      }
      await sleep(5);
    }
    return [...ended.values()];
  }
}

function endOf(child: { once(event: 'exit' | 'error', listener: () => void): unknown }): Promise<number> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve(performance.now()));
    child.once('error', () => resolve(performance.now()));
  });
}

/** Where the kernel groups by session (sched(7), autogroup), `nice` counts within a session only. */
function lowerSession(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, LOW_PRIORITY);
  } catch {
    // Not on this system.
  }
}

async function until(isSo: () => boolean, mostMs: number): Promise<void> {
  const end = performance.now() + mostMs;
  for (let wait = 1; performance.now() < end && !isSo(); wait = Math.min(20, wait * 2)) await sleep(wait);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** By fixed places: the PATH of the definition's commands may lead elsewhere, or nowhere. */
function findProgram(...files: readonly string[]): string | undefined {
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
