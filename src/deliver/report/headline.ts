import { formatCount } from '../../campaign/numbers.ts';
import { isLive, type ReportInput } from './input.ts';
import type { ExperimentModel, Measured, TotalRow } from './model.ts';
import type { Total } from './total.ts';

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** Numbers up to twelve as words. */
export function spell(count: number): string {
  return NUMBERS[count] ?? String(count);
}

function someOf(count: number): string {
  return count === 0 ? 'none' : spell(count);
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The result as a sentence; never more than was measured. */
export function computeTitle(input: ReportInput, experiments: readonly ExperimentModel[], total: Total): string {
  const { state } = input;
  const live = isLive(input);
  const kept = state.kept.length;
  const tried = experiments.filter((one) => one.pairs > 0).length;
  const failed = state.phase === 'failed';
  if (kept > 0 && total.rows.length > 0 && total.current) return describeTotal(total.rows, kept);
  if (kept > 0) return `${capitalize(spell(kept))} ${kept === 1 ? 'change is' : 'changes are'} kept${live ? ' so far' : ''}, ${kept === 1 ? 'its' : 'their'} total is not measured`;
  if (failed) return tried === 0 ? 'The campaign failed before a candidate was measured' : 'The campaign failed; no change was kept';
  if (live) return tried === 0 ? 'Nothing is measured yet' : 'Nothing is kept so far';
  if (experiments.length === 0) return 'No candidate was proposed';
  if (tried === 0) return 'No candidate was measured';
  return 'No change was kept';
}

/** "tg is 12.6 % faster, pp 4.8 %": metrics whose interval excludes zero, the primary one first in any case. */
function describeTotal(rows: readonly TotalRow[], kept: number): string {
  const [primary, ...others] = rows;
  if (primary === undefined || primary.measured.value === null) return `${capitalize(spell(kept))} ${kept === 1 ? 'change' : 'changes'} kept; the total is withheld`;
  const shown = others.filter(({ measured, shows }) => shows !== 'no difference shown' && measured.value !== null);
  if (primary.shows === 'no difference shown') {
    const rest = shown.map(({ measured }) => `${measured.metric.name} is ${sizeOf(measured)} ${wordOf(measured)}`);
    return [`${capitalize(spell(kept))} ${kept === 1 ? 'change' : 'changes'} kept; together no difference in ${primary.measured.metric.name} is shown`, ...rest].join(', ');
  }
  const word = wordOf(primary.measured);
  const first = `${primary.measured.metric.name} is ${sizeOf(primary.measured)} ${word}`;
  return [first, ...shown.map(({ measured }) => `${measured.metric.name} ${sizeOf(measured)}${wordOf(measured) === word ? '' : ` ${wordOf(measured)}`}`)].join(', ');
}

function sizeOf({ delta }: Measured): string {
  return delta.replace(/^[+\u2212-]/, '');
}

/** Rates and times have words of their own; of other metrics only the direction is known. */
function wordOf({ metric, value }: Measured): string {
  const rises = (value ?? 0) > 0;
  if (metric.better === 'higher' && /(?:\/s|\/sec|\/second|ps|hz)$/i.test(metric.unit)) return rises ? 'faster' : 'slower';
  if (metric.better === 'lower' && /^(?:ns|us|\u00b5s|\u03bcs|ms|s|sec|seconds|min)$/i.test(metric.unit)) return rises ? 'longer' : 'shorter';
  return rises ? 'higher' : 'lower';
}

/** What was done and what came of it, in sentences. */
export function computeLead(input: ReportInput, experiments: readonly ExperimentModel[], total: Total): string[] {
  const { state } = input;
  const count = experiments.length;
  const kept = state.kept.length;
  const measured = experiments.filter((one) => one.pairs > 0).length;
  if (count === 0) return ['No candidate change was proposed, so there is nothing to compare.'];
  const lead = [`${capitalize(someOf(kept))} of ${formatCount(count, 'candidate change')} ${kept === 1 ? 'was' : 'were'} kept; ${someOf(measured)} ${measured === 1 ? 'was' : 'were'} measured.`];
  if (kept > 0 && total.rows.length > 0) lead.push(describeTogether(total.rows, state.total?.pairs ?? 0, state.total?.hosts.length ?? 0, kept));
  if (kept === 0 && measured > 0 && !isLive(input)) lead.push('None was shown to be better within the pairs that it was given. That is no proof that none is.');
  return lead;
}

function describeTogether(rows: readonly TotalRow[], pairs: number, hosts: number, kept: number): string {
  const parts = rows.map(({ measured, levels, shows }) => {
    const { metric, delta, interval } = measured;
    const number = delta === '' ? interval : `${delta} ${interval}`;
    return `${metric.name} ${number}${levels === '' ? '' : `, ${levels}`}${shows === 'no difference shown' ? ', no difference shown' : ''}`;
  });
  const where = hosts > 1 ? ` on ${spell(hosts)} hosts` : '';
  return `${kept === 1 ? 'M' : 'Together, m'}easured afresh against the starting code in ${formatCount(pairs, 'pair')}${where}: ${parts.join('; ')}.`;
}
