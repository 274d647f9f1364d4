import { html, nothing, svg, type TemplateResult } from 'lit';
import type { BestSection, Bullet } from '../../src/protocol/webview.ts';

export function best({ title, right, metrics, bullet, note }: BestSection): TemplateResult {
  return html`<section aria-label=${title}>
    <div class="sh"><h2>${title}</h2><span class="small muted">${right}</span></div>
    <div class="best">
      ${metrics.map(
        ({ metric, delta, interval }, at) =>
          html`<span class="m">${metric}</span><span><span class=${at === 0 ? 'big' : 'd'}>${delta}</span> <span class="iv">${interval}</span></span>`,
      )}
    </div>
    ${bullet === null ? nothing : drawBullet(bullet)}
    <p class="small muted note-line">${note}</p>
  </section>`;
}

/** Percentages, so that it needs no measuring; the texts are kept inside by their anchors. */
function drawBullet({ start, now, unit, isBetter, label }: Bullet): TemplateResult {
  const at = (share: number) => `${(share * 100).toFixed(2)}%`;
  const [from, to] = [Math.min(start.at, now.at), Math.max(start.at, now.at)];
  const tone = isBetter ? 's-kept' : 's-none';
  const isTight = Math.abs(now.at - start.at) < 0.22;
  return html`<svg class="bullet" width="100%" height="30" role="img" aria-label=${label}>
    ${svg`<line class="track" x1="0" x2="100%" y1="8.5" y2="8.5"></line>
    <line class=${`bar ${tone}`} x1=${at(from)} x2=${at(to)} y1="8.5" y2="8.5"></line>
    <line class="zero" x1=${at(start.at)} x2=${at(start.at)} y1="3" y2="14"></line>
    <rect class=${`range ${tone}`} x=${at(now.low)} width=${at(Math.max(0, now.high - now.low))} y="4.5" height="8"></rect>
    <line class=${`mark ${tone}`} x1=${at(now.at)} x2=${at(now.at)} y1="3" y2="14"></line>
    <text x=${at(start.at)} y="27" text-anchor=${isTight ? 'end' : 'middle'}>${start.text}</text>
    <text class="fg" x=${at(now.at)} y="27" text-anchor=${isTight ? 'start' : 'middle'} dx=${isTight ? 8 : 0}>${now.text} ${unit}</text>`}
  </svg>`;
}
