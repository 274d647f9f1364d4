import type { Definition } from '../../campaign/definition/schema.ts';
import type { CampaignEvent } from '../../campaign/events.ts';
import { formatMetrics } from '../../campaign/numbers.ts';
import type { CampaignState } from '../../campaign/state.ts';
import type { Settings } from '../vscode/settings.ts';
import { isTotalCurrent, wordOf } from '../look/words.ts';

export interface Notice {
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
  /** The candidate that it is about, '' where it is the campaign. */
  readonly experiment: string;
  readonly button: 'open' | 'report' | 'problems' | 'sidebar' | null;
}

/** What of an event is told by a notice; null: nothing, the sidebar has it. */
export function computeNotice(event: CampaignEvent, state: CampaignState, definition: Definition | null, wanted: Settings['notifications']): Notice | null {
  if (wanted === 'none') return event.kind === 'failed' ? failed(event.message) : null;
  switch (event.kind) {
    case 'verdict': {
      const experiment = state.experiments[event.experiment];
      if (experiment === undefined || (event.verdict !== 'keep' && wanted !== 'all')) return null;
      const numbers = definition === null ? '' : formatMetrics(definition.metrics, event.estimates);
      return { level: 'info', message: [`${event.experiment}: ${wordOf(experiment)}`, numbers].filter((part) => part !== '').join(', '), experiment: event.experiment, button: 'open' };
    }
    case 'crashed':
    case 'checks_failed':
      return wanted === 'all' ? { level: 'info', message: `${event.experiment}: ${event.kind === 'crashed' ? 'crashed' : 'checks failed'}, ${firstLine(event.reason)}`, experiment: event.experiment, button: 'open' } : null;
    case 'refused':
      return { level: 'info', message: `${event.experiment} was refused: ${event.refusals[0]?.why ?? ''}`, experiment: event.experiment, button: 'open' };
    case 'waiting':
      return { level: 'warning', message: `The campaign waits for ${event.waitingFor}.`, experiment: '', button: 'sidebar' };
    case 'ended':
      return event.how === 'stopped' ? null : { level: 'info', message: endMessage(event.how, state, definition), experiment: '', button: 'report' };
    case 'failed':
      return failed(event.message);
    default:
      return null;
  }
}

function failed(message: string): Notice {
  return { level: 'error', message: `The campaign could not go on: ${message}`, experiment: '', button: 'problems' };
}

function endMessage(how: 'ended' | 'budget', state: CampaignState, definition: Definition | null): string {
  const kept = state.kept.length;
  const total = state.total === null || definition === null || !isTotalCurrent(state) ? '' : `: ${formatMetrics(definition.metrics, state.total.estimates)}`;
  const what = how === 'ended' ? 'The campaign has ended' : 'The campaign has used up its budget';
  return `${what}, ${kept === 0 ? 'nothing was kept' : `${kept} kept${total}`}.`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
