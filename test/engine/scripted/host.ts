import { Infrastructure, type Assignment, type Host, type PairOutcome, type PairRequest, type RunOutcome, type StepOutcome, type Twin } from '../../../src/campaign/stages.ts';
import type { CodeRef } from '../../../src/campaign/events.ts';
import type { ScriptedCode } from './code.ts';

const LOG = { sha256: '0'.repeat(64), bytes: 0 };
const LEVEL: Readonly<Record<string, number>> = { tg: 50, pp: 400 };

export interface HostScript {
  /** Standard deviation of a run, log units. */
  readonly noise: number;
  readonly metrics: readonly string[];
  /** After the calibration all values, and the time of a pair, are multiplied by this. */
  readonly drift?: { readonly values: number; readonly ms: number };
  /** Called before each step; may throw Infrastructure. */
  readonly before?: (step: string, host: string) => void;
}

/** A host whose builds and runs are numbers: fast, seeded, and with a true effect that the test knows. */
export class ScriptedHost implements Host {
  readonly name: string;
  readonly kind: string;
  readonly steps: string[] = [];
  readonly #code: ScriptedCode;
  readonly #script: HostScript;
  readonly #twins = new Map<Twin, CodeRef>();
  #draws: number;
  #series = 0;

  constructor(name: string, code: ScriptedCode, script: HostScript, seed = 1) {
    this.name = name;
    this.kind = 'local';
    this.#code = code;
    this.#script = script;
    this.#draws = seed;
  }

  async open(): Promise<void> {
    this.#note('open');
  }

  async setup(): Promise<StepOutcome> {
    return this.#ok();
  }

  async leftovers() {
    return { untracked: [], modified: [] };
  }

  async place(twin: Twin, code: CodeRef, options: { readonly clean: boolean }): Promise<void> {
    this.#note(options.clean ? `place-clean ${twin}` : `place ${twin}`);
    this.#twins.set(twin, code);
  }

  async build(twin: Twin): Promise<StepOutcome> {
    this.#note(`build ${twin}`);
    return this.#scriptsIn(twin).some(({ build }) => build === 'fails') ? this.#failed('make: *** [all] Error 1') : this.#ok();
  }

  async verify(twin: Twin, code: CodeRef): Promise<void> {
    if (this.#twins.get(twin)?.tree !== code.tree) throw new Infrastructure(`twin ${twin} does not hold ${code.tree}`);
  }

  async check(twin: Twin): Promise<StepOutcome> {
    this.#note(`check ${twin}`);
    return this.#scriptsIn(twin).some(({ checks }) => checks === 'fail') ? this.#failed('3 cases failed') : this.#ok();
  }

  async run(twin: Twin): Promise<RunOutcome> {
    return { ...this.#ok(), ms: 200, values: this.#draw(twin), fault: 'none' };
  }

  async *pairs(request: PairRequest, signal: AbortSignal): AsyncGenerator<PairOutcome, void, void> {
    this.#note('pairs');
    this.#series += 1;
    for (let pair = request.firstPair; !signal.aborted; pair += 1) {
      this.#script.before?.('pair', this.name);
      const fault = this.#findFault(request.assignment);
      if (fault) {
        yield { kind: 'fault', side: 'candidate', run: { ...this.#failed('exit 139'), values: {}, fault: 'failed' } };
        return;
      }
      const micro = Array.from({ length: request.microPairs }, (_, index) => ({
        first: request.coin(pair, index),
        current: this.#draw(request.assignment.currentTwin),
        candidate: this.#draw(request.assignment.currentTwin === 'a' ? 'b' : 'a'),
      }));
      // Real pairs take time: others get their turn here too.
      await new Promise((resolve) => setImmediate(resolve));
      yield { kind: 'pair', micro, ms: 100 * this.#drift('ms') };
    }
  }

  async compiler(): Promise<string> {
    return 'scripted 1.0';
  }

  async close(): Promise<void> {
    this.#note('close');
  }

  /** The first series of pairs is the calibration. */
  #drift(of: 'values' | 'ms'): number {
    return this.#series > 1 ? (this.#script.drift?.[of] ?? 1) : 1;
  }

  #findFault({ currentTwin }: Assignment): boolean {
    return this.#scriptsIn(currentTwin === 'a' ? 'b' : 'a').some(({ run }) => run === 'fails');
  }

  #scriptsIn(twin: Twin) {
    const code = this.#twins.get(twin);
    if (!code) throw new Error(`twin ${twin} is empty`);
    return this.#code.scriptsIn(code);
  }

  #draw(twin: Twin): Record<string, number> {
    const scripts = this.#scriptsIn(twin);
    return Object.fromEntries(
      this.#script.metrics.map((metric) => {
        const effect = scripts.reduce((product, script) => product * (1 + (script.effect?.[metric] ?? 0)), 1);
        return [metric, (LEVEL[metric] ?? 100) * this.#drift('values') * effect * Math.exp(this.#script.noise * this.#normal())];
      }),
    );
  }

  /** Sum of twelve uniform draws, less six: near enough to normal for a benchmark's noise. */
  #normal(): number {
    let sum = -6;
    for (let n = 0; n < 12; n += 1) sum += this.#uniform();
    return sum;
  }

  /** mulberry32. */
  #uniform(): number {
    this.#draws = (this.#draws + 0x6d2b79f5) | 0;
    let t = this.#draws;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  #note(step: string): void {
    this.steps.push(step);
    this.#script.before?.(step, this.name);
  }

  #ok(): StepOutcome {
    return { ok: true, ms: 1, log: LOG, reason: '', infrastructure: false, hint: '' };
  }

  #failed(reason: string): StepOutcome {
    return { ok: false, ms: 1, log: LOG, reason, infrastructure: false, hint: '' };
  }
}
