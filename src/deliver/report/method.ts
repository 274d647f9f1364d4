import { formatCount, formatDuration } from '../../campaign/numbers.ts';
import type { CampaignState } from '../../campaign/state.ts';
import type { ReportInput } from './input.ts';
import type { ExperimentModel, Fact, ReportModel } from './model.ts';
import { timeZoneName } from './period.ts';
import { cleanText, shortCommit } from './text.ts';

/** How the numbers came about: enough to repeat the campaign, and to know what a keep means. */
export function computeMethod(input: ReportInput, experiments: readonly ExperimentModel[]): ReportModel['method'] {
  const pairs = experiments.reduce((sum, one) => sum + one.pairs, 0);
  const blocks = new Set(Object.values(input.state.calibrations).map(({ microPairs }) => microPairs));
  const most = Math.max(0, ...blocks);
  if (pairs === 0) return { sentences: ['No candidate was measured.'], facts: listFacts(input) };
  const sentences = [
    `Each candidate ran against the code of its moment, on the same host, in adjacent pairs whose order a logged coin decided: ${formatCount(pairs, 'pair')} in all${most > 1 ? `, each a block of ${[...blocks].join(' or ')} short runs a side with a coin of its own for every run` : ''}.`,
    describeKeep(input),
    'Once a candidate is confirmed on clean builds, only the pairs of that second stage are reported, so that what passed by luck is not counted again. Intervals are at 95 %.',
    'Numbers are candidate \u00f7 current code \u2212 1. A pair with a stalled run is left out of the speed and counted apart.',
  ];
  return { sentences: sentences.filter((sentence) => sentence !== ''), facts: listFacts(input) };
}

function describeKeep({ state, definition }: ReportInput): string {
  const levels = Object.values(state.experiments).flatMap(({ alpha }) => (alpha === null || alpha <= 0 ? [] : [Math.round(1 / alpha)]));
  if (levels.length === 0) return '';
  const [least, most] = [Math.min(...levels), Math.max(...levels)];
  const cases = least === most ? String(least) : `${least} to ${most}`;
  const guard = definition.metrics.length > 1 ? ', and every metric shown not to be worse than its tolerance' : '';
  return `A keep needs evidence that a change without effect reaches in at most one of ${cases} cases${guard}.`;
}

function listFacts(input: ReportInput): Fact[] {
  const { state, definition, timeZone } = input;
  const { created } = state;
  const begun = Object.values(state.experiments).filter((experiment) => experiment.begun).length;
  const hours = state.budget.hours ?? definition.budget.hours;
  const facts: readonly (Fact | null)[] = [
    fact('Base', describeBase(created), true),
    fact('Head', state.head === null ? '' : shortCommit(state.head.commit), true),
    ...Object.values(state.calibrations).map(({ host, microPairs, runSeconds }) => fact('Host', `${host}: ${formatCount(microPairs, 'micro-pair')} a pair, ${formatDuration(runSeconds * 1_000)} a run`)),
    fact('Compiler', state.dryStart?.compiler ?? ''),
    fact('Build', definition.build ?? '', true),
    fact('Benchmark', definition.benchmark.run, true),
    fact('Checks', definition.checks ?? '', true),
    fact('Budget', `${begun} of ${formatCount(state.budget.experiments ?? definition.budget.experiments, 'experiment')}, ${formatDuration(state.activeMs)} of ${formatDuration(hours * 3_600_000)}`),
    fact('Declared', created === null ? '' : `${formatCount(created.declared, 'hypothesis', 'hypotheses')} share the level`),
    fact('Proposers', created?.proposers.join(', ') ?? ''),
    fact('Definition', created?.definitionFile ?? '', true),
    fact('Seed', created?.seed ?? '', true),
    ...(input.facts ?? []).map(({ label, value, code }) => fact(cleanText(label, 40), value, code)),
    fact('Times', timeZoneName(timeZone)),
  ];
  return facts.filter((one) => one !== null);
}

/** The base is a commit of its own where files were not committed. */
function describeBase(created: CampaignState['created']): string {
  if (created === null) return '';
  const { commit, headCommit, workTreePaths } = created.base;
  if (workTreePaths.length === 0) return shortCommit(commit);
  return `${shortCommit(commit)} (${shortCommit(headCommit)} with ${formatCount(workTreePaths.length, 'uncommitted file')})`;
}

function fact(label: string, value: string, code = false): Fact | null {
  const text = cleanText(value, 300);
  return text === '' ? null : { label, value: text, code };
}
