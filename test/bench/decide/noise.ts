/** The noise models of decisions.md 5.1 and 5.2: log throughput of a run on a host, as a function of time. */
import type { Random } from './random.ts';

export interface NoiseModel {
  readonly name: string;
  readonly sd: number;
  readonly bias: number;
  /** Stationary sd and time constant of the drift. */
  readonly ou: number;
  readonly tau: number;
  readonly burst: {
    readonly on: number;
    readonly off: number;
    readonly low: number;
    readonly high: number;
    readonly jitter: number;
  } | null;
  readonly bimodal: { readonly share: number; readonly factor: number } | null;
  /** Taken off every second run of a pair. */
  readonly second: number;
}

const cloudBurst = { on: 0.05, off: 0.2, low: 0.03, high: 0.3, jitter: 0.02 };
const calm = { bias: 0, ou: 0, tau: 100, burst: null, bimodal: null, second: 0 };

export const models: readonly NoiseModel[] = [
  { ...calm, name: 'gauss03', sd: 0.003 },
  { ...calm, name: 'gauss10', sd: 0.01 },
  { ...calm, name: 'burst', sd: 0.007, burst: cloudBurst },
  { ...calm, name: 'vmbias', sd: 0.007, bias: 0.05 },
  { ...calm, name: 'drift', sd: 0.005, ou: 0.015 },
  { ...calm, name: 'bimodal', sd: 0.01, bimodal: { share: 0.2, factor: 0.14 } },
  { ...calm, name: 'cloud', sd: 0.007, bias: 0.05, ou: 0.015, burst: cloudBurst },
  {
    ...calm,
    name: 'bad',
    sd: 0.01,
    bias: 0.05,
    ou: 0.02,
    tau: 60,
    burst: { on: 0.06, off: 0.09, low: 0.03, high: 0.3, jitter: 0.03 },
  },
];

/** Cloud with a second-run penalty of 2 %. */
export const positionModel: NoiseModel = { ...findModel('cloud'), name: 'position', second: 0.02 };

/** Only the cold start is left (5.3). */
export const quietModel: NoiseModel = { ...calm, name: 'quiet', sd: 0 };

export function findModel(name: string): NoiseModel {
  if (name === 'position') return positionModel;
  const model = models.find((one) => one.name === name);
  if (model === undefined)
    throw new Error(`no noise model ${name}; there are ${models.map((one) => one.name).join(', ')}, position`);
  return model;
}

/** A noise model from JSON: `{"sd": 0.01, "burst": {"on": …, "off": …, "low": …, "high": …, "jitter": …}}`. */
export function parseModel(name: string, content: unknown): NoiseModel {
  const fields = readFields(name, content, ['sd', 'bias', 'ou', 'tau', 'second', 'burst', 'bimodal']);
  const number = (from: Readonly<Record<string, unknown>>, key: string, missing: number): number => {
    const value = from[key] ?? missing;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${name}: ${key} is no number`);
    return value;
  };
  const burst =
    fields['burst'] === undefined ? null : readFields(name, fields['burst'], ['on', 'off', 'low', 'high', 'jitter']);
  const bimodal = fields['bimodal'] === undefined ? null : readFields(name, fields['bimodal'], ['share', 'factor']);
  return {
    name,
    sd: number(fields, 'sd', 0),
    bias: number(fields, 'bias', 0),
    ou: number(fields, 'ou', 0),
    tau: number(fields, 'tau', 100),
    second: number(fields, 'second', 0),
    burst: burst && {
      on: number(burst, 'on', 0.05),
      off: number(burst, 'off', 0.2),
      low: number(burst, 'low', 0.03),
      high: number(burst, 'high', 0.3),
      jitter: number(burst, 'jitter', 0.02),
    },
    bimodal: bimodal && { share: number(bimodal, 'share', 0.2), factor: number(bimodal, 'factor', 0.14) },
  };
}

function readFields(name: string, content: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof content !== 'object' || content === null) throw new Error(`${name}: a noise model is a JSON object`);
  const unknown = Object.keys(content).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Error(`${name}: unknown field ${unknown}; there are ${known.join(', ')}`);
  return content as Readonly<Record<string, unknown>>;
}

/** A rebuild, or the start of a stage on a new host. */
export const rebuildGap = 20;
const coldAfter = 10;
const coldDepth = 0.015;
/** A long gap forgets the neighbour; no more steps of its chain than this. */
const mostSteps = 60;

/** One host of one experiment. Time is the caller's clock; it never goes back. */
export class Host {
  private readonly model: NoiseModel;
  private readonly random: Random;
  private readonly level: number;
  private drift: number;
  private depth = 0;
  private active = false;
  private slowed = false;
  private last = Number.NaN;

  constructor(model: NoiseModel, random: Random) {
    this.model = model;
    this.random = random;
    this.level = random.between(-model.bias, model.bias);
    this.drift = model.ou * random.normal();
    const { burst } = model;
    if (burst !== null && random.uniform() < burst.on / (burst.on + burst.off)) this.turnOn();
  }

  /** What the host and its neighbour do to a run at this time; the run's own noise comes on top. */
  advance(now: number): { readonly rest: number; readonly depth: number; readonly active: boolean } {
    const gap = Number.isNaN(this.last) ? 0 : now - this.last;
    const cold = Number.isNaN(this.last) || gap > coldAfter ? coldDepth * this.random.uniform() : 0;
    this.last = now;
    if (gap > 0 && this.model.ou > 0) {
      const rho = Math.exp(-gap / this.model.tau);
      this.drift = rho * this.drift + this.model.ou * Math.sqrt(1 - rho * rho) * this.random.normal();
    }
    if (this.model.burst !== null) this.stepNeighbour(Math.min(gap, mostSteps));
    return { rest: this.level + this.drift - cold, depth: this.active ? this.depth : 0, active: this.active };
  }

  /** Log throughput of one run; `effect` is the log effect of the side, `second` whether it ran second in its pair. */
  run(now: number, effect: number, second: boolean): number {
    const { model, random } = this;
    const { rest, depth, active } = this.advance(now);
    let y = rest + depth + effect + model.sd * random.normal();
    if (active && model.burst !== null) y += model.burst.jitter * random.normal();
    this.slowed = model.bimodal !== null && random.uniform() < model.bimodal.share;
    if (this.slowed && model.bimodal !== null) y += Math.log(model.bimodal.factor);
    return second ? y - model.second : y;
  }

  /** What only an oracle sees of the last run. */
  wasTouched(): boolean {
    return this.active || this.slowed;
  }

  private stepNeighbour(steps: number): void {
    const { burst } = this.model;
    if (burst === null) return;
    for (let i = 0; i < steps; i += 1) {
      const u = this.random.uniform();
      if (this.active) {
        if (u < burst.off) this.active = false;
      } else if (u < burst.on) this.turnOn();
    }
  }

  private turnOn(): void {
    const { burst } = this.model;
    if (burst === null) return;
    this.active = true;
    this.depth = Math.log(1 - this.random.between(burst.low, burst.high));
  }
}
