import { formatCount } from '../../campaign/numbers.ts';
import type { ReportInput } from './input.ts';
import type { ExperimentModel, ReportModel } from './model.ts';
import type { Total } from './total.ts';

/** What a reader might take for measured and was not. */
export function computeUnmeasured(input: ReportInput, experiments: readonly ExperimentModel[], total: Total): ReportModel['unmeasured'] {
  const { state, definition } = input;
  const candidates = experiments.filter((one) => one.pairs === 0);
  const sentences = [
    ...(total.rows.length === 0 && state.kept.length > 0 ? ['The kept changes together: only each one by itself, against the code of its moment.'] : []),
    ...listPartly(input),
    ...(state.rules.length > 0 && state.rules.every(({ floor }) => floor === 0)
      ? ['The layout floor: a repeatable difference that comes from where code lands in memory, not from what it does, would count as an effect.']
      : []),
    ...(definition.checks === undefined ? ['Correctness: the definition names no checks.'] : []),
    describePlaces(input),
    `Anything but ${joinNames(definition.metrics.map(({ name }) => name))} as the benchmark prints ${definition.metrics.length === 1 ? 'it' : 'them'}, on inputs other than the benchmark's own.`,
  ];
  return { candidates, sentences };
}

function joinNames(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** A subset of a candidate's hunks is other code than the candidate. */
function listPartly({ state }: ReportInput): string[] {
  const partly = Object.values(state.experiments).filter(({ review }) => review === 'partly').length;
  return partly === 0 ? [] : [`The accepted part of ${formatCount(partly, 'candidate')}: ${partly === 1 ? 'its numbers are' : 'their numbers are'} those of the whole change.`];
}

function describePlaces({ state }: ReportInput): string {
  const hosts = Object.keys(state.calibrations).length;
  const one = 'Other machines, compilers and loads: every number is from one host.';
  return hosts > 1 ? `Other machines, compilers and loads than the ${hosts} hosts named below.` : one;
}
