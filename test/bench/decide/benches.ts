/** Benchmarks for our procedure: noise models, two metrics at once, a recorded trace. */
import { computeCalibration, calibrationPairs, positionOf } from '../../../src/decide/calibration.ts';
import type { Pair, Position, RunValues, Side, Stage } from '../../../src/decide/types.ts';
import { Host, rebuildGap } from './noise.ts';
import type { NoiseModel } from './noise.ts';
import type { Bench } from './ours.ts';
import type { Random } from './random.ts';

/** One metric, a new host for every stage. `effect` is the relative effect of the candidate. */
export class ModelBench implements Bench {
  host = '';
  position: Position = {};
  private readonly model: NoiseModel;
  private readonly random: Random;
  private readonly gain: number;
  private readonly calibrated: boolean;
  private source: Host;
  private now = 0;
  private hosts = 0;

  constructor(model: NoiseModel, random: Random, effect: number, calibrated = false) {
    this.model = model;
    this.random = random;
    this.gain = Math.log1p(effect);
    this.calibrated = calibrated;
    this.source = new Host(model, random);
  }

  begin(_stage: Stage): void {
    this.hosts += 1;
    this.host = `h${this.hosts}`;
    this.now += rebuildGap;
    this.source = new Host(this.model, this.random);
    if (this.calibrated) this.calibrate();
  }

  run(side: Side, second: boolean): RunValues {
    this.now += 1;
    return { tg: Math.exp(this.source.run(this.now, side === 'candidate' ? this.gain : 0, second)) };
  }

  /** Twelve A/A pairs after two warm-up runs (3.4), not counted in the runs of an experiment. */
  private calibrate(): void {
    this.run('current', false);
    this.run('current', false);
    const pairs: Pair[] = Array.from({ length: calibrationPairs }, () => {
      const current = this.run('current', false);
      const candidate = this.run('current', true);
      return { stage: 1, host: this.host, micro: [{ first: 'current', current, candidate }] };
    });
    this.position = positionOf(computeCalibration(pairs, [{ name: 'tg', better: 'higher' }]));
    this.now += rebuildGap;
  }
}

/** Relative effects of the candidate on the two metrics. */
export interface TwoEffects {
  readonly pp: number;
  readonly tg: number;
}

/** pp and tg of one run (5.3). */
export class TwoMetricBench implements Bench {
  host = '';
  readonly position: Position = {};
  private readonly model: NoiseModel;
  private readonly random: Random;
  private readonly gain: TwoEffects;
  private source: Host;
  private now = 0;
  private hosts = 0;

  constructor(model: NoiseModel, random: Random, effects: TwoEffects) {
    this.model = { ...model, sd: 0 };
    this.random = random;
    this.gain = { pp: Math.log1p(effects.pp), tg: Math.log1p(effects.tg) };
    this.source = new Host(this.model, random);
  }

  begin(_stage: Stage): void {
    this.hosts += 1;
    this.host = `h${this.hosts}`;
    this.now += rebuildGap;
    this.source = new Host(this.model, this.random);
  }

  idle(time: number): void {
    this.now += time;
  }

  run(side: Side, _second: boolean): RunValues {
    this.now += 1;
    const { rest, depth, active } = this.source.advance(this.now);
    const gain = side === 'candidate' ? this.gain : { pp: 0, tg: 0 };
    const { random } = this;
    const pp = rest + 0.6 * depth + 0.006 * random.normal() + (active ? 0.02 * random.normal() : 0) + gain.pp;
    const tg = rest + depth + 0.009 * random.normal() + (active ? 0.02 * random.normal() : 0) + gain.tg;
    return { tg: Math.exp(tg), pp: Math.exp(pp) };
  }
}

/** A recorded trace: starts anywhere, wraps around, an idle gap of k skips k runs; both stages on its one host. */
export class TraceBench implements Bench {
  readonly host = 'trace';
  readonly position: Position = {};
  private readonly values: Float64Array;
  private readonly factor: number;
  private at: number;

  constructor(values: Float64Array, random: Random, effect: number) {
    this.values = values;
    this.factor = 1 + effect;
    this.at = random.below(values.length);
  }

  begin(_stage: Stage): void {
    this.at += rebuildGap;
  }

  run(side: Side, _second: boolean): RunValues {
    const value = this.values[this.at % this.values.length] as number;
    this.at += 1;
    return { tg: side === 'candidate' ? value * this.factor : value };
  }
}
