import type { DecisionRules, Position } from '../../decide/types.ts';
import type { Clock } from '../../support/clock.ts';
import type { Definition } from '../definition/schema.ts';
import type { CodeStore, Gates, Host, Proposer, Stages, WorkTree } from '../stages.ts';
import type { CampaignState } from '../state.ts';
import type { CampaignRecord } from './record.ts';
import type { StopSwitch } from './stopSwitch.ts';

/** One campaign at work: what every part of the loop is given. */
export interface Run {
  readonly workspace: string;
  readonly record: CampaignRecord;
  readonly definition: Definition;
  readonly stages: Stages;
  readonly hosts: readonly Host[];
  readonly proposers: readonly Proposer[];
  readonly code: CodeStore;
  readonly gates: Gates;
  readonly workTree: WorkTree;
  readonly clock: Clock;
  readonly stop: StopSwitch;
}

/** What measuring on a host needs of a campaign; a calibration by itself has no more than this. */
export type HostRun = Pick<Run, 'record' | 'definition' | 'clock' | 'stop'>;

/** The campaign's first event. Every campaign has one; it is written before anything else. */
export function createdOf(state: CampaignState): NonNullable<CampaignState['created']> {
  if (!state.created) throw new Error('the log has no campaign_created event');
  return state.created;
}

export function positionsOf(state: CampaignState, host: string): Position {
  const metrics = state.calibrations[host]?.metrics ?? {};
  return Object.fromEntries(Object.entries(metrics).map(([name, { position }]) => [name, position]));
}

/** How the campaign's metrics are judged: set by calibration, the same for all its experiments. */
export function rulesOf(state: CampaignState, alpha: number): DecisionRules {
  return { metrics: state.rules, alpha };
}
