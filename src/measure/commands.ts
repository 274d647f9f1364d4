import { lstatSync } from 'node:fs';
import { lstat, mkdir, readlink, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Definition } from '../campaign/definition/schema.ts';
import type { CommandOutcome, CommandRunner } from '../support/process.ts';
import { computeEnvironment, TOOLCHAIN_FOLDERS, type CommandEnvironment } from './environment.ts';
import type { StepName } from './steps.ts';

/** Takes the environment's size, and with it the stack's position, off its usual place (decisions.md 3.13). */
export const PADDING_VARIABLE = 'MARGINALIA_PADDING';

export interface CommandsOptions {
  readonly runner: CommandRunner;
  readonly definition: Definition;
  /** The client's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The campaign's own home folder. */
  readonly home: string;
  readonly agreed?: readonly string[];
}

export interface StepRequest {
  readonly step: StepName;
  readonly cwd: string;
  /** The twin's root: what runs from there is ours. */
  readonly root: string;
  readonly signal: AbortSignal;
  readonly padding?: number;
  /** A confirmation's build takes nothing from a compiler cache. */
  readonly uncached?: boolean;
}

/** The definition's commands with their environment and time limits. */
export class Commands {
  readonly #options: CommandsOptions;
  readonly environment: CommandEnvironment;

  constructor(options: CommandsOptions) {
    this.#options = options;
    const home = options.environment.HOME ?? '';
    this.environment = computeEnvironment({
      client: options.environment,
      existing: home === '' ? [] : TOOLCHAIN_FOLDERS.filter((folder) => lstatSync(path.join(home, folder), { throwIfNoEntry: false }) !== undefined),
      definition: options.definition.env,
      home: options.home,
      ...(options.agreed === undefined ? {} : { agreed: options.agreed }),
    });
  }

  /** Makes the home folder with its links. */
  async open(): Promise<void> {
    const { home } = this.#options;
    await mkdir(home, { recursive: true, mode: 0o700 });
    for (const { name, target } of this.environment.links) {
      const link = path.join(home, name);
      const there = (await lstat(link).catch(() => undefined))?.isSymbolicLink() === true && (await readlink(link)) === target;
      if (!there) await symlink(target, link).catch(() => undefined);
    }
  }

  commandOf(step: StepName): string | undefined {
    const { setup, build, benchmark, checks } = this.#options.definition;
    return { setup, build, run: benchmark.run, checks }[step];
  }

  timeoutOf(step: StepName): number {
    return this.#options.definition.timeouts[step];
  }

  execute(request: StepRequest, command: string): Promise<CommandOutcome> {
    const { runner } = this.#options;
    const { step, cwd, root, signal, padding, uncached } = request;
    return runner.run({
      command,
      cwd,
      env: {
        ...this.environment.env,
        ...(padding === undefined ? {} : { [PADDING_VARIABLE]: 'x'.repeat(padding) }),
        ...(uncached === true ? { CCACHE_DISABLE: '1' } : {}),
      },
      timeoutMs: this.timeoutOf(step),
      signal,
      lowPriority: step !== 'run',
      folders: [root],
    });
  }
}
