import { html, type TemplateResult } from 'lit';
import type { SidebarView } from '../../src/protocol/webview.ts';

export function budget({ right, meters }: Extract<SidebarView, { kind: 'campaign' }>['budget']): TemplateResult {
  return html`<section aria-label="Budget">
    <div class="sh"><h2>Budget</h2><span class="small muted">${right}</span></div>
    <div class="budget">
      ${meters.map(
        ({ label, share, text }) => html`<span>${label}</span><span class="meter" aria-hidden="true"><i .style=${`width:${share * 100}%`}></i></span><span class="n">${text}</span>`,
      )}
    </div>
  </section>`;
}
