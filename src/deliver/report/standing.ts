import { formatCount } from '../../campaign/numbers.ts';
import { isOpen } from '../../campaign/words.ts';
import { isLive, type ReportInput } from './input.ts';
import type { ReportModel } from './model.ts';
import { formatClock } from './period.ts';
import { cleanText } from './text.ts';

/** What a reader must know before the numbers: that the campaign is not through, and why. null after a regular end. */
export function computeStanding(input: ReportInput): ReportModel['standing'] {
  const { state } = input;
  if (state.phase === 'failed') {
    const { message = '', hint = '' } = state.failure ?? {};
    return { tone: 'bad', text: sentences(`The campaign failed: ${cleanText(message, 600)}`, cleanText(hint, 300)) };
  }
  if (isLive(input)) {
    const waits = state.phase === 'waiting' ? `It waits for ${cleanText(state.waitingFor, 200)}` : '';
    return { tone: 'run', text: sentences(`Still under way: this is the state at ${formatClock(input.now, input.timeZone)}`, waits, left(input)) };
  }
  switch (state.end?.how) {
    case 'ended':
      return null;
    case 'budget':
      return { tone: 'wait', text: sentences('The budget was spent before the campaign was through', left(input)) };
    case 'stopped':
      return { tone: 'wait', text: sentences(`The campaign was stopped before it was through: ${cleanText(state.end.detail, 300)}`, left(input)) };
    case undefined:
      return { tone: 'wait', text: sentences('The campaign has not ended and no engine is at work on it', left(input), 'It goes on with: marginalia resume') };
  }
}

function left({ state }: ReportInput): string {
  const open = Object.values(state.experiments).filter((experiment) => isOpen(experiment.state));
  const begun = open.filter((experiment) => experiment.begun).length;
  const parts = [
    begun > 0 ? `${formatCount(begun, 'candidate')} begun without a verdict` : '',
    open.length > begun ? `${formatCount(open.length - begun, 'candidate')} not begun` : '',
  ].filter((part) => part !== '');
  return parts.join(', ');
}

function sentences(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part) => (/[.!?\u2026]$/.test(part) ? part : `${part}.`))
    .join(' ');
}
