import type { Definition } from '../campaign/definition/schema.ts';
import type { RunOutcome, Twin } from '../campaign/stages.ts';
import type { CommandOutcome } from '../support/process.ts';
import type { Commands } from './commands.ts';
import type { ProtectedCopy } from './protectedCopy.ts';
import { readValues } from './readValues.ts';
import { endingOf, type Ending } from './steps.ts';
import type { Twins } from './twins.ts';

/** A run before its log is stored: of runs that went well none is. */
export interface RawRun extends Pick<RunOutcome, 'values'> {
  readonly ending: Ending;
  readonly outcome: CommandOutcome;
}

export interface BenchmarkRunOptions {
  readonly definition: Definition;
  readonly commands: Commands;
  readonly twins: Twins;
  readonly protectedCopy: ProtectedCopy;
}

/** Beyond this many protected files they are compared around each pair only: a look costs some 6 µs a file. */
const MOST_FILES_PER_RUN = 100;

/** One run of the benchmark in a twin, values read, protected files compared. */
export class BenchmarkRun {
  readonly #options: BenchmarkRunOptions;

  constructor(options: BenchmarkRunOptions) {
    this.#options = options;
  }

  async run(twin: Twin, padding: number, signal: AbortSignal): Promise<RawRun> {
    const { definition, commands, twins } = this.#options;
    const outcome = await commands.execute(
      { step: 'run', cwd: twins.commandFolder(twin), root: twins.root(twin), signal, padding },
      definition.benchmark.run,
    );
    const ending = endingOf('run', outcome, commands.timeoutOf('run'));
    if (!ending.ok) return { values: {}, ending, outcome };
    if (this.#options.protectedCopy.paths.length <= MOST_FILES_PER_RUN) {
      const changed = await this.restoreProtected('the run');
      if (changed !== undefined) return { values: {}, ending: changed, outcome };
    }
    const reading = readValues(outcome.output.toString(), definition);
    if (reading.ok) return { values: reading.values, ending, outcome };
    return { values: {}, ending: { ...ending, ok: false, fault: reading.fault, reason: reading.reason }, outcome };
  }

  /** Puts changed protected files back, in both twins: either may have been written to by what just ran. */
  async restoreProtected(culprit: string): Promise<Ending | undefined> {
    const changed = await this.#options.protectedCopy.restoreChanged();
    if (changed.length === 0) return undefined;
    const reason = `${culprit} changed ${changed.slice(0, 5).join(', ')}, which is protected; it was put back`;
    return { ok: false, fault: 'failed', reason, hint: 'If the build makes this file, let git ignore it: what git tracks below `protect` may not change.', infrastructure: false };
  }
}
