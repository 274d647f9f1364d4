/** The cells that the target table needs, and their sizes. */
import type { TwoEffects } from './benches.ts';
import type { Cell, Chunk, Source } from './jobs.ts';
import { findModel, models } from './noise.ts';
import { policies } from './peers.ts';

export interface PlannedCell {
  readonly id: string;
  readonly cell: Cell;
  readonly sims: number;
}

export interface Trace {
  readonly name: string;
  readonly values: Float64Array;
}

/** Targets 1 and 11 take at least so many simulations a cell, whatever the size asked for (6). */
const fewestNulls = 5000;
const chunkSims = 250;
export const effects = [-0.01, 0.005, 0.01, 0.02, 0.05, 0.15] as const;
export const twoEffects: readonly TwoEffects[] = [
  { pp: 0, tg: 0 },
  { pp: 0.02, tg: 0 },
  { pp: 0.025, tg: 0.009 },
  { pp: 0, tg: 0.05 },
  { pp: 0.012, tg: 0.15 },
  { pp: 0.01, tg: 0.01 },
  { pp: 0.02, tg: -0.005 },
  { pp: 0.02, tg: -0.01 },
  { pp: 0.02, tg: -0.03 },
  { pp: 0.15, tg: -0.03 },
  { pp: -0.02, tg: -0.02 },
];
const peerEffects = [-0.01, 0, 0.01, 0.02, 0.05] as const;
export const campaignPeers = [
  'screen, then clean A/B',
  'clean A/B + gate',
  'pi-autoresearch MAD >= 2',
  'benchstat, blocks',
  'benchstat, interleaved',
  'pairs + BCa of mean',
];

export function singleId(policy: string, source: string, effect: number): string {
  return `${policy} | ${source} | ${effect}`;
}

export function twoId(policy: string, model: string, pair: TwoEffects): string {
  return `two | ${policy} | ${model} | ${pair.pp} ${pair.tg}`;
}

export function planCells(sims: number, traces: readonly Trace[]): PlannedCell[] {
  const nulls = Math.max(fewestNulls, sims);
  return [
    ...models.flatMap((model) => planOurs(modelSource(model.name), sims, nulls)),
    single('ours', modelSource('position'), 0, nulls),
    single('ours', modelSource('position'), 0.02, sims),
    ...twoEffects.flatMap((pair) => planTwo(pair, sims)),
    { id: 'continued', cell: { kind: 'continued', source: modelSource('cloud') }, sims: 2 * nulls },
    { id: 'resubmitted', cell: { kind: 'resubmitted', source: modelSource('cloud') }, sims: 2 * nulls },
    ...planCampaigns(sims),
    ...traces.flatMap((trace) => planTrace(trace, nulls, sims)),
    ...Object.keys(policies).flatMap((policy) => planPeer(policy, sims)),
  ];
}

/** One model or trace by itself: our procedure and every peer, nulls and gains. */
export function planOne(source: Source, sims: number): PlannedCell[] {
  const nulls = Math.max(fewestNulls, sims);
  return [
    ...planOurs(source, sims, nulls),
    ...Object.keys(policies)
      .filter((policy) => source.kind === 'model' || !policy.startsWith('oracle'))
      .flatMap((policy) => [0, 0.02, 0.15].map((effect) => single(policy, source, effect, Math.min(sims, 1000)))),
  ];
}

function planOurs(source: Source, sims: number, nulls: number): PlannedCell[] {
  return [
    single('ours', source, 0, nulls),
    ...effects.map((effect) => single('ours', source, effect, effect < 0 ? nulls : sims)),
  ];
}

function planTwo(pair: TwoEffects, sims: number): PlannedCell[] {
  const cell = (policy: 'ours' | 'clean A/B + gate', model: string): PlannedCell => ({
    id: twoId(policy, model, pair),
    cell: { kind: 'two', policy, model, effects: pair },
    sims,
  });
  return [cell('ours', 'cloud'), cell('ours', 'quiet'), cell('clean A/B + gate', 'cloud')];
}

function planCampaigns(sims: number): PlannedCell[] {
  const campaign = (policy: string, declared: number, count: number): PlannedCell => ({
    id: `campaign | ${policy} | ${declared}`,
    cell: { kind: 'campaign', policy, declared },
    sims: count,
  });
  return [
    campaign('ours', 30, Math.max(60, Math.ceil(sims / 4))),
    campaign('ours', 1000, 4),
    ...campaignPeers.map((policy) => campaign(policy, 30, 60)),
  ];
}

function planTrace(trace: Trace, nulls: number, sims: number): PlannedCell[] {
  const source: Source = { kind: 'trace', ...trace };
  return [
    single('ours', source, 0, nulls),
    single('ours', source, 0.15, sims),
    ...['clean A/B + gate', 'benchstat, blocks', 'benchstat, interleaved', 'pairs + BCa of mean'].map((policy) =>
      single(policy, source, 0, Math.min(sims, 2000)),
    ),
  ];
}

function planPeer(policy: string, sims: number): PlannedCell[] {
  const some = Math.min(sims, 1000);
  return [
    ...peerEffects.map((effect) => single(policy, modelSource('cloud'), effect, effect === 0 ? sims : some)),
    ...models
      .filter((model) => model.name !== 'cloud')
      .map((model) => single(policy, modelSource(model.name), 0, some)),
  ];
}

function single(policy: string, source: Source, effect: number, sims: number): PlannedCell {
  return { id: singleId(policy, source.name, effect), cell: { kind: 'single', policy, source, effect }, sims };
}

function modelSource(name: string): Source {
  return { kind: 'model', name, model: findModel(name) };
}

export function cutChunks(cells: readonly PlannedCell[], seed: number): Chunk[] {
  return cells.flatMap(({ id, cell, sims }) => {
    const size = cell.kind === 'campaign' ? Math.max(1, Math.floor(chunkSims / cell.declared)) : chunkSims;
    return Array.from({ length: Math.ceil(sims / size) }, (_, index) => ({
      id,
      cell,
      seed,
      index,
      sims: Math.min(size, sims - index * size),
    }));
  });
}
