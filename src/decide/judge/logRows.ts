/**
 * From a log to rows: every keep against the state that it replaced, one value against one, by the noise that the log's
 * own repeats of unchanged code show (formats.md 6.4). Without repeats there is no estimate, and that is the answer.
 */
import { findStep } from '../grid.ts';
import { computeMean } from '../moments.ts';
import type { LogEntry, LogSegment } from './log.ts';
import type { LogNoise, RowInput, Sample } from './types.ts';

/** Words that mark a repeat of unchanged code, and words that only look like it (6.4). */
const repeatWords =
  /\bno[- ](code[- ])?changes?\b|\bunchanged\b|\bconfirm(ation|ing)? (re-?)?run\b|\bverification (re-?)?run\b|\bstability (check|run)\b|\bnoise (check|floor|run|measurement|estimate)\b|\bre-?run\b|\brepeat(ed)? (run|of|measurement|benchmark|baseline|best)\b|^repeat\b|\bre-?measure(ment|d)?\b/i;
const otherWords = /byte-for-byte unchanged|duplicate|confirmed bug|\brecheck\b/i;
const shortName = 60;

export interface LogReading {
  readonly rows: readonly RowInput[];
  readonly total: RowInput | null;
  readonly notes: readonly string[];
}

interface Measured extends LogEntry {
  readonly value: number;
}

/** `repeats`: the lines that the user confirmed as repeats; without it those that say so. */
export function readSegment(segment: LogSegment, repeats: readonly number[] | null): LogReading {
  const measured = segment.entries.filter((entry): entry is Measured => entry.value !== null && !entry.failed);
  const [baseline] = measured;
  if (baseline === undefined) return { rows: [], total: null, notes: ['no run of the log was measured'] };
  const isRepeat = (entry: LogEntry): boolean =>
    repeats === null ? isDeclaredRepeat(entry) : repeats.includes(entry.line);
  const groups: Measured[][] = [];
  const pairs: { before: Measured; after: Measured }[] = [];
  let state = baseline;
  let group = [baseline];
  for (const entry of measured.slice(1)) {
    if (isRepeat(entry)) group.push(entry);
    else if (entry.kept) {
      pairs.push({ before: state, after: entry });
      groups.push(group);
      group = [entry];
      state = entry;
    }
  }
  groups.push(group);
  const plain = measured.some((entry) => entry.value <= 0);
  const noise = poolNoise(groups, plain);
  const step = noise !== null && noise.sigma > 0 ? wholeStep(measured) : 0;
  const toRow = (name: string, before: Measured, after: Measured): RowInput =>
    makeRow(name, before, after, segment, noise, step);
  const rows = pairs.map(({ before, after }) => toRow(nameOf(after), before, after));
  const total = state === baseline ? null : toRow(`total: ${baseline.label} to ${state.label}`, baseline, state);
  return { rows, total, notes: describe(segment, baseline, groups, noise) };
}

export function isDeclaredRepeat(entry: Pick<LogEntry, 'description'>): boolean {
  return repeatWords.test(entry.description) && !otherWords.test(entry.description);
}

/** Pooled over the states that were measured more than once. */
function poolNoise(groups: readonly (readonly Measured[])[], plain: boolean): LogNoise | null {
  let squares = 0;
  let df = 0;
  for (const group of groups) {
    const values = group.map((entry) => (plain ? entry.value : Math.log(entry.value)));
    const mean = computeMean(values);
    squares += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    df += values.length - 1;
  }
  return df === 0 ? null : { sigma: Math.sqrt(squares / df), df, scale: plain ? 'plain' : 'log' };
}

function makeRow(
  name: string,
  before: Measured,
  after: Measured,
  segment: LogSegment,
  noise: LogNoise | null,
  step: number,
): RowInput {
  const control = after.control.length > 1 ? after.control : before.samples;
  if (control.length > 1 && after.samples.length > 1) {
    return {
      name,
      a: { kind: 'values', values: control },
      b: { kind: 'values', values: after.samples },
      better: segment.better,
    };
  }
  const single = (value: number): Sample => ({ kind: 'moments', mean: value, sd: null, n: 1 });
  return {
    name,
    a: single(before.value),
    b: single(after.value),
    better: segment.better,
    noise,
    ...(step > 0 ? { step } : {}),
  };
}

/** Whole numbers that still vary where nothing was changed are rounded, not counted. */
function wholeStep(entries: readonly Measured[]): number {
  const step = findStep(entries.map((entry) => entry.value));
  return step >= 1 ? step : 0;
}

function nameOf(entry: LogEntry): string {
  const text = entry.description.replace(/\s+/g, ' ').trim();
  const short = text.length > shortName ? `${text.slice(0, shortName - 1)}…` : text;
  return short === '' ? entry.label : `${entry.label}: ${short}`;
}

function describe(
  segment: LogSegment,
  baseline: LogEntry,
  groups: readonly (readonly Measured[])[],
  noise: LogNoise | null,
): string[] {
  const notes: string[] = [];
  const repeated = groups.flatMap((group) => group.slice(1));
  if (noise === null) notes.push('the log repeats no unchanged code, so it holds no estimate of its noise');
  else {
    const size = noise.scale === 'log' ? `${(100 * noise.sigma).toFixed(2)} %` : noise.sigma.toPrecision(2);
    notes.push(
      `noise of one value ${size}, from repeats of unchanged code by their words (please confirm): ${repeated.map((entry) => entry.label).join(', ')}`,
    );
  }
  if (segment.better === null) notes.push('the log does not say whether higher or lower is better');
  if (segment.entries[0] !== baseline) notes.push(`the baseline is ${baseline.label}, the first measured run`);
  return notes;
}
