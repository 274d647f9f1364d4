import { html, nothing, type TemplateResult } from 'lit';
import type { SidebarView, WaitingRow } from '../../src/protocol/webview.ts';
import { glyph } from '../shared/glyphs.ts';
import type { Acts } from './main.ts';

type Waiting = Extract<SidebarView, { kind: 'campaign' }>['waiting'];

export function waiting({ rows, count }: Waiting, acts: Acts): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return html`<section aria-label="Waits for you">
    <div class="sh"><h2>Waits for you <span class="muted">${count}</span></h2></div>
    <ul class="todo">${rows.map((one) => row(one, acts))}</ul>
    ${count > rows.length ? html`<p class="small muted more">and ${count - rows.length} more in the tree below</p>` : nothing}
  </section>`;
}

function row({ experiment, glyph: name, before, after, metric, detail, link }: WaitingRow, acts: Acts): TemplateResult {
  return html`<li>
    ${glyph(name)}
    <span class="what"
      ><span class="line">${before}<b><bdi>${experiment}</bdi></b>${after}</span>
      ${metric === null ? nothing : html`<span class="small line"><span class="muted">${metric.metric}</span> <span class="d">${metric.delta}</span> <span class="iv">${metric.interval}</span></span>`}
      ${detail === '' ? nothing : html`<span class="small muted line">${detail}</span>`}
    </span>
    <button class="link" aria-label=${`${link} ${experiment}`} @click=${() => acts.open(experiment)}>${link}</button>
  </li>`;
}
