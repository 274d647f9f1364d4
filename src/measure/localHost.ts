import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Definition } from '../campaign/definition/schema.ts';
import type { BlobRef, CodeRef } from '../campaign/events.ts';
import { Failure } from '../campaign/failure.ts';
import { Infrastructure, type Host, type PairOutcome, type PairRequest, type RunOutcome, type StepOutcome, type Twin } from '../campaign/stages.ts';
import { systemClock, type Clock } from '../support/clock.ts';
import { Git } from '../support/git.ts';
import { CommandRunner } from '../support/process.ts';
import { BenchmarkRun, type RawRun } from './benchmarkRun.ts';
import { readMark, removeOldHomes } from './cacheFolder.ts';
import { Commands } from './commands.ts';
import { toHostError } from './hostError.ts';
import { HostLock, type HeldLock } from './hostLock.ts';
import type { LockMode } from './lockTickets.ts';
import { PairLoop } from './pairLoop.ts';
import { ProtectedCopy } from './protectedCopy.ts';
import { endingOf, type StepName } from './steps.ts';
import { Twins } from './twins.ts';

export interface LocalHostOptions {
  readonly name: string;
  readonly kind: string;
  readonly workspace: string;
  /** The workspace's folder in the user's cache, ours alone. */
  readonly cache: string;
  readonly campaign: string;
  readonly definition: Definition;
  /** Relative to the repository's root. */
  readonly protectedFiles: readonly string[];
  /** The client's. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly put: (bytes: Uint8Array) => BlobRef | Promise<BlobRef>;
  readonly clock?: Clock;
  readonly lock?: HostLock;
  /** Variables that look like secrets and that the user agreed to pass on. */
  readonly agreed?: readonly string[];
}

interface Parts {
  readonly runner: CommandRunner;
  readonly commands: Commands;
  readonly benchmark: BenchmarkRun;
}

const NO_SIGNAL = new AbortController().signal;

/** This machine as a host. Whatever it does is done under the machine's lock: pairs and runs alone, all else shared. */
export class LocalHost implements Host {
  readonly name: string;
  readonly kind: string;
  readonly #options: LocalHostOptions;
  readonly #clock: Clock;
  readonly #lock: HostLock;
  readonly #twins: Twins;
  readonly #protectedCopy: ProtectedCopy;
  readonly #closing = new AbortController();
  #parts: Parts | undefined;
  #base: CodeRef | undefined;
  readonly #setupLeft = new Map<Twin, readonly string[]>();
  readonly #builtClean = new Set<Twin>();

  constructor(options: LocalHostOptions) {
    const { name, kind, workspace, cache, campaign, definition, protectedFiles } = options;
    const git = new Git();
    this.name = name;
    this.kind = kind;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#lock = options.lock ?? new HostLock({ clock: this.#clock });
    this.#twins = new Twins({ git, workspace, cache, campaign, cwd: definition.cwd, inputs: definition.inputs });
    this.#protectedCopy = new ProtectedCopy({ git, cloneFolder: this.#twins.cloneFolder, folder: path.join(cache, 'protected'), paths: protectedFiles });
  }

  async open(base: CodeRef): Promise<void> {
    await this.#prepare(async () => {
      this.#parts ??= await this.#start();
      const { runner, commands } = this.#parts;
      await runner.endForgotten([this.#twins.root('a'), this.#twins.root('b')]);
      await this.#openTwins(base);
      await removeOldHomes(this.#options.cache, this.#options.campaign);
      await commands.open();
    });
  }

  /** Runs on bare sources, so that what is there afterwards is what it left. */
  async setup(twin: Twin, signal: AbortSignal): Promise<StepOutcome> {
    await this.#prepare(() => this.#twins.strip(twin));
    const outcome = await this.#step('setup', twin, signal);
    if (outcome.ok) await this.#twins.markSetUp(twin);
    this.#setupLeft.set(twin, await this.#prepare(() => this.#twins.untracked(twin)));
    return outcome;
  }

  leftovers(twin: Twin): Promise<{ readonly untracked: readonly string[]; readonly modified: readonly string[] }> {
    return this.#prepare(async () => ({ untracked: this.#setupLeft.get(twin) ?? [], modified: await this.#twins.modified(twin) }));
  }

  async place(twin: Twin, code: CodeRef, options: { readonly clean: boolean; readonly keep: readonly string[] }): Promise<void> {
    await this.#prepare(async () => {
      await this.#twins.place(twin, code, options).catch(async (error: unknown) => {
        // Somebody swept the cache, or a build destroyed the twin: what cannot be used is made again.
        if (this.#base === undefined || (await toHostError(error, this.#options.cache)) instanceof Failure) throw error;
        await this.#openTwins(this.#base);
        await this.#twins.place(twin, code, options);
      });
      await this.#protectedCopy.watch(this.#twins.root(twin));
      if (options.clean) this.#builtClean.add(twin);
      else this.#builtClean.delete(twin);
    });
    // Before the campaign's setup there is nothing to keep.
    const needsSetup = this.#options.definition.setup !== undefined && options.keep.length > 0;
    if (needsSetup && !(await this.#twins.isSetUp(twin))) await this.#setUpAgain(twin);
  }

  /** The twin was made again since the campaign's setup: another campaign had it, or the cache was swept. */
  async #setUpAgain(twin: Twin): Promise<void> {
    const { ok, reason } = await this.setup(twin, this.#closing.signal);
    if (!ok) throw new Infrastructure(`the setup had to be run again: ${reason}`);
  }

  build(twin: Twin, signal: AbortSignal): Promise<StepOutcome> {
    return this.#step('build', twin, signal);
  }

  verify(twin: Twin, code: CodeRef, builtTracked: readonly string[]): Promise<void> {
    const except = new Set([...builtTracked, ...this.#protectedCopy.paths]);
    return this.#prepare(() => this.#twins.verify(twin, code, (file) => except.has(file)));
  }

  check(twin: Twin, signal: AbortSignal): Promise<StepOutcome> {
    return this.#step('checks', twin, signal);
  }

  async run(twin: Twin, signal: AbortSignal): Promise<RunOutcome> {
    const { benchmark } = this.#now();
    const held = await this.#acquire('exclusive', signal);
    if (held === undefined) return { ...(await this.#stopped()), values: {}, fault: 'failed' };
    try {
      return await this.#runOutcome(await benchmark.run(twin, 0, signal));
    } catch (error) {
      throw await toHostError(error, this.#options.cache);
    } finally {
      held.release();
    }
  }

  async *pairs(request: PairRequest, signal: AbortSignal): AsyncGenerator<PairOutcome, void, void> {
    const { benchmark } = this.#now();
    const loop = new PairLoop({ benchmark, lock: this.#lock, clock: this.#clock, outcomeOf: (run) => this.#runOutcome(run) }, request);
    try {
      yield* loop.pairs(signal);
    } catch (error) {
      throw await toHostError(error, this.#options.cache);
    }
  }

  async compiler(): Promise<string> {
    const command = 'for c in "${CC:-cc}" gcc clang; do command -v $c >/dev/null 2>&1 && { $c --version 2>/dev/null | head -n 1; break; }; done';
    const { cache } = this.#options;
    const outcome = await this.#now().commands.execute({ step: 'build', cwd: cache, root: cache, signal: NO_SIGNAL }, command);
    return outcome.output.toString().split('\n')[0]?.trim() ?? '';
  }

  close(): Promise<void> {
    this.#closing.abort();
    this.#parts?.runner.close();
    this.#parts = undefined;
    return Promise.resolve();
  }

  async #openTwins(base: CodeRef): Promise<void> {
    await this.#twins.open(base);
    await this.#protectedCopy.open(base);
    this.#base = base;
  }

  async #start(): Promise<Parts> {
    const { cache, campaign, definition, environment, agreed } = this.#options;
    const scratch = path.join(cache, 'scratch');
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch, { recursive: true, mode: 0o700 });
    const runner = new CommandRunner({ mark: await readMark(cache), scratch });
    const home = path.join(cache, 'home', campaign);
    const commands = new Commands({ runner, definition, environment, home, ...(agreed === undefined ? {} : { agreed }) });
    return { runner, commands, benchmark: new BenchmarkRun({ definition, commands, twins: this.#twins, protectedCopy: this.#protectedCopy }) };
  }

  #now(): Parts {
    if (this.#parts === undefined) throw new Error(`the host ${this.name} is not open`);
    return this.#parts;
  }

  /** A step without a command went well. */
  async #step(step: Exclude<StepName, 'run'>, twin: Twin, signal: AbortSignal): Promise<StepOutcome> {
    const { commands, benchmark } = this.#now();
    const command = commands.commandOf(step);
    if (command === undefined) return { ok: true, ms: 0, log: await this.#options.put(Buffer.from('')), reason: '', infrastructure: false, hint: '' };
    const request = { step, cwd: this.#twins.commandFolder(twin), root: this.#twins.root(twin), signal, uncached: this.#builtClean.has(twin) };
    const held = await this.#acquire('shared', signal);
    if (held === undefined) return this.#stopped();
    try {
      const outcome = await commands.execute(request, command);
      const changed = await benchmark.restoreProtected(`the ${step}`);
      const ending = endingOf(step, outcome, commands.timeoutOf(step));
      const { ok, reason, infrastructure, hint } = ending.ok ? (changed ?? ending) : ending;
      return { ok, ms: outcome.ms, log: await this.#options.put(outcome.output), reason, infrastructure, hint };
    } catch (error) {
      throw await toHostError(error, this.#options.cache);
    } finally {
      held.release();
    }
  }

  /** undefined: aborted while waiting. */
  async #acquire(mode: LockMode, signal: AbortSignal): Promise<HeldLock | undefined> {
    try {
      return await this.#lock.acquire(mode, signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  async #stopped(): Promise<StepOutcome> {
    return { ok: false, ms: 0, log: await this.#options.put(Buffer.from('')), reason: 'stopped', infrastructure: false, hint: '' };
  }

  async #runOutcome({ ending, outcome, values }: RawRun): Promise<RunOutcome> {
    const { ok, reason, infrastructure, hint, fault } = ending;
    return { ok, ms: outcome.ms, log: await this.#options.put(outcome.output), reason, infrastructure, hint, values, fault };
  }

  /** Our own work with files and git: where it fails, the machine is at fault (disk full, a folder removed). */
  async #prepare<T>(work: () => Promise<T>): Promise<T> {
    const held = await this.#lock.acquire('shared');
    try {
      return await work();
    } catch (error) {
      throw await toHostError(error, this.#options.cache);
    } finally {
      held.release();
    }
  }
}
