import { formatCount, formatEvidence, formatParts, formatThroughput } from '../../../campaign/numbers.ts';
import type { ExperimentModel, Fact, Measured, MetricSeries, PairPoint } from '../model.ts';
import { html, outside, type Markup } from '../markup.ts';
import { bandOf } from '../metrics.ts';
import { renderFacts } from './closing.ts';
import { renderEvidence } from './evidenceChart.ts';
import { glyph, mark } from './marks.ts';
import { renderPairs } from './pairsChart.ts';
import { renderSources } from './summary.ts';

/** One experiment: its pairs in time order beside what a reviewer asks. */
export function renderExperiment(one: ExperimentModel): Markup {
  const charts = one.series.length > 0;
  return html`<article class="ex" id="${one.anchor}">
<header><h3><span class="vd">${glyph(one.look, 16)}${outside(one.name)}</span></h3><span>${one.verdict}</span>${one.review === '' ? null : html`<span class="muted">${one.review}${one.reviewReason === '' ? null : html`: ${outside(one.reviewReason)}`}</span>`}</header>
${one.title === '' ? null : html`<p class="title">${outside(one.title)}</p>`}
<p class="small muted">${describe(one)}</p>
${one.reason === '' ? null : html`<p class="small reason">${outside(one.reason)}</p>`}
<div class="cols${charts ? '' : ' only'}">${charts ? renderCharts(one) : null}${renderSide(one)}</div>
${charts ? renderPairTable(one) : null}
${one.diff === null ? null : renderDiff(one.diff)}
</article>
`;
}

function describe(one: ExperimentModel): Markup {
  const parts = [`Wave ${one.wave}`, one.period, one.measuredOn === '' ? '' : `${one.pairs > 0 ? 'measured on' : 'made for'} ${one.measuredOn}`, one.pairs > 0 ? one.hosts : 'no pair was run'];
  return html`${parts.filter((part) => part !== '').map((part, index) => html`${index > 0 ? ' \u00b7 ' : null}${outside(part)}`)}`;
}

function renderCharts(one: ExperimentModel): Markup {
  return html`<div>
${one.series.map((series, index) => html`<figure><figcaption><b>${series.metric.name}, ${index === 0 ? 'pair by pair' : 'the same pairs'}</b><span class="muted">${captionOf(series)}</span></figcaption>${renderPairs(series, { height: index === 0 ? 190 : 118, subject: one.name, stages: index === 0 })}</figure>`)}
${one.evidence === null ? null : html`<figure><figcaption><b>Evidence</b><span class="muted">grows while the pairs speak for \u201cbetter\u201d</span></figcaption>${renderEvidence(one.evidence, one)}</figure>`}
${renderLegend(one)}</div>`;
}

function captionOf({ metric, levels, left, scale }: MetricSeries): string {
  const role = metric.primary ? '' : 'guard';
  const band = scale === 'ratio' ? `band: ${bandOf(metric).label}` : '';
  return [role, levels, band, metric.better === 'lower' ? 'lower is better and drawn upwards' : '', left === 0 ? '' : `${formatCount(left, 'earlier pair')} not shown`].filter((part) => part !== '').join(' \u00b7 ');
}

function renderLegend(one: ExperimentModel): Markup {
  const points = one.series.flatMap((series) => series.points);
  const has = (test: (point: PairPoint) => boolean) => points.some(test);
  return html`<p class="legend"><span>${mark('current')}current code first</span><span>${mark('candidate')}candidate first</span>${has(({ order }) => order === 'even') ? html`<span>${mark('even')}each first equally often</span>` : null}${has(({ stalled }) => stalled) ? html`<span>${mark('stall')}runs stalled, pair left out</span>` : null}<span>line and shade: running estimate, 95 % interval</span></p>`;
}

function renderSide(one: ExperimentModel): Markup {
  const sections: readonly (Markup | null)[] = [
    one.measured.length === 0 ? null : html`<section><h4>Measured</h4><div class="mt">${one.measured.map(renderResult)}</div></section>`,
    one.refusals.length === 0 ? null : html`<section><h4>Refused because</h4><ul class="small refused">${one.refusals.map(({ rule, path, why }) => html`<li><code>${outside(path)}</code><br/>${outside(why)} <span class="muted">(${outside(rule)})</span></li>`)}</ul></section>`,
    one.hypothesis.length === 0 ? null : html`<section><h4>Hypothesis</h4><div class="small">${one.hypothesis.map((text) => html`<p>${outside(text)}</p>`)}</div></section>`,
    one.description.length === 0 ? null : html`<section><h4>Description</h4><div class="small">${one.description.map((text) => html`<p>${outside(text)}</p>`)}</div></section>`,
    one.sources.length === 0 ? null : html`<section><h4>${one.sources.length === 1 ? 'Source' : 'Sources'}</h4><p class="small">${renderSources(one.sources)}</p></section>`,
    one.change.size === '' ? null : html`<section><h4>Change</h4><p class="small"><span class="add">+${one.change.added}</span> <span class="del">\u2212${one.change.removed}</span> lines in ${formatCount(one.change.files.length, 'file')}</p>${one.change.files.map((file) => html`<p><code>${outside(file)}</code></p>`)}</section>`,
    listFacts(one).length === 0 ? null : html`<section>${renderFacts(listFacts(one))}</section>`,
  ];
  return html`<div class="side">${sections}</div>`;
}

function listFacts(one: ExperimentModel): readonly Fact[] {
  return one.stalls === '' ? one.facts : [...one.facts, { label: 'Stalled', value: one.stalls }];
}

function renderResult(measured: Measured): Markup {
  return html`<b>${measured.metric.name}</b>${measured.delta === '' ? html`<span></span>` : html`<span class="d">${measured.delta}</span>`}<span class="iv">${measured.interval}</span>${measured.note === '' ? null : html`<span class="note small muted">${measured.note}</span>`}`;
}

/** The same data as the charts, for reading and copying. */
function renderPairTable(one: ExperimentModel): Markup {
  const [first] = one.series;
  const points = first?.points ?? [];
  const wealth = one.evidence?.points ?? [];
  return html`<details><summary>Table of ${formatCount(points.length, 'pair')}</summary><div class="wide"><table class="pt"><thead><tr><th class="n">Pair</th><th>Stage</th><th>Host</th><th>First</th>${one.series.map(({ metric }) => html`<th class="n">${metric.name} current</th><th class="n">${metric.name} candidate</th><th class="n">${metric.name} delta</th>`)}<th class="n">Evidence</th></tr></thead><tbody>
${points.map((point, index) => html`<tr><td class="n">${point.n}</td><td>${point.stage === 1 ? 'screening' : 'confirming'}</td><td>${outside(point.host)}</td><td>${point.order === 'even' ? 'each' : point.order}</td>${one.series.map((series) => renderPairCells(series, index))}<td class="n">${formatEvidence(wealth[index]?.wealth ?? 0)}</td></tr>
`)}
</tbody></table></div><p class="small muted">Current and candidate are medians of the pair's runs as printed; the delta has the effect of the order taken off.</p></details>`;
}

function renderPairCells({ metric, points, scale }: MetricSeries, index: number): Markup {
  const point = points[index];
  const print = (value: number | null | undefined) => (value === null || value === undefined ? '' : formatThroughput(value));
  const delta = point?.value === null || point === undefined ? '' : formatParts({ delta: point.value, low: null, high: null, pairs: 1, scale }, { unit: metric.unit }).delta;
  return html`<td class="n">${print(point?.current)}</td><td class="n">${print(point?.candidate)}</td><td class="n">${point?.stalled ? 'stalled' : delta}</td>`;
}

function renderDiff({ lines, left }: NonNullable<ExperimentModel['diff']>): Markup {
  return html`<details><summary>Diff against the code that it was measured on</summary><pre>${lines.map((line) => html`<span class="${classOf(line)}">${line === '' ? ' ' : line}</span>`)}</pre>${left > 0 ? html`<p class="small muted">${formatCount(left, 'more line')}.</p>` : null}</details>`;
}

function classOf(line: string): string {
  if (line.startsWith('@@') || line.startsWith('diff ') || line.startsWith('index ') || line.startsWith('--- ') || line.startsWith('+++ ')) return 'at';
  return line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : 'ctx';
}
