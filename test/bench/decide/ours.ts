/** Our procedure on a simulated or recorded benchmark: the functions of src/decide, as the engine folds them. */
import { computeEstimates } from '../../../src/decide/estimate.ts';
import { startWealth, stepWealth, wealthOf } from '../../../src/decide/eProcess.ts';
import { addPair, continueDecision, pairsOf, startDecision, verdictOf } from '../../../src/decide/procedure.ts';
import type { Decision } from '../../../src/decide/procedure.ts';
import { emptyPool, readBlock } from '../../../src/decide/stall.ts';
import type { DecisionRules, MetricRule, Pair, Position, RunValues, Side, Stage } from '../../../src/decide/types.ts';
import type { Random } from './random.ts';
import type { Outcome } from './tally.ts';

/** A benchmark as the engine meets it: stages begin on a host, runs give values. */
export interface Bench {
  /** Goes to the host of the stage, after a rebuild. */
  begin(stage: Stage): void;
  run(side: Side, second: boolean): RunValues;
  /** Host name and position effect of the stage, as calibrated. */
  readonly host: string;
  readonly position: Position;
}

export function ruleFor(name: string, smallestEffect = 0.01): MetricRule {
  return { name, better: 'higher', smallestEffect, tolerance: 0.01, floor: 0 };
}

/** Stage 1 and 2 with warm-ups; a warm-up is one run of each side. */
export function playExperiment(
  rules: DecisionRules,
  bench: Bench,
  random: Random,
): { decision: Decision; runs: number } {
  return play(startDecision(rules), bench, random, 0);
}

function play(start: Decision, bench: Bench, random: Random, runsBefore: number): { decision: Decision; runs: number } {
  let decision = start;
  let runs = runsBefore;
  let stage: Stage | null = null;
  while (decision.verdict === null) {
    if (decision.stage !== stage) {
      stage = decision.stage;
      bench.begin(stage);
      bench.run('current', false);
      bench.run('candidate', false);
      runs += 2;
    }
    ({ decision } = addPair(decision, drawPair(bench, stage, random), bench.position));
    runs += 2;
  }
  return { decision, runs };
}

function drawPair(bench: Bench, stage: Stage, random: Random): Pair {
  const first: Side = random.coin() ? 'current' : 'candidate';
  const early = bench.run(first, false);
  const late = bench.run(first === 'current' ? 'candidate' : 'current', true);
  const micro =
    first === 'current' ? { first, current: early, candidate: late } : { first, current: late, candidate: early };
  return { stage, host: bench.host, micro: [micro] };
}

/** The outcome by the primary metric. */
export function readOutcome(decision: Decision, runs: number): Outcome {
  const primary = decision.rules.metrics[0] as MetricRule;
  const estimate = computeEstimates(decision)[primary.name];
  const log = (value: number | null | undefined): number | null =>
    value === null || value === undefined ? null : Math.log1p(value);
  const verdict = verdictOf(decision) ?? 'none';
  return {
    keep: verdict === 'keep',
    runs,
    estimate: log(estimate?.delta),
    low: log(estimate?.low),
    high: log(estimate?.high),
    verdict,
  };
}

/**
 * Continuation as 5.6 counts it: so many raw pairs on one host, one process never reset, kept if the wealth reaches
 * 1 / alpha after any pair.
 */
export function playContinued(bench: Bench, random: Random, pairs: number, alpha: number): Outcome {
  bench.begin(1);
  bench.run('current', false);
  bench.run('candidate', false);
  const lens = ruleFor('tg');
  let pool = emptyPool;
  let wealth = startWealth();
  let scales: readonly number[] = [];
  for (let i = 0; i < pairs; i += 1) {
    const reading = readBlock(pool, drawPair(bench, 1, random).micro, lens, 0);
    pool = reading.pool;
    if (reading.d === null) continue;
    ({ wealth, scales } = stepWealth(wealth, scales, reading.d));
    if (wealthOf(wealth) >= 1 / alpha) return { keep: true, runs: 2 * i + 4, estimate: null, low: null, high: null };
  }
  return { keep: false, runs: 2 * pairs + 2, estimate: null, low: null, high: null };
}

/** The same candidate submitted again after every verdict but a keep, continued each time (3.11). */
export function playResubmitted(rules: DecisionRules, bench: Bench, random: Random, times: number): Outcome {
  let { decision, runs } = playExperiment(rules, bench, random);
  for (let i = 1; i < times && decision.verdict !== 'keep'; i += 1) {
    ({ decision, runs } = play(continueDecision(decision), bench, random, runs));
  }
  return { ...readOutcome(decision, runs), verdict: `${verdictOf(decision)} after ${pairsOf(decision).total}` };
}
