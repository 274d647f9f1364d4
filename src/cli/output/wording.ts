import type { Experiment } from '../../campaign/state.ts';
import { isOpen } from '../../campaign/words.ts';
import type { Colour } from './style.ts';

/** What a person calls an experiment's state: the verdict where there is one, else what is being done. */
export function wordOf(experiment: Experiment): string {
  // A kept change that does not merge with what was kept meanwhile has a verdict, but that is not where it stands.
  if (experiment.state === 'conflict' || experiment.state === 'infrastructure') return experiment.state;
  switch (experiment.verdict) {
    case 'keep':
      return 'kept';
    case 'futile':
    case 'regression':
    case 'inconclusive':
    case 'refused':
      return experiment.verdict;
    case 'not_confirmed':
      return 'not confirmed';
    case 'guard_unresolved':
      return 'guard unresolved';
    case 'crash':
      return 'crashed';
    case 'checks_failed':
      return 'checks failed';
    case null:
      break;
  }
  if (experiment.state === 'proposed' || experiment.state === 'gated') return 'queued';
  return experiment.state.replace('_', ' ');
}

interface Mark {
  readonly glyph: string;
  readonly colour: Colour;
}

/** The shapes of look.md as far as a terminal's fonts have them. */
export function markOf(experiment: Experiment): Mark {
  switch (experiment.state) {
    case 'kept':
      return { glyph: '✓', colour: 'green' };
    case 'discarded':
      return experiment.verdict === 'regression' ? { glyph: '▼', colour: 'red' } : { glyph: '○', colour: 'grey' };
    case 'inconclusive':
      return { glyph: '◇', colour: 'yellow' };
    case 'refused':
      return { glyph: '⊘', colour: 'grey' };
    case 'crashed':
    case 'checks_failed':
      return { glyph: '✗', colour: 'red' };
    case 'conflict':
      return { glyph: '≠', colour: 'yellow' };
    case 'infrastructure':
      return { glyph: '!', colour: 'yellow' };
    default:
      return isOpen(experiment.state) && experiment.begun ? { glyph: '◐', colour: 'blue' } : { glyph: '·', colour: 'grey' };
  }
}

/** `base + 01-x + 02-y`, or `base + 14 kept` where that would be long. */
export function measuredOn(kept: readonly string[]): string {
  if (kept.length === 0) return 'base';
  return kept.length <= 3 ? ['base', ...kept].join(' + ') : `base + ${kept.length} kept`;
}
