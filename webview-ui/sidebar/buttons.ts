import { html, type TemplateResult } from 'lit';
import type { ActionButton } from '../../src/protocol/webview.ts';
import type { Acts } from './main.ts';

export function button({ action, label, look }: ActionButton, acts: Acts): TemplateResult {
  return html`<button class=${look} @click=${() => acts.act(action)}>${label}</button>`;
}
