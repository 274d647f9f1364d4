import { formatCount, formatParts, formatThroughput } from '../../campaign/numbers.ts';
import { experimentsInOrder, type Experiment } from '../../campaign/state.ts';
import type { BestSection, Bullet, MetricText } from '../../protocol/webview.ts';
import type { Definition } from '../../campaign/definition/schema.ts';
import type { EventOf } from '../../campaign/events.ts';
import { shownPhase } from '../look/words.ts';
import type { SidebarInput } from './input.ts';
import { clock } from './time.ts';

type Estimates = EventOf<'total_measured'>['estimates'];

/** How good it is: the total where it was measured, never a product of deltas; before that the best single change. */
export function computeBest({ live, definition, standing }: SidebarInput): BestSection | null {
  const { state } = live;
  const isOver = ['ended', 'stopped', 'failed'].includes(shownPhase(state, live.live));
  if (state.total !== null) {
    const { estimates, pairs, hosts, kept } = state.total;
    const accepted = kept.filter((name) => state.experiments[name]?.review === 'accepted' && standing(name) !== 'out').length;
    const left = kept.filter((name) => !state.kept.includes(name)).length;
    const where = hosts.length > 1 ? ` on ${hosts.length} hosts` : '';
    return {
      title: isOver ? 'Result' : 'Best so far',
      right: '',
      metrics: metricsOf(definition, estimates),
      bullet: bulletOf(definition, estimates, state.dryStart?.values ?? {}),
      note: `Measured afresh against the start: ${formatCount(pairs, 'pair')}${where}, with ${kept.length === 1 ? 'the kept change' : `${kept.length} kept changes`}; ${accepted === 0 ? 'none is' : accepted === 1 ? '1 is' : `${accepted} are`} accepted.${left === 0 ? '' : ` ${left} of them ${left === 1 ? 'was' : 'were'} rejected since.`}`,
    };
  }
  const best = findBest(experimentsInOrder(state), definition);
  if (best === undefined) return null;
  const kept = state.kept.length;
  return {
    title: 'Best so far',
    right: best.decidedAt === null ? '' : clock(best.decidedAt),
    metrics: metricsOf(definition, best.estimates),
    bullet: null,
    note: `${best.name}, ${formatCount(best.pairs, 'pair')}. ${kept > 1 ? `All ${kept} kept changes are measured together at the end.` : 'What is kept is measured against the start at the end.'}`,
  };
}

function findBest(experiments: readonly Experiment[], { metrics }: Definition): Experiment | undefined {
  const primary = metrics[0];
  if (primary === undefined) return undefined;
  const sign = primary.better === 'higher' ? 1 : -1;
  const gain = (experiment: Experiment) => sign * (experiment.estimates[primary.name]?.delta ?? -Infinity);
  return experiments.filter(({ state }) => state === 'kept').sort((a, b) => gain(b) - gain(a))[0];
}

export function metricsOf({ metrics }: Definition, estimates: Estimates): MetricText[] {
  return metrics.flatMap(({ name, unit }) => {
    const estimate = estimates[name];
    return estimate === undefined ? [] : [{ metric: name, ...formatParts(estimate, { unit }) }];
  });
}

/** The primary metric from the start to now, in its own unit. The scale leaves room on both sides. */
function bulletOf({ metrics }: Definition, estimates: Estimates, start: Readonly<Record<string, number>>): Bullet | null {
  const primary = metrics[0];
  const estimate = primary === undefined ? undefined : estimates[primary.name];
  const from = primary === undefined ? undefined : start[primary.name];
  if (primary === undefined || estimate === undefined || estimate.delta === null || from === undefined || from <= 0 || estimate.scale !== 'ratio') return null;
  const [to, low, high] = [from * (1 + estimate.delta), from * (1 + (estimate.low ?? estimate.delta)), from * (1 + (estimate.high ?? estimate.delta))];
  const span = Math.max(from, to, high) - Math.min(from, to, low);
  const [least, most] = [Math.min(from, to, low) - span * 0.35, Math.max(from, to, high) + span * 0.35];
  if (!(most > least)) return null;
  const place = (value: number) => (value - least) / (most - least);
  const [before, after] = [formatThroughput(from), formatThroughput(to)];
  return {
    start: { at: place(from), text: before },
    now: { at: place(to), low: place(low), high: place(high), text: after },
    unit: primary.unit,
    isBetter: estimate.better === true,
    label: `${primary.name} from ${before} to ${after} ${primary.unit}`.trim(),
  };
}
