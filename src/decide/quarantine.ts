/**
 * Quarantine of a slow or noisy host (decisions.md 3.14). Noise costs runs, not validity, so this is thrift: the rules
 * look at windows of one version, or of versions scaled each by its own level.
 */
import { at, computeMedian } from './order.ts';
import type { Direction } from './types.ts';

/** Runs of a window. */
export const windowRuns = 40;
/** The level that a healthy host reaches: this rank of a full window, so a tenth may be luckier. */
const healthyRank = 36;
const slowBelow = 0.05;
const slowShare = 1 / 3;
const spreadLimit = 2;
const windowsToQuarantine = 2;
const pairsToReadmit = 12;

export interface HostRun {
  /** Commit or tree of the code that ran. */
  readonly version: string;
  readonly value: number;
}

export interface Quarantine {
  readonly quarantined: boolean;
  /** Bad windows in a row. */
  readonly bad: number;
  /** Clean A/A pairs in a row while in quarantine. */
  readonly clean: number;
}

export const noQuarantine: Quarantine = { quarantined: false, bad: 0, clean: 0 };

/** Log levels of the runs, more is better, each version scaled by its own median: a faster candidate is no slow host. */
export function computeLevels(runs: readonly HostRun[], better: Direction): number[] {
  const sign = better === 'higher' ? 1 : -1;
  const usable = runs.filter((run) => run.value > 0);
  const byVersion = new Map<string, number[]>();
  for (const run of usable)
    byVersion.set(run.version, [...(byVersion.get(run.version) ?? []), sign * Math.log(run.value)]);
  const typical = new Map([...byVersion].map(([version, levels]) => [version, computeMedian(levels)]));
  return usable.map((run) => sign * Math.log(run.value) - (typical.get(run.version) ?? 0));
}

/** A full window in which more than a third of the runs are slow. */
export function isSlowWindow(levels: readonly number[]): boolean {
  if (levels.length < windowRuns) return false;
  const window = Float64Array.from(levels.slice(-windowRuns)).sort();
  const healthy = at(window, healthyRank - 1);
  return window.filter((level) => level < healthy - slowBelow).length > slowShare * windowRuns;
}

/** The host's spread of d is more than twice that of the fleet's middle host. */
export function isNoisyHost(spread: number, fleet: readonly number[]): boolean {
  return fleet.length > 1 && spread > spreadLimit * computeMedian(fleet);
}

/** Two bad windows in a row. */
export function stepQuarantine(state: Quarantine, badWindow: boolean): Quarantine {
  if (state.quarantined) return state;
  const bad = badWindow ? state.bad + 1 : 0;
  return { quarantined: bad >= windowsToQuarantine, bad, clean: 0 };
}

/** One A/A pair on a host in quarantine; twelve clean ones in a row readmit it. */
export function stepReadmission(state: Quarantine, clean: boolean): Quarantine {
  if (!state.quarantined) return state;
  const count = clean ? state.clean + 1 : 0;
  return count >= pairsToReadmit ? noQuarantine : { ...state, clean: count };
}
