/** Pairs for tests, from differences or from values. */
import { addPair, startDecision } from '../../../src/decide/procedure.ts';
import type { Decision, PairResult } from '../../../src/decide/procedure.ts';
import type { DecisionRules, MetricRule, Pair, RunValues, Side, Stage, Step } from '../../../src/decide/types.ts';

export function rule(name: string, changes: Partial<MetricRule> = {}): MetricRule {
  return { name, better: 'higher', smallestEffect: 0.01, tolerance: 0.01, floor: 0, ...changes };
}

export function rulesFor(metrics: readonly MetricRule[], alpha = 0.01): DecisionRules {
  return { metrics, alpha };
}

export function pairOf(
  current: RunValues,
  candidate: RunValues,
  stage: Stage = 1,
  host = 'h1',
  first: Side = 'current',
): Pair {
  return { stage, host, micro: [{ first, current, candidate }] };
}

/** One micro-pair of 100 against 100 e^d, for each metric. */
export function pairOfD(d: Readonly<Record<string, number>>, stage: Stage = 1, host = 'h1'): Pair {
  const names = Object.keys(d);
  return pairOf(
    Object.fromEntries(names.map((name) => [name, 1])),
    Object.fromEntries(names.map((name) => [name, Math.exp(d[name] as number)])),
    stage,
    host,
  );
}

export interface Run {
  readonly decision: Decision;
  readonly results: readonly PairResult[];
  readonly last: Step;
}

/** Feeds one pair after another, in the stage that the decision is in, until it stops or the pairs end. */
export function feed(start: Decision | DecisionRules, next: (index: number, stage: Stage) => Pair | null): Run {
  let decision = 'rules' in start ? start : startDecision(start);
  const results: PairResult[] = [];
  let last: Step = { kind: 'continue' };
  for (let i = 0; ; i += 1) {
    const pair = next(i, decision.stage);
    if (pair === null) break;
    const result = addPair(decision, pair, {});
    results.push(result);
    ({ decision, step: last } = result);
    if (last.kind === 'stop') break;
  }
  return { decision, results, last };
}

/** To the digits that a table prints. */
export function round(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** Every number of the list, as printed: "0.2802" is compared to four places, "176.46" to two. */
export function samePrinted(actual: readonly number[], printed: readonly string[]): string[] {
  return actual.slice(0, printed.length).map((value, i) => {
    const places = (printed[i] as string).split('.')[1]?.length ?? 0;
    return value.toFixed(places);
  });
}
