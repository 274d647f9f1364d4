import { computeBudgetLeft } from '../budget.ts';
import { Failure } from '../failure.ts';
import { computeNextTask, type Task } from '../schedule.ts';
import { Infrastructure, type Host } from '../stages.ts';
import { experimentsInOrder, type Experiment } from '../state.ts';
import { WriteFailed } from '../../support/lineFile.ts';
import { calibrate } from './calibrate.ts';
import { proposeWave } from './candidates.ts';
import { dryStart } from './dryStart.ts';
import { advance } from './experiment.ts';
import { keep, unfinishedKeeps } from './head.ts';
import { RecordDeleted } from './record.ts';
import type { Run } from './run.ts';
import { measureTotal } from './total.ts';

/** Nothing new is started with less than this free (ARCHITECTURE.md, "What is on disk"). */
export const LEAST_FREE_BYTES = 1024 ** 3;
/** What Marginalia may take for one workspace. */
export const MOST_USED_BYTES = 5 * 1024 ** 3;
const DISK_POLL_MS = 10_000;

/** Runs a campaign from where its log is to its end. Writes the last event itself; never throws. */
export async function runCampaign(run: Run): Promise<void> {
  try {
    await start(run);
    if (run.stop.reason === null) await new Loop(run).work();
    if (mayMeasureTotal(run)) await Promise.all(run.hosts.slice(0, 1).map((host) => measureTotal(run, host)));
    writeEnd(run);
  } catch (error) {
    endAfter(run, error);
  } finally {
    await Promise.all(run.hosts.map((host) => host.close().catch(() => undefined)));
  }
}

async function start(run: Run): Promise<void> {
  const { record } = run;
  await requireSpace(run);
  for (const host of run.hosts) {
    if (record.state.dryStart === null) await dryStart(run, host);
    else await host.open(record.state.created!.base);
    if (run.stop.reason !== null) return;
    if (record.state.calibrations[host.name] === undefined) await calibrate(run, host);
    if (run.stop.reason !== null) return;
  }
  const [first] = run.hosts;
  if (first) for (const name of unfinishedKeeps(run)) await keep(run, first, name);
}

/** What the disk lacks before anything new may begin; '' where it lacks nothing. */
async function missingSpace({ stages, workspace }: Run): Promise<string> {
  if ((await stages.freeBytes(workspace)) < LEAST_FREE_BYTES) return 'disk space: less than 1 GB is free';
  if ((await stages.usedBytes(workspace)) > MOST_USED_BYTES) return 'disk space: the campaign takes more than 5 GB; `marginalia clean` removes what ended campaigns left';
  return '';
}

async function requireSpace(run: Run): Promise<void> {
  const free = await run.stages.freeBytes(run.workspace);
  if (free < LEAST_FREE_BYTES) {
    const message = `only ${Math.floor(free / 1024 ** 2)} MB are free where the campaign writes`;
    throw new Failure('disk-full', message, 'Free at least 1 GB; `marginalia clean` removes what ended campaigns left.');
  }
}

function mayMeasureTotal(run: Run): boolean {
  // Out of budget the total is still worth its few minutes: without it the keeps have no common number.
  return run.stop.reason === null || (run.stop.reason === 'budget' && !run.stop.signal.aborted);
}

function writeEnd(run: Run): void {
  const { record, stop } = run;
  if (stop.reason === 'handover') {
    record.append({ kind: 'engine_stopped', reason: 'handover' }, { sync: true });
    return;
  }
  const left = experimentsInOrder(record.state).filter((experiment) => !experiment.begun && experiment.state === 'proposed').length;
  const how = stop.reason ?? 'ended';
  const detail = { ended: 'every candidate has its verdict', stopped: 'stopped by the user', budget: `the budget is spent; ${left} candidates were not begun` }[how];
  record.append({ kind: 'ended', how, detail });
  record.append({ kind: 'engine_stopped', reason: how }, { sync: true });
}

/** What a stop broke off is no failure; what could not be written down is one even then. */
function endAfter(run: Run, error: unknown): void {
  const lost = error instanceof WriteFailed || error instanceof RecordDeleted;
  if (lost || !run.stop.signal.aborted) return writeFailure(run, error);
  try {
    writeEnd(run);
  } catch (second) {
    writeFailure(run, second);
  }
}

/** Says what went wrong in the log where that can still be written, and to everybody attached in any case. */
function writeFailure(run: Run, error: unknown): void {
  const failure = failureOf(error);
  const { record } = run;
  const end = error instanceof RecordDeleted
    ? ({ kind: 'notice', level: 'error', message: error.message } as const)
    : ({ kind: 'failed', ...failure.report() } as const);
  try {
    record.append(end);
    if (error instanceof RecordDeleted) record.append({ kind: 'ended', how: 'stopped', detail: error.message });
    record.append({ kind: 'engine_stopped', reason: error instanceof RecordDeleted ? 'stopped' : 'failed' }, { sync: true });
  } catch {
    record.broadcast.event({ v: 1, seq: record.state.seq + 1, at: run.clock.now(), kind: 'failed', ...failure.report() });
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof WriteFailed) {
    return new Failure('disk-full', error.message, 'Everything up to the last pair is safe. Make room, then `marginalia resume`.');
  }
  if (error instanceof RecordDeleted) return new Failure('internal', error.message, '`marginalia resume` goes on from there.');
  if (error instanceof Infrastructure) return new Failure('benchmark-failed', error.message, 'The machine or the definition is at fault, not a candidate.');
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure('internal', `the engine met an error of its own: ${text}`, 'Nothing that was measured is lost: `marginalia resume` goes on. Please report it.');
}

/** The hosts at work side by side; each takes its next task when it is done with the last. */
class Loop {
  readonly #run: Run;
  readonly #busy = new Set<string>();
  /** By host: experiments between whose stages another experiment's pairs ran. */
  readonly #parted = new Map<string, Set<string>>();
  #proposing: Promise<boolean> | null = null;
  #wakers = new Set<() => void>();

  constructor(run: Run) {
    this.#run = run;
    run.stop.onStop(() => this.#wake());
  }

  async work(): Promise<void> {
    await Promise.all(this.#run.hosts.map((host) => this.#workOn(host)));
  }

  async #workOn(host: Host): Promise<void> {
    while (this.#run.stop.reason === null) {
      await this.#waitForSpace();
      const task = this.#next(host);
      if (task.kind === 'done') break;
      if (task.kind === 'wait') await this.#rest(task.until);
      else if (task.kind === 'propose') await this.#propose();
      else await this.#measure(host, task.experiment);
    }
    this.#wake();
  }

  #next(host: Host): Task {
    const { record, definition, clock, proposers } = this.#run;
    const now = clock.now();
    const left = computeBudgetLeft(record.state, definition, now);
    if (left.ms <= 0) {
      this.#run.stop.afterPair('budget');
      return { kind: 'done' };
    }
    const experiments = experimentsInOrder(record.state);
    const mayBegin = left.experiments > 0;
    const asking = proposers.filter((proposer) => !record.state.exhaustedProposers.includes(proposer.name) && (mayBegin || proposer.costly !== true));
    const task = computeNextTask({
      experiments,
      host,
      busy: this.#busy,
      parted: this.#parted.get(host.name) ?? new Set(),
      mayBegin,
      mayPropose: asking.length > 0,
      now,
    });
    const isLeft = (experiment: Experiment) => experiment.state === 'proposed' && !experiment.begun;
    if (task.kind === 'done' && !mayBegin && experiments.some(isLeft)) this.#run.stop.afterPair('budget');
    return task;
  }

  async #measure(host: Host, name: string): Promise<void> {
    const { record, stop } = this.#run;
    const before = record.pairs(name).length;
    const seq = record.state.seq;
    this.#busy.add(name);
    try {
      await advance(this.#run, host, name);
    } finally {
      this.#busy.delete(name);
    }
    // A task that leaves no trace would be given out again for ever.
    if (record.state.seq === seq && stop.reason === null) throw new Error(`${name} cannot go on and does not end`);
    if (record.pairs(name).length > before) this.#partOthers(host, name);
    this.#wake();
  }

  /** Pairs of one experiment part the stages of the others on that host. */
  #partOthers(host: Host, name: string): void {
    const parted = new Set(this.#parted.get(host.name));
    for (const other of Object.values(this.#run.record.state.experiments)) {
      if (other.name !== name && other.state === 'confirming') parted.add(other.name);
    }
    parted.delete(name);
    this.#parted.set(host.name, parted);
  }

  async #propose(): Promise<void> {
    this.#proposing ??= proposeWave(this.#run).finally(() => {
      this.#proposing = null;
      this.#wake();
    });
    await this.#proposing;
  }

  async #waitForSpace(): Promise<void> {
    const { record, clock, stop } = this.#run;
    let waiting = false;
    for (let missing = await missingSpace(this.#run); missing !== '' && stop.reason === null; missing = await missingSpace(this.#run)) {
      if (!waiting) record.append({ kind: 'waiting', waitingFor: missing });
      waiting = true;
      await clock.sleep(DISK_POLL_MS, stop.signal).catch(() => undefined);
    }
    if (waiting && stop.reason === null) record.append({ kind: 'went_on' });
  }

  /** Until the given time, a change on another host, or a stop. */
  async #rest(until: number | null): Promise<void> {
    const woken = new AbortController();
    const wake = () => woken.abort();
    this.#wakers.add(wake);
    const ms = until === null ? 60_000 : Math.max(10, until - this.#run.clock.now());
    await this.#run.clock.sleep(ms, woken.signal).catch(() => undefined);
    this.#wakers.delete(wake);
  }

  #wake(): void {
    for (const wake of this.#wakers) wake();
    this.#wakers.clear();
  }
}
