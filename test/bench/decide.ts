/**
 * The decision procedure on simulated and recorded noise (decisions.md 5, 6):
 * `node test/bench/decide.ts [--seed N] [--model NAME|FILE] [--sims N] [--json]`. Prints the target table with what was
 * reached, and the peers beside it. The exit code is 1 when a target is missed; below the recommended size, when it is
 * missed by more than its binomial error; 2 when it could not run. FILE is a JSON array of run
 * values in time order, or a noise model as a JSON object (decide/noise.ts).
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { cutChunks, planCells, planOne } from './decide/cells.ts';
import type { PlannedCell, Trace } from './decide/cells.ts';
import type { Source } from './decide/jobs.ts';
import { findModel, models, parseModel } from './decide/noise.ts';
import { runChunks } from './decide/pool.ts';
import { hashName } from './decide/random.ts';
import { Results } from './decide/results.ts';
import {
  formatCampaigns,
  formatModels,
  formatPeers,
  formatSource,
  formatTargets,
  formatTwoMetrics,
} from './decide/tables.ts';
import { computeSourceTargets, computeTargets } from './decide/targets.ts';
import type { Target } from './decide/checks.ts';

/** Simulations a cell from which a missed target is a missed target. */
const recommendedSims = 2000;
const traceFolder = join(import.meta.dirname, '..', 'fixtures', 'traces');
const fewestReadings = 200;

function readTrace(file: string): Trace {
  const values = readJson(file);
  if (
    !Array.isArray(values) ||
    values.length < fewestReadings ||
    !values.every((value) => typeof value === 'number' && value > 0)
  ) {
    throw new Error(`${file}: a trace is a JSON array of at least ${fewestReadings} positive numbers`);
  }
  return { name: basename(file, '.json'), values: Float64Array.from(values as number[]) };
}

/** A trace, or a noise model as an object with the fields of NoiseModel; those left out are 0 or none. */
function readSource(model: string): Source {
  if (!existsSync(model)) return { kind: 'model', name: findModel(model).name, model: findModel(model) };
  const content = readJson(model);
  if (Array.isArray(content)) return { kind: 'trace', ...readTrace(model) };
  return { kind: 'model', name: basename(model, '.json'), model: parseModel(basename(model, '.json'), content) };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function readOptions(): { seed: string; sims: number; model: string | null; json: boolean } {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      sims: { type: 'string' },
      model: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const sims = Number(values.sims ?? recommendedSims);
  if (!Number.isSafeInteger(sims) || sims < 1) throw new Error('--sims takes a whole number');
  // Any text is a seed; a negative number is written --seed=-5.
  return { seed: values.seed ?? '1', sims, model: values.model ?? null, json: values.json ?? false };
}

async function simulate(cells: readonly PlannedCell[], seed: string): Promise<Results> {
  const chunks = cutChunks(cells, hashName(seed));
  const show = process.stderr.isTTY;
  const results = await runChunks(chunks, (done) => {
    if (show)
      process.stderr.write(
        `\r${Math.round((100 * done) / chunks.length)} %${done === chunks.length ? '\r      \r' : ''}`,
      );
  });
  return new Results(chunks, results);
}

/** Our procedure and the peers on one model or trace. */
async function runOne(model: string, seed: string, sims: number, json: boolean): Promise<boolean> {
  const source = readSource(model);
  const { name } = source;
  const results = await simulate(planOne(source, sims), seed);
  const targets = computeSourceTargets(results, name, source.kind);
  const strict = sims >= recommendedSims;
  const met = isMet(targets, strict);
  if (json) print(JSON.stringify({ seed, sims, model: name, met, targets, cells: results.listCells() }, null, 2));
  else {
    print(`Decision procedure on ${name}: seed ${seed}, ${sims} simulations a cell\n`);
    print(`${formatTargets(targets, strict)}\n`);
    print(
      `Ours: keep %, median runs in brackets\n${formatModels(results, [name])}\n\nPeers\n${formatSource(results, name)}`,
    );
  }
  return met;
}

function isMet(targets: readonly Target[], strict: boolean): boolean {
  return targets.every((target) => target.met || (!strict && target.withinError));
}

async function runAll(seed: string, sims: number, json: boolean): Promise<boolean> {
  const traces = ['memory', 'integer']
    .map((name) => join(traceFolder, `${name}.json`))
    .filter((file) => existsSync(file))
    .map(readTrace);
  const started = performance.now();
  const results = await simulate(planCells(sims, traces), seed);
  const targets = computeTargets(
    results,
    traces.map((trace) => trace.name),
  );
  const strict = sims >= recommendedSims;
  const met = isMet(targets, strict);
  if (json) {
    print(JSON.stringify({ seed, sims, met, targets, cells: results.listCells() }, null, 2));
    return met;
  }
  print(
    `Decision procedure: seed ${seed}, ${sims} simulations a cell, ${((performance.now() - started) / 1000).toFixed(0)} s\n`,
  );
  print(`${formatTargets(targets, strict)}\n`);
  print(
    `Ours by noise model: keep %, median runs in brackets\n${formatModels(
      results,
      models.map((model) => model.name),
    )}\n`,
  );
  print(`Peers on cloud noise\n${formatPeers(results)}\n`);
  print(`Two metrics, cloud noise\n${formatTwoMetrics(results)}\n`);
  print(`Campaigns, cloud noise\n${formatCampaigns(results)}\n`);
  for (const trace of traces) print(`Recorded trace ${trace.name}\n${formatSource(results, trace.name)}\n`);
  return met;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  const { seed, sims, model, json } = readOptions();
  process.exitCode = (model === null ? await runAll(seed, sims, json) : await runOne(model, seed, sims, json)) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
