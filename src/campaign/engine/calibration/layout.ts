import { computeInterval, reportLevel } from '../../../decide/interval.ts';
import { computeLayoutFloor, computeStandardError } from '../../../decide/layout.ts';
import { emptyPool, readBlock, type MetricLens } from '../../../decide/stall.ts';
import type { Pair } from '../../../decide/types.ts';
import type { NeutralCompilers } from '../../calibration.ts';
import { Infrastructure, type Assignment, type Host } from '../../stages.ts';
import { measureFixed, placeAndBuild } from '../calibrate.ts';
import { say } from '../prepare.ts';
import type { HostRun } from '../run.ts';
import type { Summary } from './summarize.ts';

/** How much further apart functions begin in each neutral rebuild; at least five are needed (decisions.md 3.13). */
const FACTORS: readonly number[] = [2, 4, 8, 16, 32];
const PAIRS = 8;
/** One-sided 5 %, as in the floor itself: what noise alone could pass off as a floor. */
const NOISE_FACTOR = 1.64;

export interface Layout {
  /** By metric; null: not measured. */
  readonly floors: Readonly<Record<string, number | null>>;
  readonly rebuilds: number;
  /** Why there are none, '' where there are. */
  readonly why: string;
}

export interface LayoutRequest {
  /** Its build uses the neutral compilers. */
  readonly host: Host;
  readonly compilers: NeutralCompilers;
  readonly assignment: Assignment;
  readonly metrics: readonly MetricLens[];
  readonly summary: Summary;
  /** The smallest effect of interest of a metric. */
  readonly smallestEffect: (metric: string) => number;
}

export function noLayout(why: string): Layout {
  return { floors: {}, rebuilds: 0, why };
}

/** The current code against itself rebuilt with another layout, a few times over: what differs is nobody's merit. */
export async function measureLayout(run: HostRun, request: LayoutRequest): Promise<Layout> {
  const { host, compilers, assignment, metrics, summary } = request;
  const [primary] = metrics;
  const noise = primary === undefined ? 0 : noiseOf(summary, primary.name);
  // Nothing is gained by rebuilds whose differences would be the noise's: such a floor would hide every true effect.
  if (noise > request.smallestEffect(primary?.name ?? '')) {
    return noLayout(`the machine is too noisy now: over ${PAIRS} pairs, noise alone looks like ${(100 * noise).toFixed(1)} %`);
  }
  await host.open(assignment.current);
  // The compilers pass through here: the current side stays as it was built, but is placed by this host as well.
  await compilers.choose(1);
  await placeAndBuild(run, host, assignment, false);
  const byRebuild: (readonly Pair[])[] = [];
  for (const [at, factor] of FACTORS.entries()) {
    const word = `neutral rebuild ${at + 1} of ${FACTORS.length}`;
    say(run, host, '', word);
    await compilers.choose(factor);
    const built = await rebuild(run, host, assignment);
    if (run.stop.reason !== null) return noLayout('it was called off');
    if (built !== '') return noLayout(`with functions further apart the code does not build: ${built}`);
    if ((await compilers.countCompiled()) === 0) return noLayout('the build compiled nothing with a gcc or clang that it found on PATH');
    try {
      byRebuild.push(await measureFixed(run, host, `@layout-${factor}`, assignment, PAIRS, summary.microPairs, word));
    } catch (error) {
      if (error instanceof Infrastructure) return noLayout(error.message);
      throw error;
    }
  }
  const floors = metrics.map(({ name, better }) => {
    const isHidden = noiseOf(summary, name) > request.smallestEffect(name);
    return [name, isHidden ? null : floorOf({ name, better }, byRebuild, summary)] as const;
  });
  return { floors: Object.fromEntries(floors), rebuilds: byRebuild.length, why: '' };
}

function noiseOf({ metrics }: Summary, name: string): number {
  return NOISE_FACTOR * computeStandardError(metrics[name]?.spread ?? 0, PAIRS);
}

/** '' where it went well, else why not. */
async function rebuild(run: HostRun, host: Host, { candidate, currentTwin }: Assignment): Promise<string> {
  const twin = currentTwin === 'a' ? 'b' : 'a';
  const { dryStart } = run.record.state;
  await host.place(twin, candidate, { clean: true, keep: dryStart?.setupPaths ?? [] });
  const outcome = await host.build(twin, run.stop.signal);
  if (!outcome.ok) return outcome.reason;
  await host.verify(twin, candidate, dryStart?.builtTracked ?? []);
  return '';
}

function floorOf(metric: MetricLens, byRebuild: readonly (readonly Pair[])[], summary: Summary): number | null {
  const known = summary.metrics[metric.name];
  if (known === undefined || known.exact) return null;
  const estimates = byRebuild.map((pairs) => computeInterval(differences(pairs, metric, known.position), reportLevel).estimate);
  return computeLayoutFloor(estimates, computeStandardError(known.spread, PAIRS));
}

function differences(pairs: readonly Pair[], metric: MetricLens, position: number): number[] {
  let pool = emptyPool;
  return pairs.flatMap(({ micro }) => {
    const reading = readBlock(pool, micro, metric, position);
    pool = reading.pool;
    return reading.d ?? [];
  });
}
