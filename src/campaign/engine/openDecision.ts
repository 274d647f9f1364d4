import { createHash } from 'node:crypto';
import { computeKeyText } from '../../decide/key.ts';
import { computeAlpha } from '../../decide/level.ts';
import { addPair, canContinue, continueDecision, startDecision, verdictOf, type Decision } from '../../decide/procedure.ts';
import type { DecisionRules } from '../../decide/types.ts';
import { pairOf, type PairLine } from '../pairs.ts';
import type { CampaignState, Experiment } from '../state.ts';
import { listCampaigns, readCampaign } from '../store/read.ts';
import { createdOf, positionsOf, rulesOf, type Run } from './run.ts';

/** An experiment's decision as far as its pairs have taken it. */
export interface OpenDecision {
  readonly decision: Decision;
  readonly key: string;
  readonly alpha: number;
  /** `campaign/experiment` whose wealth this one goes on with; '' where it is the first of its kind. */
  readonly continues: string;
}

export function computeKey(state: CampaignState, experiment: Experiment, hostKind: string): string {
  const parts = {
    currentTree: experiment.head?.tree ?? '',
    candidateTree: experiment.candidate?.tree ?? '',
    benchmark: createdOf(state).benchmark,
    hostKind,
  };
  return createHash('sha256').update(computeKeyText(parts)).digest('hex');
}

/**
 * Folds the decision again from what was recorded: an experiment's own pairs, after those of the experiments with the same
 * key that it goes on with. The same code measured by the same benchmark never starts again (decisions.md 3.11).
 */
export async function openDecision(run: Run, name: string, hostKind: string): Promise<OpenDecision> {
  const { state } = run.record;
  const experiment = run.record.experiment(name);
  const key = experiment.key ?? computeKey(state, experiment, hostKind);
  const earlier = experiment.key ? await resumeChain(run, experiment) : await findEarlier(run, name, key);
  // The level is counted by what was decided, not by what the user accepts.
  const alpha = experiment.alpha ?? earlier?.alpha ?? computeAlpha({ declared: createdOf(state).declared, keeps: state.keeps });
  // Thresholds and level stay those of the first submission: it is the same hypothesis.
  let decision = startDecision(earlier?.rules ?? rulesOf(state, alpha));
  for (const part of earlier?.parts ?? []) decision = foldPairs(decision, part.pairs, part.state);
  if (earlier && canContinue(decision)) decision = continueDecision(decision);
  decision = foldPairs(decision, run.record.pairs(name), state);
  if (experiment.verdict === null && experiment.continuations > 0 && canContinue(decision)) decision = continueDecision(decision);
  return { decision, key, alpha, continues: earlier?.from ?? '' };
}

function foldPairs(decision: Decision, pairs: readonly PairLine[], state: CampaignState): Decision {
  return pairs.reduce((before, line) => {
    // Pairs after a verdict are there because the experiment was continued.
    const open = verdictOf(before) !== null && canContinue(before) ? continueDecision(before) : before;
    return addPair(open, pairOf(line), positionsOf(state, line.host)).decision;
  }, decision);
}

interface Earlier {
  readonly from: string;
  readonly alpha: number;
  readonly rules: DecisionRules;
  /** Oldest first; each with the campaign whose calibration its pairs were measured under. */
  readonly parts: readonly { readonly pairs: readonly PairLine[]; readonly state: CampaignState }[];
}

async function resumeChain(run: Run, experiment: Experiment): Promise<Earlier | undefined> {
  if (!experiment.continues) return undefined;
  const [campaign = '', name = ''] = experiment.continues.split('/');
  return readEarlier(run, campaign, name);
}

/** The latest experiment with this key, in this campaign or any other of the workspace. */
async function findEarlier(run: Run, name: string, key: string): Promise<Earlier | undefined> {
  const own = Object.values(run.record.state.experiments).find((other) => other.key === key && other.name !== name);
  if (own) return readEarlier(run, run.record.campaign, own.name);
  const found = (await readPast(run)).get(key);
  return found ? readEarlier(run, found.campaign, found.name) : undefined;
}

interface Past {
  readonly campaign: string;
  readonly name: string;
}

const pasts = new WeakMap<Run, Map<string, Past>>();

/** Keys of the workspace's other campaigns, the latest by key; read once a run, since nothing is added to them meanwhile. */
async function readPast(run: Run): Promise<ReadonlyMap<string, Past>> {
  const known = pasts.get(run);
  if (known) return known;
  const found = new Map<string, Past>();
  for (const campaign of await listCampaigns(run.workspace)) {
    if (campaign === run.record.campaign) continue;
    for (const { key, name } of Object.values((await stateOf(run, campaign))?.experiments ?? {})) if (key !== null) found.set(key, { campaign, name });
  }
  pasts.set(run, found);
  return found;
}

async function stateOf(run: Run, campaign: string): Promise<CampaignState | undefined> {
  try {
    return (await readCampaign(run.workspace, campaign)).state;
  } catch {
    // Another campaign's broken log is no reason to stop this one; that campaign says so when it is opened.
    return undefined;
  }
}

async function readEarlier(run: Run, campaign: string, name: string): Promise<Earlier | undefined> {
  const own = campaign === run.record.campaign;
  const disk = own ? undefined : await readCampaign(run.workspace, campaign);
  const state = disk?.state ?? run.record.state;
  const experiment = state.experiments[name];
  if (!experiment) return undefined;
  const before = experiment.continues ? await resumeChain(run, experiment) : undefined;
  const pairs = own ? run.record.pairs(name) : ((await disk?.pairs(name)) ?? []);
  const alpha = before?.alpha ?? experiment.alpha ?? 0.01;
  return {
    from: `${campaign}/${name}`,
    alpha,
    rules: before?.rules ?? rulesOf(state, alpha),
    parts: [...(before?.parts ?? []), { pairs, state }],
  };
}
