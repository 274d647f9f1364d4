import type { Definition } from '../../campaign/definition/schema.ts';
import { formatCount, formatMetrics } from '../../campaign/numbers.ts';
import type { CampaignState, Experiment } from '../../campaign/state.ts';
import { isOpen } from '../../campaign/words.ts';
import type { GlyphName } from '../../protocol/webview.ts';
import type { Live } from '../../protocol/live.ts';
import { glyphOf } from '../look/glyph.ts';
import { experimentsByWave } from '../look/byWave.ts';
import { computeReview, isToReview, shownWord, type ShownReview, type Standing } from '../look/review.ts';
import { isTotalCurrent, phaseWord, primaryText, shownPhase, speakExperiment, wordOf } from '../look/words.ts';

/** What the tree shows, computed without VS Code: a row for each campaign, wave and experiment. */

export interface Row {
  /** Stable over changes, so that what is open stays open. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly glyph: GlyphName | null;
  readonly spoken: string;
  readonly expands: 'never' | 'collapsed' | 'expanded';
}

export interface ExperimentRow extends Row {
  readonly kind: 'experiment';
  readonly name: string;
  readonly review: ShownReview;
  /** What can be done to it, for `when` clauses. */
  readonly can: readonly ('accept' | 'acceptAnyway' | 'reject' | 'compare' | 'continue' | 'overrule' | 'log')[];
}

export interface WaveRow extends Row {
  readonly kind: 'wave';
  readonly wave: number;
}

export interface CampaignRow extends Row {
  readonly kind: 'campaign';
}

export interface TreeInput {
  readonly live: Live;
  readonly definition: Definition;
  readonly standing: (experiment: string) => Standing;
}

export function computeCampaignRow({ live, definition, standing }: TreeInput): CampaignRow {
  const { state } = live;
  const phase = phaseWord(shownPhase(state, live.live)).toLowerCase();
  const total = state.total === null || !isTotalCurrent(state) ? '' : formatMetrics(definition.metrics.slice(0, 1), state.total.estimates);
  const review = countToReview(state, standing);
  const description = [total, phase, review === 0 ? '' : `${review} to review`].filter((part) => part !== '').join(' · ');
  const label = definition.goal || live.id;
  return { kind: 'campaign', id: live.id, label, description, glyph: null, spoken: `Campaign ${label}, ${description}`, expands: 'expanded' };
}

/** The newest wave first: it is the one at work. */
export function computeWaveRows({ live }: TreeInput): WaveRow[] {
  const waves = experimentsByWave(live.state);
  const newest = Math.max(...waves.keys());
  return [...waves.entries()]
    .sort(([a], [b]) => b - a)
    .map(([wave, experiments]) => {
      const description = describeWave(experiments, live.live);
      return {
        kind: 'wave',
        wave,
        id: `${live.id}/wave ${wave}`,
        label: `Wave ${wave}`,
        description,
        glyph: null,
        spoken: `Wave ${wave}, ${formatCount(experiments.length, 'candidate')}, ${description}`,
        expands: wave === newest || experiments.some(({ state, review }) => state === 'kept' && review === 'pending') ? 'expanded' : 'collapsed',
      };
    });
}

export function describeWave(experiments: readonly Experiment[], isLive: boolean): string {
  const open = experiments.filter(({ state }) => isOpen(state));
  const running = open.filter(({ begun }) => begun);
  const kept = experiments.filter(({ state }) => state === 'kept').length;
  const told = `${kept} of ${experiments.length} kept`;
  if (open.length === 0) return told;
  const now = running.length > 0 && isLive ? `${running.length} running` : `${open.length} queued`;
  return kept > 0 ? `${told} · ${now}` : now;
}

export function computeExperimentRows(input: TreeInput, wave: number): ExperimentRow[] {
  return (experimentsByWave(input.live.state).get(wave) ?? []).map((experiment) => computeExperimentRow(input, experiment));
}

export function computeExperimentRow({ live, definition, standing }: TreeInput, experiment: Experiment): ExperimentRow {
  const review = computeReview(experiment, standing(experiment.name));
  return {
    kind: 'experiment',
    name: experiment.name,
    review,
    id: `${live.id}/${experiment.name}`,
    label: experiment.name,
    description: describeExperiment(live, definition, experiment, review),
    glyph: glyphOf(experiment),
    spoken: speakExperiment(experiment, definition, isToReview(review)),
    expands: experiment.candidate === null ? 'never' : 'collapsed',
    can: listPossible(experiment, review),
  };
}

function describeExperiment(live: Live, definition: Definition, experiment: Experiment, review: ShownReview): string {
  const word = [wordOf(experiment), shownWord(review)].filter((part) => part !== '').join(', ');
  const pairs = live.livePairs[experiment.name] ?? 0;
  if (isOpen(experiment.state) && pairs > 0) {
    const progress = Object.values(live.activity).find((activity) => activity.experiment === experiment.name)?.progress;
    return `${word} · ${progress ? `${progress.done} of ${progress.most} pairs` : formatCount(pairs, 'pair')}`;
  }
  const numbers = primaryText(definition, experiment);
  if (numbers !== '') return `${word} · ${numbers}`;
  const why = experiment.reason.split('\n')[0] ?? '';
  return why === '' ? word : `${word} · ${why}`;
}

function listPossible(experiment: Experiment, review: ShownReview): ExperimentRow['can'] {
  const { state, verdict, candidate, logs } = experiment;
  const hasCode = candidate !== null;
  const isDecided = !isOpen(state);
  const canContinue = verdict !== null && ['futile', 'not_confirmed', 'inconclusive', 'guard_unresolved'].includes(verdict);
  return [
    ...(hasCode && state === 'kept' && review !== 'accepted' ? (['accept'] as const) : []),
    ...(hasCode && isDecided && state !== 'kept' && review !== 'accepted' ? (['acceptAnyway'] as const) : []),
    ...(isDecided && review !== 'rejected' ? (['reject'] as const) : []),
    ...(hasCode ? (['compare'] as const) : []),
    ...(canContinue ? (['continue'] as const) : []),
    ...(state === 'refused' ? (['overrule'] as const) : []),
    ...(logs.length > 0 ? (['log'] as const) : []),
  ];
}

export function countToReview(state: CampaignState, standing: (experiment: string) => Standing): number {
  return Object.values(state.experiments).filter((experiment) => isToReview(computeReview(experiment, standing(experiment.name)))).length;
}
