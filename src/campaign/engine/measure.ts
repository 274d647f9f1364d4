import { computeEstimates } from '../../decide/estimate.ts';
import { computeMedian } from '../../decide/order.ts';
import { addPair, isClaimed, pairsOf, stageOf, verdictOf, type Decision, type PairResult } from '../../decide/procedure.ts';
import { computeReason } from '../../decide/reason.ts';
import type { Pair } from '../../decide/types.ts';
import { coin, integer } from '../../support/random.ts';
import type { PairLine } from '../pairs.ts';
import { Infrastructure, type Assignment, type Host, type PairOutcome } from '../stages.ts';
import { computeBudgetLeft } from '../budget.ts';
import { calibrationName } from './calibrationName.ts';
import { Plausibility, type Expected } from './plausibility.ts';
import { say } from './prepare.ts';
import type { OpenDecision } from './openDecision.ts';
import { createdOf, positionsOf, type HostRun, type Run } from './run.ts';

/** Void pairs in a row before the host is held to be at fault. */
const MOST_VOID = 10;
/** Bytes of environment padding, so that the luck of a stack's position is drawn anew for every pair (decisions.md 3.13). */
const MOST_PADDING = 4096;
/** Implausible pairs in a row at the start of a series: one may be a burst, three are a misread benchmark. */
const MOST_IMPLAUSIBLE = 3;
/** Pairs that a stage may take, for the bar only; the decision has the say. */
const STAGE_PAIRS = { 1: 24, 2: 40 } as const;

export type Measured = 'verdict' | 'confirm' | 'crashed' | 'stopped';

/** Measures an experiment's present stage until the decision has what it needs, or the campaign is stopped. */
export async function measureStage(run: Run, host: Host, name: string, assignment: Assignment, open: OpenDecision): Promise<Measured> {
  const { record } = run;
  const stage = stageOf(open.decision);
  const microPairs = record.state.calibrations[host.name]?.microPairs ?? 1;
  record.append(
    {
      kind: 'stage_begun',
      experiment: name,
      stage,
      host: host.name,
      hostKind: host.kind,
      microPairs,
      alpha: open.alpha,
      key: open.key,
      ...(open.continues === '' ? {} : { continues: open.continues }),
    },
    { sync: true },
  );
  let decision = open.decision;
  let voids = 0;
  const plausibility = new Plausibility(expectedOf(run, host.name));
  say(run, host, name, stageWord(stage), { done: inStage(decision), most: STAGE_PAIRS[stage] });
  for await (const outcome of host.pairs(requestOf(run, name, assignment, microPairs), run.stop.signal)) {
    if (run.stop.signal.aborted) break;
    if (outcome.kind === 'fault') return concludeFault(run, name, outcome);
    if (outcome.kind === 'void') {
      voids += 1;
      if (voids >= MOST_VOID) throw new Infrastructure(`${voids} pairs in a row were void: ${outcome.why}`);
      say(run, host, name, `pair void: ${outcome.why}`);
      continue;
    }
    const implausible = plausibility.complaint(outcome.micro, outcome.ms);
    if (implausible !== '') {
      voids += 1;
      if (voids >= MOST_IMPLAUSIBLE) throw new Infrastructure(implausible);
      say(run, host, name, `pair void: ${implausible}`);
      continue;
    }
    voids = 0;
    const pair: Pair = { stage, host: host.name, micro: outcome.micro };
    const result = addPair(decision, pair, positionsOf(record.state, host.name));
    record.appendPair(name, lineOf(record.pairs(name).length + 1, run.clock.now(), outcome.ms, pair, result));
    decision = result.decision;
    say(run, host, name, stageWord(stage), { done: inStage(decision), most: STAGE_PAIRS[stage] });
    if (result.step.kind === 'confirm') return concludeScreening(run, name, result.wealth);
    if (result.step.kind === 'stop') return concludeVerdict(run, host.name, name, decision, result.wealth);
    if (run.stop.reason !== null || outOfTime(run)) break;
  }
  return 'stopped';
}

function stageWord(stage: 1 | 2): string {
  return stage === 1 ? 'screening' : 'confirming';
}

function inStage(decision: Decision): number {
  const { stage1, stage2 } = pairsOf(decision);
  return stageOf(decision) === 1 ? stage1 : stage2;
}

function outOfTime(run: Run): boolean {
  if (computeBudgetLeft(run.record.state, run.definition, run.clock.now()).ms > 0) return false;
  run.stop.afterPair('budget');
  return true;
}

/** Coins and padding come from the campaign's seed, so that a log can be checked against them. */
export function requestOf(run: HostRun, name: string, assignment: Assignment, microPairs: number) {
  const { seed } = createdOf(run.record.state);
  return {
    assignment,
    microPairs,
    firstPair: run.record.pairs(name).length + 1,
    coin: (pair: number, micro: number) => (coin(seed, 'order', name, pair, micro) ? ('current' as const) : ('candidate' as const)),
    padding: (pair: number) => integer(seed, MOST_PADDING, 'padding', name, pair),
  };
}

export function lineOf(n: number, at: number, ms: number, pair: Pair, result: Pick<PairResult, 'byMetric' | 'wealth'>): PairLine {
  const readings = Object.entries(result.byMetric);
  return {
    v: 1,
    n,
    at,
    ms,
    stage: pair.stage,
    host: pair.host,
    micro: pair.micro.map(({ first, current, candidate }) => ({ first, current: { ...current }, candidate: { ...candidate } })),
    d: Object.fromEntries(readings.map(([metric, { d }]) => [metric, d])),
    stalled: readings.filter(([, { stalled }]) => stalled).map(([metric]) => metric),
    wealth: result.wealth,
  };
}

function expectedOf(run: Run, host: string): Expected {
  const { record } = run;
  const metrics = Object.entries(record.state.calibrations[host]?.metrics ?? {});
  const times = record.pairs(calibrationName(host)).map(({ ms }) => ms);
  return { levels: Object.fromEntries(metrics.map(([name, { level }]) => [name, level])), pairMs: times.length > 0 ? computeMedian(times) : 0 };
}

function concludeFault(run: Run, name: string, outcome: Extract<PairOutcome, { kind: 'fault' }>): Measured {
  const { run: failed, side } = outcome;
  if (failed.infrastructure || side === 'current') throw new Infrastructure(`a run of the ${side} code failed: ${failed.reason}`);
  run.record.append({ kind: 'crashed', experiment: name, step: 'run', reason: failed.reason, log: failed.log });
  return 'crashed';
}

function concludeScreening(run: Run, name: string, wealth: number): Measured {
  run.record.append({ kind: 'screened', experiment: name, pairs: run.record.pairs(name).length, wealth }, { sync: true });
  return 'confirm';
}

/** Writes the verdict that a decision has come to; also for one that a killed engine could not write any more. */
export function concludeVerdict(run: Run, host: string, name: string, decision: Decision, wealth: number): Measured {
  const verdict = verdictOf(decision);
  if (verdict === null) throw new Error(`${name} has no verdict yet`);
  run.record.append(
    {
      kind: 'verdict',
      experiment: name,
      verdict,
      reason: computeReason(decision),
      estimates: computeEstimates(decision),
      claimed: decision.rules.metrics.map((metric) => metric.name).filter((metric) => isClaimed(decision, metric)),
      pairs: run.record.pairs(name).length,
      wealth,
      host,
    },
    { sync: true },
  );
  return 'verdict';
}
