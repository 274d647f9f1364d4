import { formatCount } from '../../campaign/numbers.ts';
import { experimentsInOrder, type CampaignState } from '../../campaign/state.ts';
import { GLYPH_NAMES, type GlyphName, type SidebarView, type TallyRow } from '../../protocol/webview.ts';
import { glyphOf } from '../look/glyph.ts';
import { wordOf } from '../look/words.ts';

/** How many came to what, once the campaign is over. */
export function computeTally(state: CampaignState): Extract<SidebarView, { kind: 'campaign' }>['tally'] {
  const experiments = experimentsInOrder(state);
  if (experiments.length === 0) return null;
  const rows = GLYPH_NAMES.flatMap((glyph): TallyRow[] => {
    const those = experiments.filter((experiment) => glyphOf(experiment) === glyph);
    return those.length === 0 ? [] : [{ glyph, word: WORDS[glyph], detail: detailOf(glyph, those.map(wordOf)), count: those.length }];
  });
  return { title: formatCount(experiments.length, 'candidate'), rows };
}

const WORDS: Readonly<Record<GlyphName, string>> = {
  kept: 'kept',
  discarded: 'discarded',
  regression: 'regression',
  inconclusive: 'inconclusive',
  refused: 'refused',
  crashed: 'crashed',
  'checks-failed': 'checks failed',
  conflict: 'conflict',
  infrastructure: 'infrastructure',
  running: 'not finished',
  queued: 'not begun',
};

/** `9 futile, 3 not confirmed`; inconclusive ones `can go on`. */
function detailOf(glyph: GlyphName, words: readonly string[]): string {
  if (glyph === 'inconclusive') return 'can go on';
  if (glyph !== 'discarded') return '';
  return [...new Set(words)].map((word) => `${words.filter((one) => one === word).length} ${word}`).join(', ');
}
