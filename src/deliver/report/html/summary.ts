import { formatCount } from '../../../campaign/numbers.ts';
import type { ExperimentModel, Measured, MetricModel, ReportModel, SourceModel } from '../model.ts';
import { html, outside, type Markup } from '../markup.ts';
import { bandOf } from '../metrics.ts';
import { glyph, linkTo, toneGlyph } from './marks.ts';
import { cleanText } from '../text.ts';
import { renderPairs } from './pairsChart.ts';

/** What somebody reads who reads one screen: the result, its standing, four numbers, what was kept, the total. */
export function renderHead(model: ReportModel): Markup {
  const place = model.revision === '' ? html`` : html` at <code>${model.revision}</code>`;
  return html`<header>
<p class="eyebrow"><span>Marginalia campaign report \u00b7 ${outside(model.id)} \u00b7 ${outside(model.workspace)}${place}</span><span>${model.period}</span></p>
<h1>${outside(model.title)}</h1>
${model.goal === '' ? null : html`<p class="lead goal">Goal: ${outside(model.goal)}</p>`}
${model.lead.map((sentence) => html`<p class="lead">${outside(sentence)}</p>`)}
${model.simulated ? html`<p class="badge">${glyph({ glyph: 'inconclusive', tone: 'wait' }, 12)}simulated values: no program was measured</p>` : null}
${model.standing === null ? null : html`<div class="standing ${model.standing.tone}" role="note">${glyph({ glyph: toneGlyph(model.standing.tone), tone: model.standing.tone }, 16)}<p>${outside(model.standing.text)}</p></div>`}
<dl class="figs">${model.figures.map((figure) => html`<div><dt>${outside(figure.label)}</dt><dd class="v">${figure.value} <span class="iv">${figure.beside}</span></dd><dd class="s">${figure.detail}</dd></div>`)}</dl>
</header>`;
}

export function renderKept(model: ReportModel): Markup {
  if (model.kept.length === 0) return html`<section><h2>What was kept</h2><p class="muted">Nothing${model.standing?.tone === 'run' ? ' so far' : ''}.</p></section>`;
  const [primary, ...guards] = model.metrics.slice(0, 3);
  return html`<section><h2>What was kept</h2>
<table class="kt st"><thead><tr><th>Change</th><th>Source</th><th class="n">${primary?.name ?? ''}, alone on top of the earlier ones</th>${guards.map(({ name }) => html`<th class="n">${name}</th>`)}<th>You</th></tr></thead><tbody>
${model.kept.map((one) => renderKeptRow(one, model.metrics.slice(0, 3)))}
</tbody></table></section>`;
}

function renderKeptRow(one: ExperimentModel, metrics: readonly MetricModel[]): Markup {
  return html`<tr><td><span class="vd">${glyph(one.look)}<b>${linkTo(one)}</b></span><span class="small muted sub">${outside(one.title)}</span><span class="small muted sub">measured on ${one.measuredOnShort}</span></td><td class="small" data-l="Source">${one.sources.length === 0 ? null : html`<span>${renderSources(one.sources.slice(0, 2).map(({ text, address }) => ({ text: cleanText(text, 48), address })))}</span>`}</td>${metrics.map((metric, index) => {
    const measured = one.measured.find((found) => found.metric === metric);
    return html`<td class="n" data-l="${metric.name}">${measured === undefined ? html`<span class="muted">not measured</span>` : renderMeasured(measured, index === 0)}</td>`;
  })}<td class="small nowrap" data-l="You">${one.review}</td></tr>
`;
}

export function renderMeasured(measured: Measured, bold = false): Markup {
  const delta = bold ? html`<b>${measured.delta}</b>` : html`${measured.delta}`;
  return html`<span>${measured.delta === '' ? null : html`${delta} `}<span class="iv">${measured.interval}</span></span>`;
}

/** An address is followed only by a click, and tells nobody where from. */
export function renderSources(sources: readonly SourceModel[]): Markup {
  return html`${sources.map(({ text, address }, index) => html`${index > 0 ? html`<br/>` : null}${address === null ? outside(text) : html`<a href="${address}" rel="noreferrer noopener">${outside(text)}</a>`}`)}`;
}

export function renderTotal(model: ReportModel): Markup {
  const { rows, series, sentences } = model.total;
  const table = html`<table class="st"><thead><tr><th>Metric</th><th class="n">Base \u2192 head</th><th class="n">Head \u00f7 base \u2212 1</th><th class="n">95 % interval</th><th class="n">Pairs that count</th><th>Shown</th></tr></thead><tbody>
${rows.map(({ measured, levels, pairs, shows }) => html`<tr><th scope="row">${measured.metric.name}<span class="small muted"> ${measured.metric.primary ? 'primary' : 'guard'}${measured.metric.better === 'lower' ? ', lower is better' : ''}</span></th><td class="n" data-l="Base \u2192 head">${levels === '' ? html`<span class="muted">runs not at hand</span>` : levels}</td><td class="n" data-l="Change"><b>${measured.delta === '' ? '\u2013' : measured.delta}</b></td><td class="n iv" data-l="Interval">${measured.interval}</td><td class="n" data-l="Pairs">${pairs}</td><td class="small" data-l="Shown">${shows}</td></tr>
`)}
</tbody></table>`;
  return html`<section><h2>Head against base, measured afresh</h2>
${rows.length === 0 ? null : table}
${series.length === 0 ? null : html`<div class="tot">${series.map((one) => html`<figure><figcaption><b>${one.metric.name}</b><span class="muted">each pair of base and head, in order${one.scale === 'ratio' ? ` \u00b7 band: ${bandOf(one.metric).label}` : ''}</span></figcaption>${renderPairs(one, { height: 130, subject: 'head against base', stages: false })}</figure>`)}</div>`}
${sentences.map((sentence) => html`<p class="small muted" style="margin-top:6px">${outside(sentence)}</p>`)}</section>`;
}

export function renderNotices(model: ReportModel): Markup | null {
  if (model.notices.length === 0) return null;
  return html`<section><h2>${formatCount(model.notices.length, 'notice')} on the way</h2><ul class="um">${model.notices.map(({ time, tone, text }) => html`<li>${glyph({ glyph: toneGlyph(tone), tone })}<span class="muted">${time}</span><span>${outside(text)}</span></li>`)}</ul></section>`;
}
