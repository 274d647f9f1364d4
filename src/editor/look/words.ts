import type { Definition } from '../../campaign/definition/schema.ts';
import { formatMetrics } from '../../campaign/numbers.ts';
import { speakMetric } from '../../campaign/numbersSpoken.ts';
import type { CampaignState, Experiment } from '../../campaign/state.ts';
import type { CampaignPhase, Review } from '../../campaign/words.ts';

/** What a person calls an experiment's state: the verdict where there is one, else what is being done. */
export function wordOf({ state, verdict }: Pick<Experiment, 'state' | 'verdict'>): string {
  switch (verdict) {
    case 'keep':
      return 'kept';
    case 'crash':
      return 'crashed';
    case 'futile':
    case 'regression':
    case 'inconclusive':
    case 'refused':
      return verdict;
    case 'not_confirmed':
    case 'guard_unresolved':
    case 'checks_failed':
      return verdict.replaceAll('_', ' ');
    case null:
      return state === 'proposed' || state === 'gated' ? 'queued' : state;
  }
}

/** The user's word, '' before there is one. */
export function reviewWord(review: Review): string {
  switch (review) {
    case 'pending':
      return '';
    case 'partly':
      return 'accepted in part';
    case 'accepted':
    case 'rejected':
    case 'stale':
      return review;
  }
}

export function phaseWord(phase: CampaignPhase): string {
  switch (phase) {
    case 'starting':
      return 'Starting';
    case 'running':
      return 'Measuring';
    case 'waiting':
      return 'Waiting';
    case 'stopping':
      return 'Stopping';
    case 'stopped':
      return 'Stopped';
    case 'ended':
      return 'Ended';
    case 'failed':
      return 'Failed';
  }
}

/** A log that ends in the middle, without an engine at work on it, is a campaign that stopped, whatever it says. */
export function shownPhase(state: CampaignState, isLive: boolean): CampaignPhase {
  const atWork = state.phase === 'starting' || state.phase === 'running' || state.phase === 'waiting' || state.phase === 'stopping';
  return atWork && !isLive ? 'stopped' : state.phase;
}

/** `tg +6.8 % [5.9, 7.7]`: the primary metric alone; '' where it was not measured. */
export function primaryText(definition: Definition, { estimates }: Pick<Experiment, 'estimates'>): string {
  return formatMetrics(definition.metrics.slice(0, 1), estimates);
}

/** `fa-kq-fuse, kept, tg plus 6.8 per cent, 5.9 to 7.7, waits for review`: a row for a screen reader. */
export function speakExperiment(experiment: Experiment, definition: Definition, isToReview: boolean): string {
  const numbers = definition.metrics.flatMap(({ name, unit }) => {
    const estimate = experiment.estimates[name];
    return estimate === undefined ? [] : [speakMetric(name, estimate, { unit })];
  });
  const review = isToReview ? 'waits for review' : reviewWord(experiment.review);
  return [experiment.name, wordOf(experiment), ...numbers, review].filter((part) => part !== '').join(', ');
}

/** `base + 3 kept`. */
export function measuredOn(kept: readonly string[]): string {
  return kept.length === 0 ? 'the base' : `the base and ${kept.length} kept ${kept.length === 1 ? 'change' : 'changes'}`;
}

/** Whether the total is that of the changes that are kept now: rejecting one takes it out of the current code. */
export function isTotalCurrent({ total, kept }: Pick<CampaignState, 'total' | 'kept'>): boolean {
  return total !== null && total.kept.length === kept.length && total.kept.every((name) => kept.includes(name));
}
