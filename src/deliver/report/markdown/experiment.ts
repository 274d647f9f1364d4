import { formatEvidence } from '../../../campaign/numbers.ts';
import type { ExperimentModel, SourceModel } from '../model.ts';
import { PAIRS_LEGEND, plotPairs } from './textPlots.ts';
import { block, code, link, name, outside, plain, table } from './write.ts';

/** One experiment as a section. The diff stands with what was kept: it is what a reader may want to apply. */
export function renderExperiment(one: ExperimentModel): string {
  const head = [one.verdict, one.review].filter((part) => part !== '').join(', ');
  const parts = [
    `### ${name(one.name)}: ${plain(head)}`,
    one.title === '' ? '' : `**${outside(one.title)}**`,
    ...(one.measured.length === 0 ? [] : [renderMeasured(one)]),
    renderList(one),
    ...one.series.map((series) => {
      const lines = plotPairs(series);
      return lines.length === 0 ? '' : `${series.metric.name}, pair by pair${series.levels === '' ? '' : ` (${outside(series.levels)})`}:\n\n${block(lines)}`;
    }),
    one.series.length === 0 ? '' : `${PAIRS_LEGEND}.`,
    renderEvidence(one),
    one.kept && one.diff !== null ? renderDiff(one.diff) : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderMeasured(one: ExperimentModel): string {
  const rows = one.measured.map((measured) => [measured.metric.name, outside(measured.delta || '-'), outside(measured.interval), outside(measured.note)]);
  return table(['Metric', 'Delta', '95 % interval', ''], rows, [1, 2]);
}

function renderList(one: ExperimentModel): string {
  const facts: readonly (readonly [string, string])[] = [
    ['Result', outside(one.reason)],
    ['Rejected because', outside(one.reviewReason)],
    ...one.refusals.map(({ rule, path, why }) => ['Refused', `${code(path)}: ${outside(why)} (${outside(rule)})`] as const),
    ['Measured on', one.pairs > 0 ? outside(one.measuredOn) : ''],
    ['Pairs', one.pairs > 0 ? outside(one.hosts) : 'none was run'],
    ['Stalled', plain(one.stalls)],
    ['Hypothesis', one.hypothesis.map(outside).join(' ')],
    ['Description', one.description.map(outside).join(' ')],
    ['Source', one.sources.map(renderSource).join(', ')],
    ['Change', one.change.size === '' ? '' : `${plain(one.change.size)}: ${one.change.files.map(code).join(', ')}`],
    ...one.facts.map(({ label, value }) => [label, outside(value)] as const),
  ];
  return facts
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `- ${label}: ${value}`)
    .join('\n');
}

export function renderSource({ text, address }: SourceModel): string {
  return address === null ? outside(text) : link(text, address);
}

function renderEvidence({ evidence }: ExperimentModel): string {
  if (evidence === null) return '';
  const { points, keepAt, passAt } = evidence;
  const goal = keepAt === null ? '' : `; ${formatEvidence(Math.round(keepAt))} keeps`;
  return `Evidence after each pair (${passAt} goes on to confirming${goal}): ${points.map(({ wealth }) => formatEvidence(wealth)).join(', ')}.`;
}

function renderDiff({ lines, left }: NonNullable<ExperimentModel['diff']>): string {
  return `${block(lines, 'diff')}${left > 0 ? `\n\n${left} more lines.` : ''}`;
}
