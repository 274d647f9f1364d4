import type { Definition } from './definition/schema.ts';
import type { CampaignState } from './state.ts';

export interface BudgetLeft {
  /** Experiments that may still be begun. */
  readonly experiments: number;
  /** Milliseconds of work left. */
  readonly ms: number;
}

/** What is left at `now` (ms since the epoch), for a campaign that an engine is at work on. */
export function computeBudgetLeft(state: CampaignState, definition: Definition, now: number): BudgetLeft {
  const sinceLast = state.engineRunning ? Math.max(0, now - state.lastAt) : 0;
  return {
    experiments: (state.budget.experiments ?? definition.budget.experiments) - state.begun,
    ms: (state.budget.hours ?? definition.budget.hours) * 3_600_000 - state.activeMs - sinceLast,
  };
}
