import type { Verdict } from '../decide/types.ts';

/** The states of an experiment (ARCHITECTURE.md, "An experiment"). */
export type ExperimentState =
  | 'proposed'
  | 'gated'
  | 'building'
  | 'checking'
  | 'screening'
  | 'confirming'
  | 'kept'
  | 'discarded'
  | 'inconclusive'
  | 'refused'
  | 'crashed'
  | 'checks_failed'
  | 'conflict'
  | 'infrastructure';

/** What an experiment came to; the statistical ones are the decision's own words. */
export type ExperimentVerdict = Verdict | 'refused' | 'crash' | 'checks_failed';

/** The user's word on a candidate. */
export type Review = 'pending' | 'accepted' | 'partly' | 'rejected' | 'stale';

export type CampaignPhase = 'starting' | 'running' | 'waiting' | 'stopping' | 'stopped' | 'ended' | 'failed';

/** The state that a verdict leaves an experiment in. */
export function stateAfter(verdict: ExperimentVerdict): ExperimentState {
  switch (verdict) {
    case 'keep':
      return 'kept';
    case 'futile':
    case 'not_confirmed':
    case 'regression':
      return 'discarded';
    case 'inconclusive':
    case 'guard_unresolved':
      return 'inconclusive';
    case 'refused':
      return 'refused';
    case 'crash':
      return 'crashed';
    case 'checks_failed':
      return 'checks_failed';
  }
}

/** States in which an experiment waits for nobody but the engine. */
export const OPEN_STATES: readonly ExperimentState[] = ['proposed', 'gated', 'building', 'checking', 'screening', 'confirming'];

export function isOpen(state: ExperimentState): boolean {
  return OPEN_STATES.includes(state);
}
