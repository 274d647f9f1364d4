import { html, nothing, type TemplateResult } from 'lit';
import type { HostRow, Note, NowSection } from '../../src/protocol/webview.ts';
import { glyph } from '../shared/glyphs.ts';
import { button } from './buttons.ts';
import type { Acts } from './main.ts';

export function now(section: NowSection, acts: Acts): TemplateResult {
  return html`<section aria-label="Now">
    <div class="now">
      ${glyph(section.glyph, 16, section.glyph === 'running')}<span class="t">${section.title}</span><span class="small muted nowrap">${section.right}</span>
      <p class="sub muted small">${section.sub}</p>
    </div>
    ${section.note === null ? nothing : note(section.note, acts)}
    ${section.hosts.length === 0 ? nothing : html`<ul class="hosts">${section.hosts.map(host)}</ul>`}
    ${section.buttons.length === 0 ? nothing : html`<div class="acts ${section.buttons.length === 1 ? 'one' : ''}">${section.buttons.map((one) => button(one, acts))}</div>`}
  </section>`;
}

function note({ level, lines, buttons }: Note, acts: Acts): TemplateResult {
  return html`<div class="note ${level}">
    ${lines.map((line) => html`<p>${line}</p>`)} ${buttons.length === 0 ? nothing : html`<p>${buttons.map((one) => button(one, acts))}</p>`}
  </div>`;
}

function host({ name, what, isIdle, stage, count, share }: HostRow): TemplateResult {
  return html`<li class="host ${stage === '' && count === '' ? 'plain' : ''}">
    <span class="h ell" title=${name}>${name}</span>
    <span class="ell what ${isIdle ? 'muted' : ''}" title=${what}><bdi>${what}</bdi></span>
    <span class="st">
      <span class="l"><span class="ell" title=${stage}>${stage}</span><span>${count}</span></span>
      <span class="meter ${share === null ? 'none' : ''}" aria-hidden="true"><i .style=${`width:${(share ?? 0) * 100}%`}></i></span>
    </span>
  </li>`;
}
