import { formatCount, formatMetrics } from '../../campaign/numbers.ts';
import type { Definition } from '../../campaign/definition/schema.ts';
import type { Experiment } from '../../campaign/state.ts';
import { coreOf, type Hunk } from '../../review/hunk.ts';
import { measuredOn, wordOf } from '../look/words.ts';

export interface HoverText {
  /** `kept · fa-kq-fuse · tg +6.8 % [5.9, 7.7]`. */
  readonly head: string;
  /** The hunk's changed lines, cut where they are many. */
  readonly diff: string;
  readonly why: string;
}

const MOST_OF_A_KIND = 4;
const MOST_WIDTH = 120;

export function computeHover(experiment: Experiment, definition: Definition | null, hunk: Hunk): HoverText {
  const numbers = definition === null ? '' : formatMetrics(definition.metrics, experiment.estimates);
  const { proposal, on, pairs, host } = experiment;
  const measured = pairs > 0 ? `Measured on ${measuredOn(on)}; ${formatCount(pairs, 'pair')}${host === '' ? '' : ` on ${host}`}.` : '';
  const source = proposal.sources.length === 0 ? '' : `Source: ${proposal.sources.join(', ')}.`;
  return {
    head: [wordOf(experiment), experiment.name, numbers].filter((part) => part !== '').join(' · '),
    diff: cut(hunk),
    why: [proposal.title, proposal.hypothesis === proposal.title ? '' : proposal.hypothesis, source, measured].filter((part) => part !== '').join(' '),
  };
}

/** Each run of removed or added lines is shown by its first lines. */
function cut(hunk: Hunk): string {
  const lines: string[] = [`@@ -${hunk.oldStart},${hunk.oldCount} +${hunk.newStart},${hunk.newCount} @@`];
  const changed = coreOf(hunk).lines;
  for (const [kind, sign, word] of [['removed', '-', 'removed'], ['added', '+', 'added']] as const) {
    const those = changed.filter((line) => line.kind === kind);
    for (const { text } of those.slice(0, MOST_OF_A_KIND)) lines.push(`${sign}${text.length > MOST_WIDTH ? `${text.slice(0, MOST_WIDTH)}…` : text}`);
    if (those.length > MOST_OF_A_KIND) lines.push(` … ${those.length - MOST_OF_A_KIND} more ${those.length - MOST_OF_A_KIND === 1 ? 'line' : 'lines'} ${word}`);
  }
  return lines.join('\n');
}
