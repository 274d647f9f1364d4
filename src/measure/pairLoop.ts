import type { MicroPair, Side } from '../decide/types.ts';
import type { PairOutcome, PairRequest, RunOutcome, Twin } from '../campaign/stages.ts';
import type { Clock } from '../support/clock.ts';
import type { BenchmarkRun, RawRun } from './benchmarkRun.ts';
import type { HostLock } from './hostLock.ts';

/** A rest longer than this many runs cools the machine down (decisions.md 3.3). */
const COLD_AFTER_RUNS = 10;
/** Wall clock and monotonic clock part by this much when the machine slept, or its clock was set. */
const SLEPT_MS = 1_000;

export interface PairLoopOptions {
  readonly benchmark: BenchmarkRun;
  readonly lock: HostLock;
  readonly clock: Clock;
  readonly outcomeOf: (run: RawRun) => Promise<RunOutcome>;
}

/** What a fault breaks a pair off with. */
interface Fault {
  readonly side: Side;
  readonly run: RawRun;
}

interface Measured {
  readonly micro: readonly MicroPair[];
  /** Without the warm-up. */
  readonly ms: number;
}

/** Pairs of one experiment: each with the host's lock to itself, in an order that coins decide. */
export class PairLoop {
  readonly #options: PairLoopOptions;
  readonly #request: PairRequest;
  #lastEnd = -Infinity;
  #lastRunMs = 0;

  constructor(options: PairLoopOptions, request: PairRequest) {
    this.#options = options;
    this.#request = request;
  }

  async *pairs(signal: AbortSignal): AsyncGenerator<PairOutcome, void, void> {
    for (let pair = this.#request.firstPair; !signal.aborted; ) {
      const outcome = await this.#lockedPair(pair, signal);
      if (outcome === undefined) return;
      yield outcome;
      if (outcome.kind === 'fault') return;
      if (outcome.kind === 'pair') pair += 1;
    }
  }

  /** undefined: aborted. */
  async #lockedPair(pair: number, signal: AbortSignal): Promise<PairOutcome | undefined> {
    const { benchmark, lock, clock } = this.#options;
    const held = await lock.acquire('exclusive', signal).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (held === undefined) return undefined;
    try {
      const wall = clock.now();
      const monotonic = clock.monotonic();
      // Builds and checks are looked at as they end; what changes a file between them and a pair is none of the two sides.
      const tampered = await benchmark.restoreProtected('something outside the runs');
      if (tampered !== undefined) return { kind: 'void', why: tampered.reason };
      const result = await this.#pair(pair, signal);
      if (signal.aborted) return undefined;
      const slept = clock.now() - wall - (clock.monotonic() - monotonic);
      if (Math.abs(slept) > SLEPT_MS) return { kind: 'void', why: `the machine slept, or its clock was set, during the pair (by ${Math.round(slept / 1000)} s)` };
      if (held.wasLost()) return { kind: 'void', why: 'the host lock was lost during the pair: something else may have run' };
      if ('run' in result) return { kind: 'fault', side: result.side, run: await this.#options.outcomeOf(result.run) };
      return { kind: 'pair', ...result };
    } finally {
      held.release();
    }
  }

  async #pair(pair: number, signal: AbortSignal): Promise<Fault | Measured> {
    const { clock } = this.#options;
    if (clock.monotonic() - this.#lastEnd > COLD_AFTER_RUNS * this.#lastRunMs) {
      for (const side of ['current', 'candidate'] as const) {
        const run = await this.#run(side, pair, signal);
        if (!run.ending.ok) return { side, run };
      }
    }
    const started = clock.monotonic();
    const micro: MicroPair[] = [];
    for (let index = 0; index < this.#request.microPairs && !signal.aborted; index += 1) {
      const first = this.#request.coin(pair, index);
      const values: Partial<Record<Side, RawRun['values']>> = {};
      for (const side of order(first)) {
        const run = await this.#run(side, pair, signal);
        if (!run.ending.ok) return { side, run };
        values[side] = run.values;
      }
      micro.push({ first, current: values.current ?? {}, candidate: values.candidate ?? {} });
    }
    return { micro, ms: clock.monotonic() - started };
  }

  async #run(side: Side, pair: number, signal: AbortSignal): Promise<RawRun> {
    const run = await this.#options.benchmark.run(this.#twinOf(side), this.#request.padding(pair), signal);
    this.#lastEnd = this.#options.clock.monotonic();
    this.#lastRunMs = run.outcome.ms;
    return run;
  }

  #twinOf(side: Side): Twin {
    const { currentTwin } = this.#request.assignment;
    if (side === 'current') return currentTwin;
    return currentTwin === 'a' ? 'b' : 'a';
  }
}

function order(first: Side): readonly Side[] {
  return first === 'current' ? ['current', 'candidate'] : ['candidate', 'current'];
}
