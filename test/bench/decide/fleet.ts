/** The machines that the peers' policies run on: four VMs of a noise model, or a recorded trace. */
import { Host } from './noise.ts';
import type { NoiseModel } from './noise.ts';
import type { Random } from './random.ts';

export interface Fleet {
  readonly random: Random;
  /** One VM at random. */
  pick(): number;
  /** Log throughput of one run. */
  run(vm: number, gain: number, second: boolean): number;
  idle(time: number): void;
  /** What only an oracle knows: the neighbour was active during the last run, or it stalled. */
  wasTouched(vm: number): boolean;
  /** sd of a run without neighbours. */
  readonly sd: number;
}

const vms = 4;

export class ModelFleet implements Fleet {
  readonly random: Random;
  readonly sd: number;
  private readonly hosts: readonly Host[];
  private now = 0;

  constructor(model: NoiseModel, random: Random) {
    this.random = random;
    this.sd = model.sd;
    this.hosts = Array.from({ length: vms }, () => new Host(model, random));
  }

  pick(): number {
    return this.random.below(vms);
  }

  run(vm: number, gain: number, second: boolean): number {
    this.now += 1;
    return (this.hosts[vm % vms] as Host).run(this.now, gain, second);
  }

  idle(time: number): void {
    this.now += time;
  }

  wasTouched(vm: number): boolean {
    return (this.hosts[vm % vms] as Host).wasTouched();
  }
}

export class TraceFleet implements Fleet {
  readonly random: Random;
  readonly sd = Number.NaN;
  private readonly values: Float64Array;
  private at: number;

  constructor(values: Float64Array, random: Random) {
    this.values = values;
    this.random = random;
    this.at = random.below(values.length);
  }

  pick(): number {
    return 0;
  }

  run(_vm: number, gain: number, _second: boolean): number {
    const value = this.values[this.at % this.values.length] as number;
    this.at += 1;
    return Math.log(value) + gain;
  }

  idle(time: number): void {
    this.at += time;
  }

  wasTouched(): boolean {
    return false;
  }
}

/** Throughputs of so many runs in a row. */
export function runBlock(fleet: Fleet, vm: number, gain: number, count: number): number[] {
  return Array.from({ length: count }, () => Math.exp(fleet.run(vm, gain, false)));
}

/** Pairs in coin order on one VM: log throughputs of both sides. */
export function runPair(fleet: Fleet, vm: number, gain: number): { a: number; b: number } {
  if (fleet.random.coin()) {
    const a = fleet.run(vm, 0, false);
    return { a, b: fleet.run(vm, gain, true) };
  }
  const b = fleet.run(vm, gain, false);
  return { a: fleet.run(vm, 0, true), b };
}
