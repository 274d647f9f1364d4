import type { Definition } from '../../campaign/definition/schema.ts';
import { formatCount, formatMetrics, formatParts } from '../../campaign/numbers.ts';
import type { Experiment } from '../../campaign/state.ts';
import { isOpen } from '../../campaign/words.ts';
import type { Chip, SidebarView, WaveRow } from '../../protocol/webview.ts';
import type { Live } from '../../protocol/live.ts';
import { experimentsByWave } from '../look/byWave.ts';
import { glyphOf } from '../look/glyph.ts';
import { wordOf } from '../look/words.ts';
import { describeWave } from '../tree/rows.ts';
import type { SidebarInput } from './input.ts';

/** The tree has them all; here are those that one glances at. */
const MOST_WAVES = 20;
const MOST_CHIPS = 64;

/** Waves as rows of chips, the newest first: kept ones have a number, the others one glyph. */
export function computeWaves({ live, definition }: SidebarInput): Extract<SidebarView, { kind: 'campaign' }>['waves'] {
  const experiments = Object.values(live.state.experiments);
  const waves = experimentsByWave(live.state);
  const numbers = [...waves.keys()].sort((a, b) => b - a);
  const kept = experiments.filter(({ state }) => state === 'kept').length;
  return {
    right: experiments.length === 0 ? '' : `${formatCount(experiments.length, 'candidate')}, ${kept} kept`,
    rows: numbers.slice(0, MOST_WAVES).map((number) => waveOf(number, waves.get(number) ?? [], live, definition)),
    hidden: Math.max(0, numbers.length - MOST_WAVES),
  };
}

function waveOf(number: number, experiments: readonly Experiment[], live: Live, definition: Definition): WaveRow {
  const proposers = [...new Set(experiments.map(({ proposal }) => proposal.proposer))];
  return {
    number,
    title: proposers.join(', '),
    right: describeWave(experiments, live.live),
    chips: experiments.slice(0, MOST_CHIPS).map((experiment) => chipOf(experiment, live, definition)),
  };
}

function chipOf(experiment: Experiment, live: Live, definition: Definition): Chip {
  const { name, state, begun } = experiment;
  const numbers = formatMetrics(definition.metrics, experiment.estimates);
  const base = { experiment: name, glyph: glyphOf(experiment), fill: null };
  if (state === 'kept') return { ...base, text: keptText(experiment, definition), look: 'kept', title: `${name}: kept, ${numbers}` };
  if (!isOpen(state)) return { ...base, text: '', look: 'plain', title: [`${name}: ${wordOf(experiment)}`, numbers].filter((part) => part !== '').join(', ') };
  if (!begun || !live.live) return { ...base, text: '', look: 'queued', title: `${name}: ${wordOf(experiment)}` };
  const progress = Object.values(live.activity).find((activity) => activity.experiment === name)?.progress ?? null;
  const pairs = live.livePairs[name] ?? 0;
  const text = progress !== null ? `${progress.done}/${progress.most}` : (SHORT[state] ?? (pairs > 0 ? String(pairs) : ''));
  const told = progress === null ? (pairs > 0 ? `, ${formatCount(pairs, 'pair')}` : '') : `, ${progress.done} of at most ${progress.most} pairs`;
  return { ...base, text, look: 'running', fill: progress === null || progress.most === 0 ? null : Math.min(1, progress.done / progress.most), title: `${name}: ${wordOf(experiment)}${told}` };
}

const SHORT: Partial<Record<Experiment['state'], string>> = { building: 'build', checking: 'check' };

/** `+6.8`: the unit stands in the chip's title. */
function keptText(experiment: Experiment, { metrics }: Definition): string {
  const primary = metrics[0];
  const estimate = primary === undefined ? undefined : experiment.estimates[primary.name];
  return estimate === undefined ? '' : formatParts(estimate).delta.replace('\u202f%', '');
}
