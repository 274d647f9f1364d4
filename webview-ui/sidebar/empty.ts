import { html, nothing, type TemplateResult } from 'lit';
import type { SidebarView } from '../../src/protocol/webview.ts';
import { button } from './buttons.ts';
import type { Acts } from './main.ts';

export function empty({ hasFolder, isTrusted, found, buttons, links }: Extract<SidebarView, { kind: 'empty' }>, acts: Acts): TemplateResult {
  return html`<section class="stack" aria-label="No campaign yet">
      <p>${hasFolder ? 'No campaign in this workspace yet.' : 'No folder is open.'}</p>
      <p class="muted">Marginalia tries changes and measures each one against the current code, in pairs that noise cannot fool. Nothing in your files changes until you accept it.</p>
      ${isTrusted || !hasFolder ? nothing : html`<p class="note">This workspace is not trusted, so nothing is run in it.</p>`} ${buttons.map((one) => html`<div class="wide">${button(one, acts)}</div>`)}
    </section>
    ${found.length === 0
      ? nothing
      : html`<section aria-label="Found here">
          <div class="sh"><h2>Found here</h2></div>
          <dl class="kv">${found.map(({ label, value, isCode }) => html`<dt>${label}</dt><dd class="ell" title=${value}>${isCode ? html`<code>${value}</code>` : value}</dd>`)}</dl>
          <p class="small muted more">You review every command before it runs.</p>
        </section>`}
    ${links.length === 0 ? nothing : html`<section>${links.map(({ before, button: one }) => html`<p>${before}${button(one, acts)}</p>`)}</section>`}`;
}
