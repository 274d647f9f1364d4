import type { Experiment } from '../../campaign/state.ts';
import { isOpen } from '../../campaign/words.ts';
import type { GlyphName } from '../../protocol/webview.ts';

/** Shape by state: the same outlines in the tree (as a font), in the gutter and in the webview (as SVG). */
export function glyphOf({ state, verdict, begun }: Pick<Experiment, 'state' | 'verdict' | 'begun'>): GlyphName {
  switch (state) {
    case 'kept':
    case 'inconclusive':
    case 'refused':
    case 'crashed':
    case 'conflict':
    case 'infrastructure':
      return state;
    case 'checks_failed':
      return 'checks-failed';
    case 'discarded':
      return verdict === 'regression' ? 'regression' : 'discarded';
    default:
      return isOpen(state) && begun ? 'running' : 'queued';
  }
}

/** Theme colours that keep 3:1 in the light, the dark and the high-contrast themes. */
export function colourOf(glyph: GlyphName): string {
  switch (glyph) {
    case 'kept':
      return 'charts.green';
    case 'running':
      return 'charts.blue';
    case 'regression':
    case 'crashed':
    case 'checks-failed':
      return 'charts.red';
    case 'inconclusive':
    case 'conflict':
    case 'infrastructure':
      return 'testing.iconQueued';
    case 'discarded':
    case 'refused':
    case 'queued':
      return 'testing.iconSkipped';
  }
}
