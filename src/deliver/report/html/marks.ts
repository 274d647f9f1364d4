import { GLYPHS, type GlyphName } from '../glyphs.ts';
import type { ExperimentModel, Look, Tone } from '../model.ts';
import { html, outside, type Markup } from '../markup.ts';

/** Shapes that the page draws again and again, defined once. Each is drawn around its own origin. */
export function renderShapes(): Markup {
  const names = Object.keys(GLYPHS) as GlyphName[];
  return html`<svg width="0" height="0" style="position:absolute" aria-hidden="true" focusable="false"><defs>
${names.map((name) => html`<path id="g-${name}" transform="translate(-8 -8)" d="${GLYPHS[name]}"/><path id="s-${name}" transform="scale(.625) translate(-8 -8)" d="${GLYPHS[name]}"/>`)}
<circle id="m-current" class="mark" r="3.5"/><circle id="m-candidate" class="mark solid" r="3.5"/>
<g id="m-even"><circle class="mark" r="3.5"/><path class="solid" stroke="none" d="M0-3.5A3.5 3.5 0 0 1 0 3.5Z"/></g>
<path id="m-stall" class="stall" d="M-3.5-3.5L3.5 3.5M3.5-3.5L-3.5 3.5"/>
<path id="m-up" class="mark" d="M-4 4L0-4L4 4Z"/><path id="m-down" class="mark" d="M-4-4L0 4L4-4Z"/>
</defs></svg>`;
}

/** A glyph beside its word, so it says nothing of its own. */
export function glyph(look: Pick<Look, 'glyph' | 'tone'>, size = 14): Markup {
  return html`<svg class="g ${look.tone}" width="${size}" height="${size}" viewBox="-8 -8 16 16" aria-hidden="true" focusable="false"><use href="#g-${look.glyph}"/></svg>`;
}

export function toneGlyph(tone: Tone): GlyphName {
  switch (tone) {
    case 'kept':
      return 'kept';
    case 'bad':
      return 'crashed';
    case 'wait':
      return 'inconclusive';
    case 'run':
      return 'running';
    case 'none':
      return 'queued';
  }
}

/** A name that leads to its section, where it has one. */
export function linkTo({ anchor, detailed, name }: ExperimentModel): Markup {
  return detailed ? html`<a href="#${anchor}">${outside(name)}</a>` : outside(name);
}

/** The legend's marks. */
export function mark(name: 'current' | 'candidate' | 'even' | 'stall'): Markup {
  return html`<svg width="10" height="10" viewBox="-5 -5 10 10" aria-hidden="true" focusable="false"><use href="#m-${name}"/></svg>`;
}
