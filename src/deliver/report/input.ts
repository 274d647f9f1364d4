import type { Definition } from '../../campaign/definition/schema.ts';
import type { PairLine } from '../../campaign/pairs.ts';
import type { CampaignState } from '../../campaign/state.ts';
import type { Fact } from './model.ts';

export interface ReportInput {
  readonly state: CampaignState;
  readonly definition: Definition;
  /**
   * By the name of their file: experiments, and `@total-…` and `@calibration-…` (differences.ts). What is missing has no
   * plot and no levels.
   */
  readonly pairs: Readonly<Record<string, readonly PairLine[]>>;
  /** Unified diffs, by experiment. */
  readonly diffs?: Readonly<Record<string, string>>;
  readonly now: number;
  /** Whether an engine is at work on it; missing: as the log says. */
  readonly live?: boolean;
  /** Missing: the machine's own. */
  readonly timeZone?: string;
  /** What only the caller knows: versions, processor, operating system. */
  readonly facts?: readonly Fact[];
}

/** Own properties only: an experiment may be called "constructor". */
export function lookUp<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

export function isLive({ state, live }: Pick<ReportInput, 'state' | 'live'>): boolean {
  const atWork = state.phase === 'starting' || state.phase === 'running' || state.phase === 'waiting' || state.phase === 'stopping';
  return atWork && (live ?? state.engineRunning);
}
