import type { Definition } from '../../campaign/definition/schema.ts';
import { formatParts } from '../../campaign/numbers.ts';
import { isOpen } from '../../campaign/words.ts';
import type { Live } from '../../protocol/live.ts';
import type { Standing } from '../look/review.ts';
import { isTotalCurrent, phaseWord, shownPhase } from '../look/words.ts';
import { countToReview } from '../tree/rows.ts';

export interface StatusItem {
  readonly text: string;
  readonly tooltip: string;
  readonly spoken: string;
  readonly isError: boolean;
}

/** `↻ tg +11.4 % · 3 running · 2 to review`: short, with the interval in the tooltip. null: nothing to show. */
export function computeStatusItem(live: Live | null, definition: Definition | null, standing: (experiment: string) => Standing): StatusItem | null {
  if (live === null || definition === null) return null;
  const phase = shownPhase(live.state, live.live);
  const running = live.live ? Object.values(live.state.experiments).filter(({ state, begun }) => begun && isOpen(state)).length : 0;
  const review = countToReview(live.state, standing);
  const total = totalOf(live, definition);
  const what = running > 0 ? `${running} running` : phaseWord(phase).toLowerCase();
  const parts = [total?.delta ?? '', what, review > 0 ? `${review} to review` : ''].filter((part) => part !== '');
  const title = definition.goal || live.id;
  const tooltip = [title, total === null ? '' : `${total.delta} ${total.interval}, measured on the kept changes together`, what, review > 0 ? `${review} waiting for your review` : ''];
  return {
    text: `${iconOf(phase, live.live)} ${parts.join(' · ')}`,
    tooltip: tooltip.filter((line) => line !== '').join('\n'),
    spoken: `Marginalia: ${parts.join(', ')}`,
    isError: phase === 'failed',
  };
}

function totalOf({ state }: Live, definition: Definition): { readonly delta: string; readonly interval: string } | null {
  const primary = definition.metrics[0];
  const estimate = primary === undefined || !isTotalCurrent(state) ? undefined : state.total?.estimates[primary.name];
  if (primary === undefined || estimate === undefined) return null;
  const { delta, interval } = formatParts(estimate, { unit: primary.unit });
  return delta === '' ? null : { delta: `${primary.name} ${delta}`, interval };
}

function iconOf(phase: ReturnType<typeof shownPhase>, isLive: boolean): string {
  switch (phase) {
    case 'starting':
    case 'running':
    case 'stopping':
      return isLive ? '$(sync~spin)' : '$(sync)';
    case 'waiting':
      return '$(marginalia-infrastructure)';
    case 'stopped':
      return '$(debug-stop)';
    case 'ended':
      return '$(marginalia-kept)';
    case 'failed':
      return '$(error)';
  }
}
