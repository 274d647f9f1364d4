import { bandOf, orient } from '../metrics.ts';
import type { ExperimentModel, MetricModel, MetricSeries } from '../model.ts';
import { computeRange, computeTicks, formatTicks, type Range } from '../scale.ts';
import { plain } from './write.ts';

/** The report's pictures for a file that holds none: characters in a block of code. */

const COLUMNS = 49;
const ROWS = 9;
/** Beyond this many pairs a line wraps in most viewers; the last ones are shown. */
const MOST_PAIRS = 100;

/** Intervals of the primary metric, better to the right. */
export function plotIntervals(experiments: readonly ExperimentModel[], metric: MetricModel): string[] {
  const shown = experiments.flatMap((one) => one.measured.filter((measured) => measured.metric === metric && measured.scale === 'ratio' && measured.value !== null).map((measured) => ({ one, measured })));
  if (shown.length === 0) return [];
  const band = bandOf(metric);
  const bounds = shown.flatMap(({ measured: { value, low, high } }) => [value, low, high].flatMap((bound) => (bound === null ? [] : [orient(metric, bound)])));
  const range = computeRange(bounds, [-Math.abs(band.low), Math.abs(band.high)]);
  const width = Math.min(32, Math.max(...shown.map(({ one }) => one.name.length)));
  const rows = shown.map(({ one, measured }) => {
    const line = backdrop(range, [-Math.abs(band.low), Math.abs(band.high)]);
    const bound = (value: number | null, edge: number) => (value === null ? edge : columnOf(range, orient(metric, value)));
    const [left, right] = [bound(measured.low, 0), bound(measured.high, COLUMNS - 1)].sort((a, b) => a - b) as [number, number];
    const dash = measured.low === null ? '.' : '-';
    if (measured.interval !== 'exact') for (let column = left; column <= right; column += 1) line[column] = dash;
    line[columnOf(range, orient(metric, measured.value ?? 0))] = one.kept ? '#' : 'o';
    return `${fit(one.name, width)} ${line.join('')}`;
  });
  return [`${' '.repeat(width)} ${axisOf(range, metric)}`, ...rows, '', plain(`# kept, o not kept; dots: too few pairs for an interval; | zero, : ${band.label}`)];
}

function backdrop(range: Range, edges: readonly number[]): string[] {
  const line = Array.from({ length: COLUMNS }, () => ' ');
  for (const edge of edges) line[columnOf(range, edge)] = ':';
  line[columnOf(range, 0)] = '|';
  return line;
}

function columnOf({ low, high }: Range, value: number): number {
  return Math.min(COLUMNS - 1, Math.max(0, Math.round(((value - low) / (high - low)) * (COLUMNS - 1))));
}

/** Tick labels centred over their columns; one that would touch the last is left out. */
function axisOf(range: Range, metric: MetricModel): string {
  const ticks = computeTicks(range, 6);
  const labels = formatTicks(ticks.map((tick) => orient(metric, tick)), 100, '%');
  let line = '';
  ticks.forEach((tick, index) => {
    const label = plain(labels[index] ?? '');
    const start = columnOf(range, tick) - Math.floor(label.replace(/ %$/, '').length / 2);
    if (start > line.length || line === '') line = line.padEnd(Math.max(0, start)) + label;
  });
  return line;
}

/** Pairs in the order they were run, better upwards. */
export function plotPairs({ metric, points, scale }: MetricSeries): string[] {
  const shown = points.slice(-MOST_PAIRS);
  const values = shown.flatMap(({ value }) => (value === null ? [] : [orient(metric, value)]));
  if (values.length === 0) return [];
  const range = computeRange(values, [0], 0.75);
  const gap = shown.length <= 40 ? ' ' : '';
  const rowOf = (value: number) => Math.round((1 - Math.min(1, Math.max(0, (value - range.low) / (range.high - range.low)))) * (ROWS - 1));
  const zero = rowOf(0);
  const levels = Array.from({ length: ROWS }, (_, row) => range.high - ((range.high - range.low) * row) / (ROWS - 1));
  const labels = levels.map((level, row) => labelOf(row === zero ? 0 : orient(metric, level), scale, metric));
  const width = Math.max(...labels.map((label) => label.length));
  return levels.map((_, row) => {
    const empty = row === zero ? '-' : ' ';
    const cells = shown.map((one, index) => {
      const ends = index > 0 && one.stage !== shown[index - 1]?.stage ? '|' : gap === '' ? '' : empty;
      const mark = one.stalled ? (row === ROWS - 1 ? 'x' : empty) : one.value !== null && rowOf(orient(metric, one.value)) === row ? markOf(one.order) : empty;
      return `${ends}${mark}`;
    });
    return `${(row % 2 === 0 || row === zero ? (labels[row] ?? '') : '').padStart(width)} ${cells.join('')}`.trimEnd();
  });
}

export const PAIRS_LEGEND = 'o current code first, * candidate first, = each first equally often, x stalled; a bar parts screening from confirming';

function markOf(order: 'current' | 'candidate' | 'even'): string {
  return order === 'current' ? 'o' : order === 'candidate' ? '*' : '=';
}

function labelOf(value: number, scale: 'ratio' | 'difference', metric: MetricModel): string {
  const text = scale === 'ratio' ? `${(value * 100).toFixed(1)} %` : `${Number(value.toPrecision(2))} ${metric.unit}`;
  return value > 0 ? `+${text}` : text.replace(/^-(0(?:\.0+)? )/, '$1');
}

function fit(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length > width ? `${characters.slice(0, width - 1).join('')}~` : text.padEnd(width);
}
