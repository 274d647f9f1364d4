import { formatCount, formatMoney, formatParts } from '../../campaign/numbers.ts';
import { experimentsInOrder, type Experiment } from '../../campaign/state.ts';
import type { Definition } from '../../campaign/definition/schema.ts';
import type { Status } from '../../protocol/status.ts';
import { definitionOf, statusOf, type Campaign } from '../campaign.ts';
import { noiseLine, totalLine } from '../progress/describe.ts';
import { clean } from './screen.ts';
import type { Style } from './style.ts';
import { drawTable, type Cell, type Column } from './table.ts';
import { markOf, measuredOn, wordOf } from './wording.ts';

/** The campaign for a person: what `status` prints, and what `start` ends with. */
export function statusText(campaign: Campaign, style: Style): string {
  const { state } = campaign;
  const definition = definitionOf(state);
  const status = statusOf(campaign);
  const notices = state.notices.filter(({ level }) => level !== 'info').slice(-5);
  return [
    headline(status, definition, style),
    ...(state.failure && status.state === 'failed' ? [`${state.failure.message}`, ...(state.failure.hint ? [state.failure.hint] : [])] : []),
    `current code: ${measuredOn(state.kept)}`,
    `budget: ${budgetLine(status)}`,
    ...Object.values(state.calibrations).map((calibration) => noiseLine(calibration, style)),
    ...notices.map(({ level, message }) => `${level}: ${message}`),
    '',
    ...experimentTable(campaign, definition, style),
    ...(state.total ? ['', totalLine(state.total, definition, style)] : []),
    ...waitingForUser(state.experiments),
  ]
    .map((line) => style.write(line.trimEnd()))
    .join('\n');
}

function headline(status: Status, definition: Definition, style: Style): string {
  const waits = status.waitingFor === undefined ? '' : ` for ${status.waitingFor}`;
  return [style.paint(status.campaign, 'bold'), `${status.state}${waits}`, definition.goal].filter((part) => part !== '').join('  ');
}

/** `7 of 20 experiments · 0.4 of 1 h`. */
export function budgetLine({ budget }: Status): string {
  const { experiments, hours, dollars } = budget;
  const parts = [`${experiments.used} of ${formatCount(experiments.limit, 'experiment')}`, `${hours.used.toFixed(1)} of ${hours.limit} h`];
  if (dollars.limit > 0) parts.push(`${formatMoney(dollars.used)} of ${formatMoney(dollars.limit)}`);
  return parts.join(' · ');
}

function experimentTable(campaign: Campaign, definition: Definition, style: Style): string[] {
  const experiments = experimentsInOrder(campaign.state);
  if (experiments.length === 0) return ['no candidate yet'];
  const metrics = definition.metrics.flatMap(({ name }): Column[] => [{ title: name, right: true }, { title: '' }]);
  const columns: Column[] = [{ title: '' }, { title: 'candidate', most: 40 }, { title: 'state' }, ...metrics, { title: 'pairs', right: true }, { title: 'review' }, { title: '', most: 60 }];
  return drawTable(
    columns,
    experiments.map((experiment) => rowOf(experiment, campaign, definition, style)),
  );
}

function rowOf(experiment: Experiment, campaign: Campaign, definition: Definition, style: Style): (Cell | string)[] {
  const { glyph, colour } = markOf(experiment);
  const numbers = definition.metrics.flatMap(({ name, unit }) => {
    const estimate = experiment.estimates[name];
    if (estimate === undefined) return ['', ''];
    const { delta, interval } = formatParts(estimate, { ...style.numbers, unit });
    return [delta, interval];
  });
  const pairs = campaign.livePairs[experiment.name] ?? experiment.pairs;
  const hasNumbers = numbers.some((text) => text !== '');
  return [
    style.hasGlyphs ? { text: glyph, painted: style.paint(glyph, colour) } : '',
    clean(experiment.name),
    wordOf(experiment),
    ...numbers,
    pairs === 0 ? '' : String(pairs),
    experiment.review === 'pending' ? '' : experiment.review,
    hasNumbers ? '' : clean(experiment.reason.split('\n')[0] ?? ''),
  ];
}

function waitingForUser(experiments: Readonly<Record<string, Experiment>>): string[] {
  const canGoOn = Object.values(experiments).filter(({ state }) => state === 'inconclusive').map(({ name }) => name);
  const toReview = Object.values(experiments).filter(({ state, review }) => state === 'kept' && review === 'pending').map(({ name }) => name);
  return [
    ...(toReview.length > 0 ? ['', `to review: ${toReview.join(', ')} (\`show\`, \`accept\`, \`reject\`)`] : []),
    ...(canGoOn.length > 0 ? [`can go on: ${canGoOn.join(', ')} (\`continue\`)`] : []),
  ];
}
