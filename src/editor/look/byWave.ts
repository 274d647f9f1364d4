import { experimentsInOrder, type CampaignState, type Experiment } from '../../campaign/state.ts';

const known = new WeakMap<object, ReadonlyMap<number, readonly Experiment[]>>();

/** The waves and their experiments, both in the order proposed; grouped once for each state of the campaign. */
export function experimentsByWave(state: CampaignState): ReadonlyMap<number, readonly Experiment[]> {
  const there = known.get(state.experiments);
  if (there !== undefined) return there;
  const waves = new Map<number, Experiment[]>();
  for (const experiment of experimentsInOrder(state)) {
    const wave = waves.get(experiment.wave);
    if (wave === undefined) waves.set(experiment.wave, [experiment]);
    else wave.push(experiment);
  }
  known.set(state.experiments, waves);
  return waves;
}
