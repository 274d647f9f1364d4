import type { Experiment } from '../../campaign/state.ts';
import { reviewWord } from './words.ts';

/** How much of a candidate stands in the user's files, by their text; null: not looked at. */
export type Standing = 'in' | 'out' | 'partly' | 'unclear' | null;

/**
 * The user's word as it is shown. The log says what was accepted; the text says what is in: an accept that was undone
 * waits for review again, and lines that were typed or merged by hand are in without an accept.
 */
export type ShownReview = 'to review' | 'accepted' | 'undone' | 'in files' | 'partly' | 'rejected' | 'stale' | 'none';

export function computeReview({ state, review }: Pick<Experiment, 'state' | 'review'>, standing: Standing): ShownReview {
  switch (review) {
    case 'accepted':
      return standing === 'out' ? 'undone' : standing === 'partly' ? 'partly' : 'accepted';
    case 'rejected':
    case 'stale':
    case 'partly':
      return review;
    case 'pending':
      if (standing === 'in') return 'in files';
      return state === 'kept' ? 'to review' : 'none';
  }
}

export function isToReview(shown: ShownReview): boolean {
  return shown === 'to review' || shown === 'undone';
}

/** '' where the verdict says enough. */
export function shownWord(shown: ShownReview): string {
  switch (shown) {
    case 'none':
    case 'to review':
      return '';
    case 'undone':
      return 'accept undone';
    case 'in files':
      return 'in your files';
    case 'accepted':
    case 'partly':
    case 'rejected':
    case 'stale':
      return reviewWord(shown);
  }
}
