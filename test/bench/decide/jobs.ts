/** One cell of the simulation, cut into chunks that workers take. The same seed gives the same numbers on any machine. */
import { computeAlpha } from '../../../src/decide/level.ts';
import { ModelBench, TraceBench, TwoMetricBench } from './benches.ts';
import type { TwoEffects } from './benches.ts';
import { playCampaigns } from './campaign.ts';
import type { CampaignTally } from './campaign.ts';
import { ModelFleet, TraceFleet } from './fleet.ts';
import { findModel, quietModel } from './noise.ts';
import type { NoiseModel } from './noise.ts';
import { playContinued, playExperiment, playResubmitted, readOutcome, ruleFor } from './ours.ts';
import type { Bench } from './ours.ts';
import { policies } from './peers.ts';
import { playCleanTwoMetrics } from './peersBlocks.ts';
import { Random, hashName } from './random.ts';
import { addOutcome, emptyTally } from './tally.ts';
import type { Outcome, Tally } from './tally.ts';

/** `ours`, or the name of a peer's policy. */
export type Cell =
  | { readonly kind: 'single'; readonly policy: string; readonly source: Source; readonly effect: number }
  | {
      readonly kind: 'two';
      readonly policy: 'ours' | 'clean A/B + gate';
      readonly model: string;
      readonly effects: TwoEffects;
    }
  | { readonly kind: 'continued' | 'resubmitted'; readonly source: Source }
  | { readonly kind: 'campaign'; readonly policy: string; readonly declared: number };

export type Source =
  | { readonly kind: 'model'; readonly name: string; readonly model: NoiseModel }
  | { readonly kind: 'trace'; readonly name: string; readonly values: Float64Array };

export interface Chunk {
  readonly id: string;
  readonly cell: Cell;
  readonly seed: number;
  readonly index: number;
  readonly sims: number;
}

export type ChunkResult =
  | { readonly id: string; readonly kind: 'tally'; readonly tally: Tally }
  | { readonly id: string; readonly kind: 'campaign'; readonly tally: CampaignTally };

/** Acceptance level of a single experiment (2.1). */
const alpha = 0.01;
const continuedPairs = 120;
const submissions = 5;
const twoRules = { metrics: [ruleFor('tg'), ruleFor('pp')], alpha };
const oneRule = { metrics: [ruleFor('tg')], alpha };

export function runChunk(chunk: Chunk): ChunkResult {
  const random = new Random(chunk.seed, hashName(chunk.id), chunk.index);
  const { cell } = chunk;
  if (cell.kind === 'campaign') {
    return {
      id: chunk.id,
      kind: 'campaign',
      tally: playCampaigns(cell.policy, cell.declared, chunk.sims, random, computeAlpha),
    };
  }
  const tally = emptyTally();
  const effect = cell.kind === 'single' ? cell.effect : 0;
  for (let i = 0; i < chunk.sims; i += 1) addOutcome(tally, playCell(cell, random), effect);
  return { id: chunk.id, kind: 'tally', tally };
}

function playCell(cell: Exclude<Cell, { kind: 'campaign' }>, random: Random): Outcome {
  switch (cell.kind) {
    case 'single': {
      if (cell.policy !== 'ours') return playPeer(cell.policy, cell.source, cell.effect, random);
      const { decision, runs } = playExperiment(oneRule, benchOf(cell.source, random, cell.effect), random);
      return readOutcome(decision, runs);
    }
    case 'two':
      return playTwo(cell.policy, cell.model, cell.effects, random);
    case 'continued':
      return playContinued(benchOf(cell.source, random, 0), random, continuedPairs, alpha);
    case 'resubmitted':
      return playResubmitted(oneRule, benchOf(cell.source, random, 0), random, submissions);
    default: {
      const never: never = cell;
      return never;
    }
  }
}

function benchOf(source: Source, random: Random, effect: number): Bench {
  if (source.kind === 'trace') return new TraceBench(source.values, random, effect);
  return new ModelBench(source.model, random, effect, source.model.second !== 0);
}

function playPeer(policy: string, source: Source, effect: number, random: Random): Outcome {
  const play = policies[policy];
  if (play === undefined) throw new Error(`no policy ${policy}`);
  const fleet = source.kind === 'trace' ? new TraceFleet(source.values, random) : new ModelFleet(source.model, random);
  return play(fleet, Math.log1p(effect));
}

function playTwo(policy: 'ours' | 'clean A/B + gate', name: string, effects: TwoEffects, random: Random): Outcome {
  const model = name === 'quiet' ? quietModel : findModel(name);
  if (policy === 'ours') {
    const { decision, runs } = playExperiment(twoRules, new TwoMetricBench(model, random, effects), random);
    return readOutcome(decision, runs);
  }
  const benches = [0, 1, 2].map(() => new TwoMetricBench(model, random, effects));
  const draw = (vm: number, candidate: boolean): { pp: number; tg: number } => {
    const values = (benches[vm] as TwoMetricBench).run(candidate ? 'candidate' : 'current', false);
    return { pp: values['pp'] as number, tg: values['tg'] as number };
  };
  return playCleanTwoMetrics(draw, (time) => benches.forEach((bench) => bench.idle(time)));
}
