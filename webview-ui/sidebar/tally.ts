import { html, nothing, type TemplateResult } from 'lit';
import type { SidebarView } from '../../src/protocol/webview.ts';
import { glyph } from '../shared/glyphs.ts';

export function tally({ title, rows }: NonNullable<Extract<SidebarView, { kind: 'campaign' }>['tally']>): TemplateResult {
  return html`<section aria-label=${title}>
    <div class="sh"><h2>${title}</h2></div>
    <ul class="tally">
      ${rows.map(({ glyph: name, word, detail, count }) => html`<li>${glyph(name)}<span class="ell">${word} ${detail === '' ? nothing : html`<span class="small muted">${detail}</span>`}</span><span>${count}</span></li>`)}
    </ul>
  </section>`;
}
