/** Campaigns of many candidates (decisions.md 5.4): what is kept, how much of it is false, and what is claimed. */
import { ModelBench } from './benches.ts';
import { ModelFleet } from './fleet.ts';
import { findModel } from './noise.ts';
import { playExperiment, readOutcome, ruleFor } from './ours.ts';
import { policies } from './peers.ts';
import type { Random } from './random.ts';
import type { Outcome } from './tally.ts';

export interface CampaignTally {
  campaigns: number;
  experiments: number;
  keeps: number;
  falseKeeps: number;
  /** Sum over campaigns of false keeps / keeps. */
  falseShare: number;
  falseShareSquared: number;
  /** Over keeps: claimed and true relative gain; over all candidates: what there was to gain. */
  claimed: number;
  gained: number;
  available: number;
  runs: number;
}

export function emptyCampaignTally(): CampaignTally {
  return {
    campaigns: 0,
    experiments: 0,
    keeps: 0,
    falseKeeps: 0,
    falseShare: 0,
    falseShareSquared: 0,
    claimed: 0,
    gained: 0,
    available: 0,
    runs: 0,
  };
}

export function sumCampaigns(tallies: readonly CampaignTally[]): CampaignTally {
  const sum = emptyCampaignTally();
  for (const tally of tallies) {
    for (const name of Object.keys(sum) as (keyof CampaignTally)[]) sum[name] += tally[name];
  }
  return sum;
}

export function playCampaigns(
  policy: string,
  declared: number,
  count: number,
  random: Random,
  computeAlpha: (campaign: { declared: number; keeps: number }) => number,
): CampaignTally {
  const sum = emptyCampaignTally();
  for (let i = 0; i < count; i += 1) {
    let keeps = 0;
    let falseKeeps = 0;
    for (let j = 0; j < declared; j += 1) {
      const effect = drawEffect(random);
      const outcome = playOne(policy, effect, computeAlpha({ declared, keeps }), random);
      sum.runs += outcome.runs;
      sum.available += Math.max(0, effect);
      if (!outcome.keep) continue;
      keeps += 1;
      if (effect <= 0) falseKeeps += 1;
      // A number that is withheld claims nothing; its gain is left out on both sides of the ratio.
      if (outcome.estimate !== null) sum.claimed += Math.expm1(outcome.estimate);
      else sum.claimed += effect;
      sum.gained += effect;
    }
    const share = keeps === 0 ? 0 : falseKeeps / keeps;
    sum.campaigns += 1;
    sum.experiments += declared;
    sum.keeps += keeps;
    sum.falseKeeps += falseKeeps;
    sum.falseShare += share;
    sum.falseShareSquared += share * share;
  }
  return sum;
}

function playOne(policy: string, effect: number, alpha: number, random: Random): Outcome {
  const model = findModel('cloud');
  if (policy === 'ours') {
    const { decision, runs } = playExperiment(
      { metrics: [ruleFor('tg')], alpha },
      new ModelBench(model, random, effect),
      random,
    );
    return readOutcome(decision, runs);
  }
  const play = policies[policy];
  if (play === undefined) throw new Error(`no policy ${policy}`);
  return play(new ModelFleet(model, random), Math.log1p(effect));
}

/** 60 % nulls, 20 % harmful, the rest rising in size and falling in number. */
function drawEffect(random: Random): number {
  const u = random.uniform();
  if (u < 0.6) return 0;
  if (u < 0.8) return random.between(-0.05, -0.005);
  if (u < 0.9) return random.between(0.003, 0.015);
  if (u < 0.96) return random.between(0.015, 0.03);
  if (u < 0.99) return random.between(0.03, 0.06);
  return random.between(0.1, 0.2);
}
