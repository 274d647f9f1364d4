import { experimentsInOrder } from '../../campaign/state.ts';
import type { ActionButton, SidebarView } from '../../protocol/webview.ts';
import { shownPhase, speakExperiment } from '../look/words.ts';
import { computeBest } from './computeBest.ts';
import { computeBudget } from './computeBudget.ts';
import { computeNow } from './computeNow.ts';
import { computeTally } from './computeTally.ts';
import { computeWaiting } from './computeWaiting.ts';
import { computeWaves } from './computeWaves.ts';
import type { SidebarInput } from './input.ts';

/** The sidebar of a campaign, in the order of a glance: what runs, how good it is, what waits for me; then the history. */
export function computeSidebar(input: SidebarInput): SidebarView {
  const { live } = input;
  const isOver = ['ended', 'stopped', 'failed'].includes(shownPhase(live.state, live.live));
  return {
    kind: 'campaign',
    campaign: live.id,
    now: computeNow(input),
    best: computeBest(input),
    waiting: computeWaiting(input),
    waves: computeWaves(input),
    tally: isOver ? computeTally(live.state) : null,
    budget: computeBudget(input),
    foot: isOver ? footOf(input) : [],
    spoken: lastVerdict(input),
  };
}

function footOf({ isTrusted }: SidebarInput): ActionButton[] {
  return [
    ...(isTrusted ? [{ action: 'clean', label: 'Clean up what it left on the disk', look: 'link' } as const, { action: 'start', label: 'Start another campaign', look: 'link' } as const] : []),
  ];
}

/** Verdicts are told to a screen reader, pairs are not. */
function lastVerdict({ live, definition }: SidebarInput): string {
  const decided = experimentsInOrder(live.state).filter(({ decidedAt }) => decidedAt !== null);
  const last = decided.sort((a, b) => (a.decidedAt ?? 0) - (b.decidedAt ?? 0)).at(-1);
  return last === undefined ? '' : speakExperiment(last, definition, false);
}
