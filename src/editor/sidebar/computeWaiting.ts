import { formatParts } from '../../campaign/numbers.ts';
import { experimentsInOrder, type Experiment } from '../../campaign/state.ts';
import type { Definition } from '../../campaign/definition/schema.ts';
import type { MetricText, SidebarView, WaitingRow } from '../../protocol/webview.ts';
import { glyphOf } from '../look/glyph.ts';
import { computeReview, isToReview } from '../look/review.ts';
import type { SidebarInput } from './input.ts';

const MOST_ROWS = 12;

/** What waits for the user: kept candidates first, then what cannot go on by itself. */
export function computeWaiting({ live, definition, standing }: SidebarInput): Extract<SidebarView, { kind: 'campaign' }>['waiting'] {
  const rows = experimentsInOrder(live.state).flatMap((experiment) => rowOf(experiment, definition, isToReview(computeReview(experiment, standing(experiment.name)))));
  const ordered = rows.sort((a, b) => Number(b.glyph === 'kept') - Number(a.glyph === 'kept'));
  return { rows: ordered.slice(0, MOST_ROWS), count: rows.length };
}

function rowOf(experiment: Experiment, definition: Definition, toReview: boolean): WaitingRow[] {
  const { name, state, review, reason } = experiment;
  const row = (before: string, after: string, detail: string, link: string, metric: MetricText | null = null): WaitingRow[] => [
    { experiment: name, glyph: glyphOf(experiment), before, after, detail, link, metric },
  ];
  if (toReview) return row('Review ', review === 'accepted' ? ', its accept was undone' : '', '', 'Open', primaryOf(experiment, definition));
  if (review === 'rejected') return [];
  const why = reason.split('\n')[0] ?? '';
  if (state === 'refused') return row('', ' was refused', experiment.refusals[0]?.why ?? why, 'Look');
  if (state === 'conflict') return row('', ' does not apply', why, 'Look');
  if (state === 'infrastructure') return row('', ' was given up by the host', why, 'Look');
  return [];
}

function primaryOf({ estimates }: Experiment, { metrics }: Definition): MetricText | null {
  const primary = metrics[0];
  const estimate = primary === undefined ? undefined : estimates[primary.name];
  return primary === undefined || estimate === undefined ? null : { metric: primary.name, ...formatParts(estimate, { unit: primary.unit }) };
}
