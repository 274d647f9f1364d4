import { formatCount, formatMetric } from '../../campaign/numbers.ts';
import type { Experiment } from '../../campaign/state.ts';
import { definitionOf, type Campaign } from '../campaign.ts';
import { clean } from './screen.ts';
import type { Style } from './style.ts';
import { markOf, measuredOn, wordOf } from './wording.ts';

export interface CandidateView {
  readonly experiment: Experiment;
  /** `lines` is null where the log was cleaned away. */
  readonly log: { readonly step: string; readonly lines: readonly string[] | null } | null;
  readonly diff: string;
}

/** One candidate for a person: what it claims, what was measured, and the change itself. */
export function candidateText({ experiment, log, diff }: CandidateView, campaign: Campaign, style: Style): string {
  const blocks = [headBlock(experiment, style), claimBlock(experiment), numberBlock(experiment, campaign, style), refusalBlock(experiment), logBlock(log), diffBlock(experiment, diff, style)];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

function headBlock(experiment: Experiment, style: Style): string[] {
  const { glyph, colour } = markOf(experiment);
  const mark = style.hasGlyphs ? `${style.paint(glyph, colour)} ` : '';
  const lines = [`${mark}${style.paint(experiment.name, 'bold')}: ${wordOf(experiment)}`];
  if (experiment.reason !== '') lines.push(...cleaned(style.write(experiment.reason)));
  if (experiment.review !== 'pending') lines.push(`review: ${experiment.review}${experiment.reviewReason === '' ? '' : `, ${clean(experiment.reviewReason)}`}`);
  return lines;
}

function claimBlock({ proposal }: Experiment): string[] {
  const { title, description, hypothesis, mechanism, sources, predicted, origin, author, license, from } = proposal;
  const fields: [string, string][] = [
    ['hypothesis', hypothesis],
    ['mechanism', mechanism],
    ...sources.map((source): [string, string] => ['source', source]),
    ['predicted', predicted],
    ['origin', origin],
    ['author', author],
    ['license', license],
    ['from', from],
  ];
  const told = fields.filter(([, value]) => value !== '').map(([key, value]) => `${key.padEnd(10)} ${clean(value)}`);
  return [...(title === '' ? [] : [clean(title)]), ...(description === '' ? [] : cleaned(description)), ...told];
}

function numberBlock(experiment: Experiment, campaign: Campaign, style: Style): string[] {
  const pairs = campaign.livePairs[experiment.name] ?? experiment.pairs;
  if (pairs === 0) return [];
  const lines = definitionOf(campaign.state).metrics.flatMap(({ name, unit }) => {
    const estimate = experiment.estimates[name];
    return estimate === undefined ? [] : [`  ${formatMetric(name, estimate, { ...style.numbers, unit })}${experiment.claimed.includes(name) ? '  claimed' : ''}`];
  });
  return [`measured on ${measuredOn(experiment.on)}, ${formatCount(pairs, 'pair')}${experiment.host === '' ? '' : ` on ${experiment.host}`}`, ...lines];
}

function refusalBlock({ refusals, overruled }: Experiment): string[] {
  if (refusals.length === 0) return [];
  return [overruled ? 'refused, and overruled:' : 'refused:', ...refusals.map(({ rule, path, why }) => `  ${clean(path)}: ${clean(why)} (${rule})`)];
}

function logBlock(log: CandidateView['log']): string[] {
  if (log === null) return [];
  if (log.lines === null) return [`the log of the ${log.step} was cleaned away`];
  return [`last lines of the ${log.step}:`, ...log.lines.map((line) => `  ${clean(line)}`)];
}

function diffBlock({ added, removed, paths }: Experiment, diff: string, style: Style): string[] {
  if (diff.trim() === '') return [];
  const head = paths.length === 0 ? [] : [`${formatCount(paths.length, 'file')}, +${added} -${removed}`];
  return [...head, ...diff.trimEnd().split('\n').map((line) => paintDiff(clean(line), style))];
}

function paintDiff(line: string, style: Style): string {
  if (line.startsWith('+') && !line.startsWith('+++')) return style.paint(line, 'green');
  if (line.startsWith('-') && !line.startsWith('---')) return style.paint(line, 'red');
  return line.startsWith('@@') ? style.paint(line, 'blue') : line;
}

function cleaned(text: string): string[] {
  return text.trimEnd().split('\n').map(clean);
}
