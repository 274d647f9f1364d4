import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Chip, SidebarView, WaveRow } from '../../src/protocol/webview.ts';
import { glyph } from '../shared/glyphs.ts';
import type { Acts } from './main.ts';

type Waves = Extract<SidebarView, { kind: 'campaign' }>['waves'];

export function waves({ right, rows, hidden }: Waves, acts: Acts): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<section aria-label="Waves">
    <div class="sh"><h2>Waves</h2><span class="small muted">${right}</span></div>
    ${repeat(rows, ({ number }) => number, (one) => wave(one, acts))}
    ${hidden > 0 ? html`<p class="small muted more">and ${hidden} earlier in the tree below</p>` : nothing}
  </section>`;
}

function wave({ number, title, right, chips }: WaveRow, acts: Acts): TemplateResult {
  return html`<div class="wave">
    <p class="wl"><b>${number}</b><span class="ell grow">${title}</span><span>${right}</span></p>
    <ul class="chips" role="toolbar" aria-label=${`Wave ${number}`} @keydown=${move}>${repeat(chips, ({ experiment }) => experiment, (one, at) => chip(one, at, acts))}</ul>
  </div>`;
}

function chip({ experiment, glyph: name, text, look, fill, title }: Chip, at: number, acts: Acts): TemplateResult {
  return html`<li>
    <button class="chip ${look}" title=${title} aria-label=${title} tabindex=${at === 0 ? 0 : -1} @click=${() => acts.open(experiment)}>
      ${fill === null ? nothing : html`<i class="fill" .style=${`width:${fill * 100}%`}></i>`} ${glyph(name, 12, look === 'running')}
      ${text === '' ? nothing : html`<span>${text}</span>`}
    </button>
  </li>`;
}

/** One tab stop for a wave, arrows within it. */
function move(event: KeyboardEvent): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement)) return;
  const chips = [...(event.target.closest('.chips')?.querySelectorAll<HTMLElement>('.chip') ?? [])];
  const next = chips[chips.indexOf(event.target) + step];
  if (next === undefined) return;
  event.preventDefault();
  for (const one of chips) one.tabIndex = one === next ? 0 : -1;
  next.focus();
}
