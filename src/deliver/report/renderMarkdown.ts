import { formatCount, formatLimit, formatShare } from '../../campaign/numbers.ts';
import { renderExperiment, renderSource } from './markdown/experiment.ts';
import { plotIntervals } from './markdown/textPlots.ts';
import { block, code, name, outside, plain, table } from './markdown/write.ts';
import type { ExperimentModel, Measured, ReportModel } from './model.ts';

const BAR = 20;

/** The same report for terminals, pull requests and diffs. */
export function renderMarkdown(model: ReportModel): string {
  const parts = [
    renderHead(model),
    renderKept(model),
    renderAll(model),
    renderTotal(model),
    renderFunnel(model),
    renderNoise(model),
    renderUnmeasured(model),
    renderMethod(model),
    model.notices.length === 0 ? '' : `## Notices\n\n${model.notices.map(({ time, text }) => `- ${time} ${outside(text)}`).join('\n')}`,
    renderSections(model.experiments),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function renderHead(model: ReportModel): string {
  const place = [`Marginalia campaign report`, name(model.id), name(model.workspace), model.revision === '' ? '' : `at ${name(model.revision)}`, model.period];
  return [
    `# ${outside(model.title)}`,
    place.filter((part) => part !== '').join(' · ').replace(' · at ', ' at '),
    model.simulated ? '**Simulated values: no program was measured.**' : '',
    model.standing === null ? '' : `> ${outside(model.standing.text)}`,
    model.goal === '' ? '' : `Goal: ${outside(model.goal)}`,
    model.lead.map(outside).join(' '),
    table(
      model.figures.map(({ label }) => outside(label)),
      [model.figures.map(({ value, beside }) => `**${outside(value)}** ${outside(beside)}`.trim()), model.figures.map(({ detail }) => outside(detail))],
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderKept({ kept, metrics }: ReportModel): string {
  if (kept.length === 0) return '## What was kept\n\nNothing.';
  const rows = kept.map((one) => [
    name(one.name),
    outside(one.title),
    one.sources.slice(0, 2).map(renderSource).join(', '),
    ...metrics.map((metric) => numberOf(one.measured.find((found) => found.metric === metric))),
    one.measuredOnShort,
    one.review,
  ]);
  return `## What was kept\n\n${table(['Change', 'Title', 'Source', ...metrics.map((metric) => metric.name), 'Measured on', 'You'], rows)}`;
}

function renderAll({ experiments, metrics }: ReportModel): string {
  if (experiments.length === 0) return '## Every experiment\n\nNo candidate was proposed.';
  const [primary] = metrics;
  const rows = experiments.map((one) => [name(one.name), plain(one.verdict), ...metrics.map((metric) => numberOf(one.measured.find((found) => found.metric === metric))), String(one.pairs)]);
  const heads = metrics.map((metric) => `${metric.name}${metric.better === 'lower' ? ' (lower is better)' : ''}`);
  const plot = primary === undefined ? [] : plotIntervals(experiments, primary);
  const list = table(['Experiment', 'Verdict', ...heads, 'Pairs'], rows, [metrics.length + 2]);
  return `## Every experiment\n\n${list}${plot.length === 0 ? '' : `\n\n${primary?.name ?? ''}, candidate ÷ current code - 1:\n\n${block(plot)}`}`;
}

function renderTotal({ total }: ReportModel): string {
  const rows = total.rows.map(({ measured, levels, pairs, shows }) => [measured.metric.name, outside(levels || 'not at hand'), outside(measured.delta || '-'), outside(measured.interval), String(pairs), shows]);
  const list = rows.length === 0 ? '' : `${table(['Metric', 'Base → head', 'Head ÷ base - 1', '95 % interval', 'Pairs that count', 'Shown'], rows, [2, 3, 4])}\n\n`;
  return `## Head against base, measured afresh\n\n${list}${total.sentences.map(outside).join(' ')}`;
}

function renderFunnel({ funnel }: ReportModel): string {
  const most = funnel[0]?.count ?? 0;
  if (most === 0) return '';
  const rows = funnel.map(({ word, count, rest }) => [word, String(count), '█'.repeat(Math.round((count / most) * BAR)), plain(rest)]);
  return `## From proposed to accepted\n\n${table(['Step', 'Candidates', '', 'The rest'], rows, [1])}`;
}

function renderNoise({ noise }: ReportModel): string {
  const rows = noise.rows.map((row) => [
    outside(row.host),
    row.metric.name,
    outside(row.level),
    plain(row.exact ? 'exact' : formatLimit(row.spread)),
    plain(formatLimit(row.smallestResolvable)),
    plain(formatLimit(row.tolerance)),
    plain(formatShare(row.stallShare)),
  ]);
  const list = rows.length === 0 ? '' : `${table(['Host', 'Metric', 'Level', 'Spread of a pair', 'Smallest effect that it resolves', 'Tolerance', 'Stalled runs'], rows, [2, 3, 4, 5, 6])}\n\n`;
  return `## Noise found at calibration\n\n${list}${noise.sentences.map(outside).join(' ')}`;
}

function renderUnmeasured({ unmeasured }: ReportModel): string {
  const candidates = unmeasured.candidates.map((one) => `- ${name(one.name)}, ${plain(one.verdict)}${one.reason === '' ? '' : `: ${outside(one.reason)}`}`);
  return `## What was not measured\n\n${[...candidates, ...unmeasured.sentences.map((sentence) => `- ${outside(sentence)}`)].join('\n')}`;
}

function renderMethod({ method }: ReportModel): string {
  const facts = method.facts.map(({ label, value, code: isCode }) => `- ${outside(label)}: ${isCode ? code(value) : outside(value)}`);
  return `## How it was measured\n\n${method.sentences.map(outside).join(' ')}\n\n${facts.join('\n')}`;
}

function renderSections(experiments: readonly ExperimentModel[]): string {
  if (experiments.length === 0) return '';
  const shown = experiments.filter(({ detailed }) => detailed);
  const rest = experiments.length - shown.length;
  return ['## Experiment by experiment', ...shown.map(renderExperiment), ...(rest === 0 ? [] : [`${formatCount(rest, 'more experiment')} in the table above.`])].join('\n\n');
}

function numberOf(measured: Measured | undefined): string {
  return measured === undefined ? 'not measured' : outside(`${measured.delta} ${measured.interval}`.trim());
}
