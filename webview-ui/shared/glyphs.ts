import { svg, type SVGTemplateResult } from 'lit';
import type { GlyphName } from '../../src/protocol/webview.ts';

/** The outlines of media/marginalia.woff on a 16 px square. Shape first, colour second. */
const PATHS: Readonly<Record<GlyphName, string>> = {
  kept: 'M1.25 8a6.75 6.75 0 1 0 13.5 0a6.75 6.75 0 1 0 -13.5 0ZM4.15 8.3L5.2 7.25L6.95 9.05L10.85 5L11.95 6.05L7 11.25Z',
  discarded: 'M1.75 8a6.25 6.25 0 1 0 12.5 0a6.25 6.25 0 1 0 -12.5 0ZM3.1 8a4.9 4.9 0 1 1 9.8 0a4.9 4.9 0 1 1 -9.8 0Z',
  regression: 'M1.6 3.4H14.4L8 14Z',
  inconclusive: 'M8 1L15 8L8 15L1 8ZM8 3L3 8L8 13L13 8ZM6.65 8a1.35 1.35 0 1 0 2.7 0a1.35 1.35 0 1 0 -2.7 0Z',
  refused: 'M1.4 8a6.6 6.6 0 1 0 13.2 0a6.6 6.6 0 1 0 -13.2 0ZM2.8 8a5.2 5.2 0 1 1 10.4 0a5.2 5.2 0 1 1 -10.4 0ZM3.61 11.41L4.59 12.39L12.39 4.59L11.41 3.61Z',
  crashed: 'M3.98 2.42L2.42 3.98L12.02 13.58L13.58 12.02ZM13.58 3.98L12.02 2.42L2.42 12.02L3.98 13.58Z',
  'checks-failed': 'M1.75 1.75V14.25H14.25V1.75ZM3.15 3.15H12.85V12.85H3.15ZM5.93 4.87L4.87 5.93L10.07 11.13L11.13 10.07ZM11.13 5.93L10.07 4.87L4.87 10.07L5.93 11.13Z',
  conflict: 'M2 4.8L2 6.4L14 6.4L14 4.8ZM2 9.6L2 11.2L14 11.2L14 9.6ZM11.91 2.38L10.49 1.62L4.09 13.62L5.51 14.38Z',
  infrastructure: 'M.75 7.2H4.1V3.6H5.7V12.4H4.1V8.8H.75ZM15.25 7.2H11.9V3.6H10.3V12.4H11.9V8.8H15.25Z',
  running: 'M8 1.6A6.4 6.4 0 1 1 1.6 8L3.1 8A4.9 4.9 0 1 0 8 3.1Z',
  queued: 'M4.6 8a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0ZM5.8 8a2.2 2.2 0 1 1 4.4 0a2.2 2.2 0 1 1 -4.4 0Z',
};
const OTHERS = { ended: 'M2.5 2.5H13.5V13.5H2.5ZM4 4V12H12V4Z', stopped: 'M4 3.5H6.75V12.5H4ZM9.25 3.5H12V12.5H9.25Z' } as const;

const TONES: Readonly<Record<GlyphName, string>> = {
  kept: 'kept',
  running: 'run',
  regression: 'bad',
  crashed: 'bad',
  'checks-failed': 'bad',
  inconclusive: 'wait',
  conflict: 'wait',
  infrastructure: 'wait',
  discarded: 'none',
  refused: 'none',
  queued: 'none',
};

/** Decoration: the word beside it, or the label around it, says the same. */
export function glyph(name: GlyphName | keyof typeof OTHERS, size = 16, turns = false): SVGTemplateResult {
  const outline = name === 'ended' || name === 'stopped' ? OTHERS[name] : PATHS[name];
  const tone = name === 'ended' || name === 'stopped' ? 'plain' : TONES[name];
  return svg`<svg class="g g-${tone} ${turns ? 'turns' : ''}" width=${size} height=${size} viewBox="0 0 16 16" aria-hidden="true"><path fill-rule="evenodd" d=${outline}></path></svg>`;
}
