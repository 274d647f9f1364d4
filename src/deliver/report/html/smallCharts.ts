import { formatLimit } from '../../../campaign/numbers.ts';
import type { FunnelStep, NoiseRow } from '../model.ts';
import { html, type Markup } from '../markup.ts';
import { computeRange, computeTicks, formatTicks, type Range } from '../scale.ts';

const STRIP = 46;

/** One step of the funnel: its share of everything proposed. */
export function renderBar(step: FunnelStep, most: number): Markup {
  const share = most === 0 ? 0 : step.count / most;
  return html`<svg width="100%" height="12" role="img" aria-label="${step.word}: ${step.count} of ${most}."><rect class="bar${step.good ? ' is-good' : ''}" x="0" y="0" rx="2" width="${`${Math.max(step.count > 0 ? 0.8 : 0, share * 100).toFixed(2)}%`}" height="12"/></svg>`;
}

/** A/A pairs as dots over the range that the smallest effect spans. Dots are spread in height only to be seen apart. */
export function renderStrip(row: NoiseRow, range: Range): Markup {
  const at = (value: number) => `${(2 + 96 * Math.min(1, Math.max(0, (value - range.low) / (range.high - range.low)))).toFixed(2)}%`;
  const ticks = computeTicks(range, 5);
  const labels = formatTicks(ticks, 100, '%');
  const effect = row.metric.smallestEffect;
  const width = (value: number) => `${((96 * 2 * value) / (range.high - range.low)).toFixed(2)}%`;
  const label = `Equal code on ${row.host}: ${row.metric.name} differs with a spread of ${formatLimit(row.spread)} over ${row.pairs} pairs.`;
  return html`<svg class="chart" width="100%" height="${STRIP}" role="img" aria-label="${label}"><rect class="band" x="${at(-effect)}" y="2" width="${width(effect)}" height="28"/>${ticks.map((tick, index) => html`<line class="${Math.abs(tick) < 1e-12 ? 'zero' : 'grid'}" x1="${at(tick)}" x2="${at(tick)}" y1="2" y2="30"/><text class="m" x="${at(tick)}" y="43">${labels[index] ?? ''}</text>`)}${[-effect, effect].map((edge) => html`<line class="edge" x1="${at(edge)}" x2="${at(edge)}" y1="2" y2="30"/>`)}${row.points.map((value, index) => html`<circle class="dot" cx="${at(value)}" cy="${16 + (((index * 5) % 7) - 3) * 2.6}" r="2.4"/>`)}</svg>`;
}

/** The same for all rows, so that they can be compared. */
export function stripRange(rows: readonly NoiseRow[]): Range {
  const edge = Math.max(...rows.map(({ metric }) => metric.smallestEffect), 0.001) * 1.15;
  return computeRange(rows.flatMap(({ points }) => points), [-edge, edge]);
}
