import { computeSmallestResolvable, defaultMicroPairs } from '../../../decide/calibration.ts';
import { computeAlpha } from '../../../decide/level.ts';
import { computeMedian } from '../../../decide/order.ts';
import type { CalibratedMetric, Calibration, NeutralCompilers } from '../../calibration.ts';
import type { Definition } from '../../definition/schema.ts';
import type { CodeRef } from '../../events.ts';
import { Failure } from '../../failure.ts';
import type { Assignment, Host } from '../../stages.ts';
import { CALIBRATION_PAIRS, measureFixed, placeAndBuild, ruleOf } from '../calibrate.ts';
import { calibrationName } from '../calibrationName.ts';
import { dryStart } from '../dryStart.ts';
import { createdOf, type HostRun } from '../run.ts';
import { measureLayout, noLayout, type Layout } from './layout.ts';
import { listValues, summarize, type Summary } from './summarize.ts';

/** Enough for twelve pairs of the largest k, so that every k can be compared … */
const MICRO_PAIRS = 96;
/** … within this, where runs are long. */
const LONGEST_SECONDS = 240;

export interface CalibrationPlan {
  makeHost(definition: Definition): Host;
  makeCompilers(): Promise<NeutralCompilers | null>;
  readonly code: CodeRef;
  readonly runs: number;
  readonly layout: boolean;
}

export interface Measured {
  readonly calibration: Omit<Calibration, 'v' | 'at' | 'host' | 'machine' | 'benchmark'>;
  readonly values: readonly number[];
}

/** Dry start, A/A pairs of two twins built apart, then neutral rebuilds. null: called off. */
export async function measureCalibration(run: HostRun, plan: CalibrationPlan): Promise<Measured | null> {
  const { definition, record, stop } = run;
  const host = plan.makeHost(definition);
  await dryStart(run, host);
  const dry = record.state.dryStart;
  if (stop.reason !== null || dry === null) return null;
  const usual = defaultMicroPairs(dry.runSeconds);
  const count = countPairs(dry.runSeconds, usual, plan.runs);
  const code = { commit: plan.code.commit, tree: plan.code.tree };
  const assignment = await placeAndBuild(run, host, { current: code, candidate: code, currentTwin: 'a' }, false);
  const name = calibrationName(host.name);
  const pairs = await measureFixed(run, host, name, assignment, count, usual, 'A/A pairs');
  if (stop.reason !== null) return null;
  const runSeconds = computeMedian(record.pairs(name).map(({ ms, micro }) => ms / (2 * micro.length))) / 1000;
  const summary = summarize(pairs, definition.metrics, runSeconds);
  requireSteady(definition, summary);
  // The next host works in the same folders.
  await host.close();
  const layout = await tryLayout(run, plan, assignment, summary);
  if (stop.reason !== null) return null;
  const metrics = Object.fromEntries(definition.metrics.map((metric) => [metric.name, describeMetric(run, metric, summary, layout)]));
  const [primary] = definition.metrics;
  return {
    calibration: {
      compiler: dry.compiler,
      runSeconds,
      k: summary.microPairs,
      pairs: summary.pairs.length,
      position: metrics[primary?.name ?? '']?.position ?? 0,
      metrics,
      layoutFloor: layout.floors[primary?.name ?? ''] ?? null,
      layout: { rebuilds: layout.rebuilds, why: layout.why },
    },
    values: listValues(pairs.flatMap(({ micro }) => micro), primary?.name ?? ''),
  };
}

function countPairs(runSeconds: number, microPairs: number, runs: number): number {
  const affordable = Math.floor(LONGEST_SECONDS / (2 * Math.max(runSeconds, 1e-3)));
  const wanted = Math.max(Math.min(MICRO_PAIRS, affordable), runs / 2);
  return Math.max(CALIBRATION_PAIRS, Math.ceil(wanted / microPairs));
}

async function tryLayout(run: HostRun, plan: CalibrationPlan, assignment: Assignment, summary: Summary): Promise<Layout> {
  const { build } = run.definition;
  if (!plan.layout) return noLayout('it was not wanted');
  if (build === undefined) return noLayout('the definition builds nothing');
  const compilers = await plan.makeCompilers();
  if (compilers === null) return noLayout('no gcc or clang was found on PATH');
  const host = plan.makeHost({ ...run.definition, build: compilers.wrap(build) });
  const rules = new Map(run.definition.metrics.map((metric) => [metric.name, ruleOf(run.definition, metric, summary.metrics[metric.name]).smallestEffect]));
  return measureLayout(run, { host, compilers, assignment, metrics: run.definition.metrics, summary, smallestEffect: (name) => rules.get(name) ?? 0 });
}

function requireSteady(definition: Definition, { metrics }: Summary): void {
  const unsteady = definition.metrics.find(({ name }) => !Number.isFinite(metrics[name]?.spread));
  if (unsteady === undefined) return;
  throw new Failure('benchmark-failed', `${unsteady.name} was too unsteady to calibrate: no A/A pair could be used`, 'Let the machine rest, or give the benchmark a longer run.');
}

function describeMetric(run: HostRun, metric: Definition['metrics'][number], summary: Summary, layout: Layout): CalibratedMetric {
  const { definition, record } = run;
  const found = summary.metrics[metric.name];
  if (found === undefined) throw new Error(`${metric.name} was not calibrated`);
  const rule = ruleOf(definition, metric, found);
  const layoutFloor = layout.floors[metric.name] ?? null;
  const smallestEffect = computeSmallestResolvable({
    spread: found.spread,
    smallestEffect: rule.smallestEffect + Math.max(rule.floor, layoutFloor ?? 0),
    alpha: computeAlpha({ declared: createdOf(record.state).declared, keeps: 0 }),
    metrics: definition.metrics.length,
  });
  const { position, spread, exact, stallRate, level } = found;
  return { position, spread, smallestEffect, tolerance: rule.tolerance, exact, stallRate, level, layoutFloor };
}
