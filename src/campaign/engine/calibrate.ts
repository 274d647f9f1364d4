import { computeCalibration, computeSmallestResolvable, defaultMicroPairs } from '../../decide/calibration.ts';
import { computeAlpha } from '../../decide/level.ts';
import type { MetricRule, Pair } from '../../decide/types.ts';
import type { Definition } from '../definition/schema.ts';
import { Failure } from '../failure.ts';
import { pairOf, type PairLine } from '../pairs.ts';
import type { HostCalibration } from '../events.ts';
import { Infrastructure, type Assignment, type Host } from '../stages.ts';
import { calibrationName } from './calibrationName.ts';
import { requestOf } from './measure.ts';
import { say } from './prepare.ts';
import { createdOf, type HostRun, type Run } from './run.ts';

/** A/A pairs between two separately built twins, before the first candidate (decisions.md 3.4). */
export const CALIBRATION_PAIRS = 12;

/** Learns a host's noise from the base against itself, and from it the guard's tolerance. */
export async function calibrate(run: Run, host: Host): Promise<void> {
  const { record, definition } = run;
  const dry = record.state.dryStart;
  if (!dry) throw new Error('a host is calibrated after the dry start');
  const microPairs = defaultMicroPairs(dry.runSeconds);
  const pairs = await measureFixed(run, host, calibrationName(host.name), await placeBoth(run, host), CALIBRATION_PAIRS, microPairs, 'calibrating');
  if (pairs.length < CALIBRATION_PAIRS) return;
  const measured = computeCalibration(pairs, definition.metrics.map(({ name, better }) => ({ name, better })));
  const rules = definition.metrics.map((metric) => ruleOf(definition, metric, measured[metric.name]));
  const metrics: HostCalibration['metrics'] = {};
  for (const rule of rules) {
    const found = measured[rule.name];
    if (!found || !Number.isFinite(found.spread)) {
      throw new Failure('benchmark-failed', `${rule.name} was too unsteady to calibrate: no A/A pair could be used`, 'Let the machine rest, or give the benchmark a longer run.');
    }
    metrics[rule.name] = {
      position: found.position,
      spread: found.spread,
      exact: found.exact,
      tolerance: rule.tolerance,
      smallestResolvable: computeSmallestResolvable({
        spread: found.spread,
        smallestEffect: rule.smallestEffect + rule.floor,
        alpha: computeAlpha({ declared: createdOf(record.state).declared, keeps: 0 }),
        metrics: rules.length,
      }),
      level: found.level,
      stallRate: found.stallRate,
    };
  }
  record.append(
    { kind: 'calibrated', calibration: { host: host.name, kind: host.kind, pairs: pairs.length, microPairs, runSeconds: dry.runSeconds, metrics }, rules },
    { sync: true },
  );
}

export function ruleOf(definition: Definition, metric: Definition['metrics'][number], measured: { readonly tolerance: number; readonly gridFloor: number } | undefined): MetricRule {
  const primary = definition.metrics[0];
  return {
    name: metric.name,
    better: metric.better,
    // The definition speaks of per cent, the procedure of log units: 1 % = 0.01 of either (decisions.md, "Words").
    smallestEffect: metric.smallestEffect ?? primary?.smallestEffect ?? 0.01,
    tolerance: metric.tolerance ?? measured?.tolerance ?? 0.01,
    floor: measured?.gridFloor ?? 0,
  };
}

export async function placeBoth(run: HostRun, host: Host): Promise<Assignment> {
  const base = createdOf(run.record.state).base;
  const code = { commit: base.commit, tree: base.tree };
  return placeAndBuild(run, host, { current: code, candidate: code, currentTwin: 'a' }, false);
}

/** Puts both codes into the twins and builds them; for calibration and total, where a failure is the machine's. */
export async function placeAndBuild(run: HostRun, host: Host, assignment: Assignment, clean: boolean): Promise<Assignment> {
  const dry = run.record.state.dryStart;
  const sides = [
    [assignment.currentTwin, assignment.current],
    [assignment.currentTwin === 'a' ? 'b' : 'a', assignment.candidate],
  ] as const;
  for (const [twin, code] of sides) {
    await host.place(twin, code, { clean, keep: dry?.setupPaths ?? [] });
    const outcome = await host.build(twin, run.stop.signal);
    if (!outcome.ok && !run.stop.signal.aborted) throw new Infrastructure(`the current code does not build: ${outcome.reason}`);
    if (outcome.ok) await host.verify(twin, code, dry?.builtTracked ?? []);
  }
  return assignment;
}

/** Takes a fixed number of pairs, going on from those recorded; fewer where the campaign is stopped. */
export async function measureFixed(
  run: HostRun,
  host: Host,
  name: string,
  assignment: Assignment,
  count: number,
  microPairs: number,
  word: string,
): Promise<readonly Pair[]> {
  const { record } = run;
  const done = () => record.pairs(name).filter((pair) => pair.host === host.name).length;
  if (done() < count) {
    say(run, host, '', word, { done: done(), most: count });
    for await (const outcome of host.pairs(requestOf(run, name, assignment, microPairs), run.stop.signal)) {
      if (run.stop.signal.aborted) break;
      if (outcome.kind === 'fault') throw new Infrastructure(`a run of the current code failed: ${outcome.run.reason}`);
      if (outcome.kind === 'pair') {
        record.appendPair(name, plainLine(record.pairs(name).length + 1, run.clock.now(), host.name, outcome.ms, outcome.micro));
        say(run, host, '', word, { done: done(), most: count });
      }
      if (done() >= count || run.stop.reason === 'handover') break;
    }
    record.broadcast.rest(host.name);
  }
  return record.pairs(name).filter((pair) => pair.host === host.name).map(pairOf);
}

function plainLine(n: number, at: number, host: string, ms: number, micro: Pair['micro']): PairLine {
  return {
    v: 1,
    n,
    at,
    ms,
    stage: 1,
    host,
    micro: micro.map(({ first, current, candidate }) => ({ first, current: { ...current }, candidate: { ...candidate } })),
    d: {},
    stalled: [],
    wealth: 1,
  };
}

