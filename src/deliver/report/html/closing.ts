import { formatLimit, formatShare } from '../../../campaign/numbers.ts';
import type { Fact, ReportModel } from '../model.ts';
import { html, outside, type Markup } from '../markup.ts';
import { glyph, linkTo } from './marks.ts';
import { renderBar, renderStrip, stripRange } from './smallCharts.ts';

/** Where candidates were lost, how noisy it was, what was not measured, and how it was done. */
export function renderFunnel({ funnel }: ReportModel): Markup {
  const most = funnel[0]?.count ?? 0;
  if (most === 0) return html`<section><h2>From proposed to accepted</h2><p class="muted">No candidate was proposed.</p></section>`;
  return html`<section><h2>From proposed to accepted</h2><table class="fn"><tbody>
${funnel.map((step) => html`<tr${step.good ? html` class="is-good"` : null}><th scope="row">${step.word}</th><td><div class="b">${renderBar(step, most)}<b>${step.count}</b></div>${step.rest === '' ? null : html`<span class="rest">${step.rest}</span>`}</td></tr>
`)}
</tbody></table></section>`;
}

export function renderNoise({ noise }: ReportModel): Markup {
  const range = stripRange(noise.rows);
  const table = html`<table class="ns"><thead><tr><th>Metric</th><th class="n">Spread</th><th class="n">Resolves</th><th class="n">Tolerance</th><th class="n">Stalled</th></tr></thead><tbody>
${noise.rows.map((row) => html`<tr><th scope="row" class="small">${row.metric.name} <span class="muted">on ${outside(row.host)}, ${row.level}</span></th><td class="n">${row.exact ? 'exact' : formatLimit(row.spread)}</td><td class="n">${formatLimit(row.smallestResolvable)}</td><td class="n">${formatLimit(row.tolerance)}</td><td class="n">${formatShare(row.stallShare)}</td></tr>
<tr class="strip"><td colspan="5">${row.points.length === 0 ? html`<span class="muted">its pairs are not at hand</span>` : renderStrip(row, range)}</td></tr>
`)}
</tbody></table>`;
  return html`<section><h2>Noise found at calibration</h2>
${noise.rows.length === 0 ? null : table}
${noise.sentences.map((sentence) => html`<p class="small muted" style="margin-top:6px">${outside(sentence)}</p>`)}
${noise.rows.length === 0 ? null : html`<p class="small muted" style="margin-top:6px">Each dot is a pair of equal code; the band is the smallest effect that counts. \u201cResolves\u201d is the effect that is kept in about four of five cases.</p>`}</section>`;
}

export function renderUnmeasured({ unmeasured }: ReportModel): Markup {
  return html`<section><h2>What was not measured</h2>
${unmeasured.candidates.length === 0 ? null : html`<ul class="um">${unmeasured.candidates.map((one) => html`<li>${glyph(one.look)}<span>${one.verdict}</span><span class="muted">${linkTo(one)}${one.reason === '' ? null : html`: ${outside(one.reason)}`}</span></li>`)}</ul>`}
<ul class="says small muted" style="margin-top:12px">${unmeasured.sentences.map((sentence) => html`<li>${outside(sentence)}</li>`)}</ul></section>`;
}

export function renderMethod({ method }: ReportModel): Markup {
  return html`<section><h2>How it was measured</h2>
<div class="small" style="display:grid;gap:6px;margin-bottom:12px">${method.sentences.map((sentence) => html`<p>${outside(sentence)}</p>`)}</div>
${renderFacts(method.facts)}</section>`;
}

export function renderFacts(facts: readonly Fact[]): Markup | null {
  if (facts.length === 0) return null;
  return html`<dl class="facts">${facts.map(({ label, value, code }) => html`<dt>${label}</dt><dd>${code ? html`<code>${outside(value)}</code>` : outside(value)}</dd>`)}</dl>`;
}
