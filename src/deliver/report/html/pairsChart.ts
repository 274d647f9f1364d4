import { formatParts } from '../../../campaign/numbers.ts';
import { bandOf, orient } from '../metrics.ts';
import type { MetricSeries, PairPoint } from '../model.ts';
import { html, type Markup } from '../markup.ts';
import { computeRange, computeTicks, formatTicks } from '../scale.ts';
import { across, bottomOf, down, drawing, horizontal, lineOf, point, screeningArea, shareOf, stretched, tickLabel, type Frame } from './frame.ts';

export interface PairsChartOptions {
  readonly height: number;
  /** What is measured, for the label: an experiment's name, "head against base". */
  readonly subject: string;
  /** Words over the two stages. */
  readonly stages: boolean;
}

/** The pairs in the order they were run, with the estimate as it stood after each. */
export function renderPairs(series: MetricSeries, options: PairsChartOptions): Markup {
  const { metric, points, scale } = series;
  const frame = makeFrame(series, options.height);
  const unit = scale === 'ratio' ? '%' : metric.unit;
  const ticks = computeTicks(frame.range, options.height > 150 ? 6 : 4);
  const labels = formatTicks(ticks.map((tick) => orient(metric, tick)), scale === 'ratio' ? 100 : 1, unit);
  const screening = points.filter(({ stage }) => stage === 1).length;
  return drawing(frame, labelOf(series, options.subject), [
    screeningArea(frame, screening),
    scale === 'ratio' ? renderBand(frame, series) : null,
    ...ticks.map((tick, index) => html`${Math.abs(tick) < 1e-12 ? null : horizontal(frame, tick, 'grid')}${tickLabel(frame, tick, labels[index] ?? '')}`),
    horizontal(frame, 0, 'zero'),
    stretched(frame, renderRunning(frame, series, screening)),
    ...points.map((one, index) => renderPoint(frame, series, one, index)),
    options.stages ? renderStages(frame, screening) : null,
    renderFinal(frame, series),
  ]);
}

function makeFrame({ metric, points, scale }: MetricSeries, height: number): Frame {
  const band = bandOf(metric);
  const values = points.flatMap(({ value }) => (value === null ? [] : [orient(metric, value)]));
  const last = points.at(-1)?.running;
  const estimate = [last?.value, last?.low, last?.high].flatMap((value) => (value === null || value === undefined ? [] : [orient(metric, value)]));
  const edges = scale === 'ratio' ? [orient(metric, band.low), orient(metric, band.high)] : [];
  return { height, count: points.length, range: computeRange(values, [0, ...edges, ...estimate], 0.75) };
}

function renderBand(frame: Frame, { metric }: MetricSeries): Markup {
  const band = bandOf(metric);
  const [top, bottom] = [down(frame, orient(metric, band.high)), down(frame, orient(metric, band.low))].sort((a, b) => a - b) as [number, number];
  return html`<rect class="band" x="${across(0)}" width="79%" y="${top}" height="${bottom - top}"/>${[band.low, band.high].filter((edge) => edge !== 0).map((edge) => horizontal(frame, orient(metric, edge), 'edge'))}`;
}

/** Shade from the sixth pair of a stage on; before that there is no interval. */
function renderRunning(frame: Frame, { metric, points }: MetricSeries, screening: number): Markup[] {
  const oriented = (value: number | null | undefined) => (value === null || value === undefined ? null : orient(metric, value));
  return [points.slice(0, screening), points.slice(screening)].flatMap((stage, which) => {
    const offset = which === 0 ? 0 : screening;
    const pad = Array.from({ length: offset }, () => null);
    const bounded = stage.flatMap(({ running }, index) => (running?.low === null || running?.high === null || running === null ? [] : [{ index: index + offset, running }]));
    const upper = bounded.map(({ index, running }) => point(frame, index, oriented(running.high) ?? 0));
    const lower = bounded.map(({ index, running }) => point(frame, index, oriented(running.low) ?? 0));
    const area = upper.length < 2 ? [] : [html`<path class="ci" d="M${upper.join('L')}L${lower.toReversed().join('L')}Z"/><path class="ci-edge" vector-effect="non-scaling-stroke" d="M${upper.join('L')}M${lower.join('L')}"/>`];
    const line = lineOf(frame, [...pad, ...stage.map(({ running }) => oriented(running?.value))]);
    return [...area, ...(line === '' ? [] : [html`<path class="est" vector-effect="non-scaling-stroke" d="${line}"/>`])];
  });
}

function renderPoint(frame: Frame, { metric }: MetricSeries, one: PairPoint, index: number): Markup | null {
  const x = across(shareOf(frame, index));
  if (one.stalled) return html`<line class="edge" x1="${x}" x2="${x}" y1="20" y2="${bottomOf(frame)}"/><use href="#m-stall" x="${x}" y="${bottomOf(frame) - 6}"/>`;
  if (one.value === null) return null;
  const value = orient(metric, one.value);
  if (value > frame.range.high) return html`<use href="#m-up" x="${x}" y="${down(frame, value)}"/>`;
  if (value < frame.range.low) return html`<use href="#m-down" x="${x}" y="${down(frame, value)}"/>`;
  return html`<use href="#m-${one.order}" x="${x}" y="${down(frame, value)}"/>`;
}

function renderStages(frame: Frame, screening: number): Markup | null {
  if (screening === 0 || screening === frame.count) return html`<text x="${across(0)}" dx="6" y="15">${screening === 0 ? 'confirming' : 'screening'}</text>`;
  return html`<text x="${across(0)}" dx="6" y="15">screening</text><text x="${across(screening / frame.count)}" dx="6" y="15">confirming<tspan class="w">; only these are reported</tspan></text>`;
}

function renderFinal(frame: Frame, { metric, points, scale }: MetricSeries): Markup | null {
  const last = points.findLast(({ running }) => running !== null)?.running;
  if (last === null || last === undefined) return null;
  const text = formatParts({ delta: last.value, low: last.low, high: last.high, pairs: points.length, scale }, { unit: metric.unit }).delta;
  return html`<text class="fg b e" x="100%" y="${down(frame, orient(metric, last.value)) + 4}">${text}</text>`;
}

function labelOf({ metric, points, scale }: MetricSeries, subject: string): string {
  const counted = points.filter(({ value }) => value !== null).length;
  const last = points.findLast(({ running }) => running !== null)?.running;
  const estimate = last === null || last === undefined ? 'no estimate' : `the estimate ends at ${formatParts({ delta: last.value, low: last.low, high: last.high, pairs: counted, scale }, { unit: metric.unit }).delta}`;
  return `${metric.name} of ${subject}, pair by pair: ${counted} of ${points.length} pairs count, ${estimate}.`;
}
