import { bandOf, orient } from '../metrics.ts';
import type { ExperimentModel, Measured, MetricModel } from '../model.ts';
import { html, type Markup } from '../markup.ts';
import { computeRange, computeTicks, formatTicks, type Range } from '../scale.ts';
import { glyph, linkTo } from './marks.ts';

const WIDTH = 300;
const HEIGHT = 20;
const EDGE = 8;
const MOST_TICKS = 7;

interface Axis {
  readonly metric: MetricModel;
  readonly range: Range;
  readonly ticks: readonly number[];
  readonly labels: readonly string[];
}

/** Every experiment in one table that is its own plot: name, verdict, interval as drawn and as printed, pairs. */
export function renderIntervals(experiments: readonly ExperimentModel[], metric: MetricModel): Markup {
  const measured = experiments.filter((one) => one.measured[0]?.metric === metric && one.measured[0].value !== null).length;
  const drawn = experiments.some((one) => one.measured[0]?.metric === metric && isDrawn(one.measured[0]));
  const axis = !drawn ? null : computeAxis(experiments, metric);
  return html`<table class="iv-t">
<caption>${metric.name}, candidate \u00f7 current code \u2212 1${metric.better === 'lower' ? '; lower is better, so better is to the right' : ''}. ${measured} of ${experiments.length} have a number.</caption>
<thead><tr><th class="gl"></th><th class="nm">Experiment</th><th class="vw">Verdict</th><th class="pl">${axis === null ? null : renderAxis(axis)}</th><th class="n dl">${metric.name}</th><th class="n iv">95 % interval</th><th class="n pr">Pairs</th></tr></thead>
<tbody>
${experiments.map((one) => renderRow(one, metric, axis))}
</tbody>
${axis === null ? null : html`<tfoot><tr><td></td><td></td><td></td><td class="pl">${renderFoot(axis)}</td><td></td><td></td><td></td></tr></tfoot>`}
</table>`;
}

function computeAxis(experiments: readonly ExperimentModel[], metric: MetricModel): Axis {
  const band = bandOf(metric);
  const values = experiments.flatMap(({ measured }) => measured.filter((one) => one.metric === metric && one.scale === 'ratio').flatMap(({ value, low, high }) => [value, low, high].flatMap((bound) => (bound === null ? [] : [orient(metric, bound)]))));
  const range = computeRange(values, [-Math.abs(band.low), Math.abs(band.high)]);
  const ticks = computeTicks(range, MOST_TICKS);
  return { metric, range, ticks, labels: formatTicks(ticks.map((tick) => orient(metric, tick)), 100, '%') };
}

function renderRow(one: ExperimentModel, metric: MetricModel, axis: Axis | null): Markup {
  const [primary] = one.measured;
  const shown = primary?.metric === metric ? primary : undefined;
  const plot = axis === null ? null : shown === undefined || !isDrawn(shown) ? renderEmpty(axis, one, shown) : renderInterval(axis, one, shown);
  return html`<tr${one.kept ? html` class="is-kept"` : null}><td class="gl">${glyph(one.look, 12)}</td><th class="nm" scope="row">${linkTo(one)}</th><td class="vw">${one.verdict}</td><td class="pl${shown !== undefined && isDrawn(shown) ? '' : ' no'}">${plot}</td><td class="n dl">${shown?.delta ?? ''}</td><td class="n iv">${shown?.interval ?? 'not measured'}</td><td class="n pr muted">${one.pairs}</td></tr>
`;
}

function place(axis: Axis, value: number): number {
  const share = (orient(axis.metric, value) - axis.range.low) / (axis.range.high - axis.range.low);
  return EDGE + Math.min(1, Math.max(0, share)) * (WIDTH - 2 * EDGE);
}

function isBeyond(axis: Axis, value: number): boolean {
  const oriented = orient(axis.metric, value);
  return oriented < axis.range.low || oriented > axis.range.high;
}

/** Band, grid and zero line run through all rows. */
function renderBackdrop(axis: Axis): Markup {
  const band = bandOf(axis.metric);
  const [left, right] = [place(axis, band.low), place(axis, band.high)].sort((a, b) => a - b) as [number, number];
  return html`<rect class="band" x="${left}" y="0" width="${right - left}" height="${HEIGHT}"/><path class="edge" d="M${left} 0V${HEIGHT}M${right} 0V${HEIGHT}"/>${axis.ticks.map((tick) => (Math.abs(tick) < 1e-12 ? null : html`<path class="grid" d="M${place(axis, orient(axis.metric, tick))} 0V${HEIGHT}"/>`))}<path class="zero" d="M${place(axis, 0)} 0V${HEIGHT}"/>`;
}

/** Differences are in the metric's unit: they have numbers, and no place on an axis of per cent. */
function isDrawn({ value, scale }: Measured): boolean {
  return value !== null && scale === 'ratio';
}

function renderEmpty(axis: Axis, one: ExperimentModel, shown: Measured | undefined): Markup {
  return html`<svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${one.name}, ${one.verdict}: ${shown === undefined || shown.value === null ? 'no number' : `${shown.spoken}, not on this axis`}.">${renderBackdrop(axis)}</svg>`;
}

function renderInterval(axis: Axis, one: ExperimentModel, measured: Measured): Markup {
  const x = place(axis, measured.value ?? 0);
  const y = HEIGHT / 2;
  const arms = computeArms(axis, measured, x);
  return html`<svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${one.name}, ${one.verdict}, ${measured.spoken}.">${renderBackdrop(axis)}<g class="${one.look.tone}"><path class="whisk" ${hasInterval(measured) ? null : html`stroke-dasharray="1.5 2.5" `}d="${arms.map(({ line }) => line).join('')}"/><path class="whisk" d="${arms.map(({ end }) => end).join('')}"/><use href="#s-${one.look.glyph}" fill="currentColor" x="${x}" y="${y}"/></g></svg>`;
}

function hasInterval(measured: Measured): boolean {
  return measured.low !== null && measured.high !== null;
}

/** From each bound to the mark, with an end where the bound lies within the plot and an arrowhead where it does not. */
function computeArms(axis: Axis, measured: Measured, x: number): readonly { readonly line: string; readonly end: string }[] {
  const y = HEIGHT / 2;
  if (measured.interval === 'exact') return [];
  const bounds = hasInterval(measured) ? [measured.low ?? 0, measured.high ?? 0] : [null, null];
  const sides = axis.metric.better === 'higher' ? bounds : bounds.toReversed();
  return sides.map((bound, index) => {
    const outward = index === 0 ? -1 : 1;
    const cut = bound === null || isBeyond(axis, bound);
    const tip = cut ? (index === 0 ? EDGE - 6 : WIDTH - EDGE + 6) : place(axis, bound);
    const head = (tip - outward * 4).toFixed(1);
    const gap = x + outward * 5;
    return {
      line: (tip - gap) * outward > 0 ? `M${gap.toFixed(1)} ${y}H${tip.toFixed(1)}` : '',
      end: cut ? `M${head} ${y - 3}L${tip.toFixed(1)} ${y}L${head} ${y + 3}` : `M${tip.toFixed(1)} ${y - 3}v6`,
    };
  });
}

function renderAxis(axis: Axis): Markup {
  const label = `Axis of ${axis.metric.name}: ${axis.labels.join(', ')}.`;
  return html`<svg width="${WIDTH}" height="16" viewBox="0 0 ${WIDTH} 16" role="img" aria-label="${label}">${axis.ticks.map((tick, index) => html`<text class="m" x="${place(axis, orient(axis.metric, tick))}" y="11">${axis.labels[index] ?? ''}</text>`)}</svg>`;
}

function renderFoot(axis: Axis): Markup {
  const band = bandOf(axis.metric);
  return html`<svg width="${WIDTH}" height="16" viewBox="0 0 ${WIDTH} 16" role="img" aria-label="The band is the ${band.label}.">${html`<text class="m" x="${place(axis, 0)}" y="13">${band.label}</text>`}</svg>`;
}
