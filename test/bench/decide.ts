/**
 * The decision procedure on simulated and recorded noise (decisions.md 5, 6):
 * `node test/bench/decide.ts [--seed N] [--model NAME|FILE] [--sims N] [--json]`. Prints the target table with what was
 * reached, and the peers beside it. The exit code is 1 when a target is missed; below the recommended size, when it is
 * missed by more than its binomial error. FILE is a JSON array of run values in time order.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { cutChunks, modelSource, planCells, planOne, singleId } from './decide/cells.ts';
import type { PlannedCell, Trace } from './decide/cells.ts';
import { findModel, models } from './decide/noise.ts';
import { runChunks } from './decide/pool.ts';
import { Results } from './decide/results.ts';
import { formatCampaigns, formatModels, formatPeers, formatSource, formatTargets, formatTwoMetrics } from './decide/tables.ts';
import { keepShare, wilsonUpper } from './decide/tally.ts';
import { computeTargets } from './decide/targets.ts';

/** Simulations a cell from which a missed target is a missed target. */
const recommendedSims = 2000;
const traceFolder = join(import.meta.dirname, 'decide', 'traces');
const fewestReadings = 200;

function readTrace(file: string): Trace {
  const values: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(values) || values.length < fewestReadings || !values.every((value) => typeof value === 'number' && value > 0)) {
    throw new Error(`${file}: a trace is a JSON array of at least ${fewestReadings} positive numbers`);
  }
  return { name: basename(file, '.json'), values: Float64Array.from(values as number[]) };
}

function readOptions(): { seed: number; sims: number; model: string | null; json: boolean } {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, sims: { type: 'string' }, model: { type: 'string' }, json: { type: 'boolean' } } });
  const seed = Number(values.seed ?? 1);
  const sims = Number(values.sims ?? recommendedSims);
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(sims) || sims < 1) throw new Error('--seed and --sims take whole numbers');
  return { seed, sims, model: values.model ?? null, json: values.json ?? false };
}

async function simulate(cells: readonly PlannedCell[], seed: number): Promise<Results> {
  const chunks = cutChunks(cells, seed);
  const show = process.stderr.isTTY;
  const results = await runChunks(chunks, (done) => {
    if (show) process.stderr.write(`\r${Math.round((100 * done) / chunks.length)} %${done === chunks.length ? '\r      \r' : ''}`);
  });
  return new Results(chunks, results);
}

/** Our procedure on one model or trace; the bound on A/A false keeps decides the exit code. */
async function runOne(model: string, seed: number, sims: number, json: boolean): Promise<boolean> {
  const trace = existsSync(model) ? readTrace(model) : null;
  const name = trace?.name ?? findModel(model).name;
  const results = await simulate(planOne(trace === null ? modelSource(name) : { kind: 'trace', ...trace }, sims), seed);
  const nulls = results.cell(singleId('ours', name, 0));
  const upper = wilsonUpper(nulls.keeps, nulls.sims);
  const harmful = results.cell(singleId('ours', name, -0.01));
  const met = upper <= 0.01 && keepShare(harmful) <= (trace === null ? 0.001 : 0.01);
  if (json) print(JSON.stringify({ seed, sims, model: name, met, cells: results.listCells() }, null, 2));
  else {
    print(`Keep %, median runs in brackets; seed ${seed}\n\n${formatModels(results, [name])}\n\n${formatSource(results, name)}\n`);
    print(`A/A false keeps: ${nulls.keeps} of ${nulls.sims}, Wilson upper ${(100 * upper).toFixed(2)} % (target 1 %): ${met ? 'met' : 'MISSED'}`);
  }
  return met;
}

async function runAll(seed: number, sims: number, json: boolean): Promise<boolean> {
  const traces = ['memory', 'integer'].map((name) => join(traceFolder, `${name}.json`)).filter((file) => existsSync(file)).map(readTrace);
  const started = performance.now();
  const results = await simulate(planCells(sims, traces), seed);
  const targets = computeTargets(results, traces.map((trace) => trace.name));
  const strict = sims >= recommendedSims;
  const met = targets.every((target) => target.met || (!strict && target.withinError));
  if (json) {
    print(JSON.stringify({ seed, sims, met, targets, cells: results.listCells() }, null, 2));
    return met;
  }
  print(`Decision procedure: seed ${seed}, ${sims} simulations a cell, ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  print(`${formatTargets(targets, strict)}\n`);
  print(`Ours by noise model: keep %, median runs in brackets\n${formatModels(results, models.map((model) => model.name))}\n`);
  print(`Peers on cloud noise\n${formatPeers(results)}\n`);
  print(`Two metrics, cloud noise\n${formatTwoMetrics(results)}\n`);
  print(`Campaigns, cloud noise\n${formatCampaigns(results)}\n`);
  for (const trace of traces) print(`Recorded trace ${trace.name}\n${formatSource(results, trace.name)}\n`);
  return met;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const { seed, sims, model, json } = readOptions();
process.exitCode = (model === null ? await runAll(seed, sims, json) : await runOne(model, seed, sims, json)) ? 0 : 1;
