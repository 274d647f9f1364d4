import { formatCount } from '../../campaign/numbers.ts';
import { renderFunnel, renderMethod, renderNoise, renderUnmeasured } from './html/closing.ts';
import { renderExperiment } from './html/experiment.ts';
import { renderIntervals } from './html/intervals.ts';
import { renderShapes } from './html/marks.ts';
import { STYLE } from './html/style.ts';
import { renderHead, renderKept, renderNotices, renderTotal } from './html/summary.ts';
import { html, type Markup } from './markup.ts';
import type { ExperimentModel, MetricModel, ReportModel } from './model.ts';

/** One file: no script, nothing loaded from anywhere. Well-formed XML, so that other tools can read it. */
export function renderHtml(model: ReportModel): string {
  const [primary] = model.metrics;
  return `<!DOCTYPE html>\n${
    html`<html lang="en" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/><meta name="referrer" content="no-referrer"/><title>${model.title} \u00b7 Marginalia ${model.id}</title>
<style>${{ markup: STYLE }}</style></head><body>
${renderShapes()}
${renderHead(model)}
<main>
${renderKept(model)}
${primary === undefined ? null : renderExperiments(model.experiments, primary)}
${renderTotal(model)}
<div class="two">${renderFunnel(model)}${renderNoise(model)}</div>
<div class="two">${renderUnmeasured(model)}${renderMethod(model)}</div>
${renderNotices(model)}
${renderSections(model.experiments)}
</main>
<footer>Written by Marginalia from the log of ${model.id}. ${model.simulated ? 'Its values are simulated.' : 'Every number was measured in that campaign; none was multiplied or carried over.'}</footer>
</body></html>
`.markup
  }`;
}

function renderExperiments(experiments: readonly ExperimentModel[], primary: MetricModel): Markup {
  if (experiments.length === 0) return html`<section><h2>Every experiment</h2><p class="muted">No candidate was proposed.</p></section>`;
  return html`<section><h2>Every experiment</h2>${renderIntervals(experiments, primary)}</section>`;
}

function renderSections(experiments: readonly ExperimentModel[]): Markup | null {
  if (experiments.length === 0) return null;
  const shown = experiments.filter(({ detailed }) => detailed);
  return html`<section><h2>Experiment by experiment</h2>
${shown.map(renderExperiment)}
${shown.length === experiments.length ? null : html`<p class="muted">${formatCount(experiments.length - shown.length, 'more experiment')}: their rows stand in the table above, their pairs in the campaign\u2019s log.</p>`}</section>`;
}
