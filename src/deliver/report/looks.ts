import type { Experiment } from '../../campaign/state.ts';
import { isOpen } from '../../campaign/words.ts';
import { lookUp } from './input.ts';
import { orient } from './metrics.ts';
import type { Look, MetricModel } from './model.ts';

/** How an experiment is marked. `live`: an engine is at work, so what is open goes on. */
export function lookOf(experiment: Pick<Experiment, 'state' | 'verdict' | 'begun'>, live: boolean): Look {
  const { state, verdict } = experiment;
  if (isOpen(state) && !live) return { glyph: 'queued', tone: 'none', word: experiment.begun ? 'unfinished' : 'not begun' };
  switch (state) {
    case 'kept':
      return { glyph: 'kept', tone: 'kept', word: 'kept' };
    case 'discarded':
      if (verdict === 'regression') return { glyph: 'regression', tone: 'bad', word: 'regression' };
      return { glyph: 'discarded', tone: 'none', word: verdict === 'not_confirmed' ? 'not confirmed' : verdict === 'futile' ? 'futile' : 'discarded' };
    case 'inconclusive':
      return { glyph: 'inconclusive', tone: 'wait', word: verdict === 'guard_unresolved' ? 'guard unresolved' : 'inconclusive' };
    case 'refused':
      return { glyph: 'refused', tone: 'none', word: 'refused' };
    case 'crashed':
      return { glyph: 'crashed', tone: 'bad', word: 'crashed' };
    case 'checks_failed':
      return { glyph: 'checksFailed', tone: 'bad', word: 'checks failed' };
    case 'conflict':
      return { glyph: 'conflict', tone: 'wait', word: 'conflict' };
    case 'infrastructure':
      return { glyph: 'infrastructure', tone: 'wait', word: 'infrastructure' };
    case 'proposed':
    case 'gated':
      return { glyph: 'queued', tone: 'none', word: 'queued' };
    case 'building':
    case 'checking':
    case 'screening':
    case 'confirming':
      return { glyph: 'running', tone: 'run', word: state };
  }
}

/** The user's word; '' where there is nothing to say a word to. */
export function reviewOf(experiment: Pick<Experiment, 'state' | 'review'>): string {
  switch (experiment.review) {
    case 'pending':
      return experiment.state === 'kept' ? 'waits for review' : '';
    case 'partly':
      return 'partly accepted';
    case 'accepted':
    case 'rejected':
    case 'stale':
      return experiment.review;
  }
}

/** "regression of pp": the metrics that lie beyond their tolerance on the bad side; the rest is the decision's to know. */
export function verdictWordsOf(experiment: Pick<Experiment, 'estimates'>, look: Look, metrics: readonly MetricModel[]): string {
  if (look.glyph !== 'regression') return look.word;
  const worse = metrics.filter((metric) => {
    const estimate = lookUp(experiment.estimates, metric.name);
    if (estimate === undefined || estimate.delta === null) return false;
    return estimate.better === false || (estimate.scale === 'ratio' && orient(metric, estimate.delta) < -metric.tolerance);
  });
  return worse.length === 0 ? look.word : `${look.word} of ${worse.map(({ name }) => name).join(', ')}`;
}
