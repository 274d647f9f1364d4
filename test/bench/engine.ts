import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Engine } from '../../src/campaign/engine/engine.ts';
import { openRepository } from '../../src/campaign/code/workspaceRepository.ts';
import type { EventBody } from '../../src/campaign/events.ts';
import { experimentsInOrder } from '../../src/campaign/state.ts';
import { readPairs } from '../../src/campaign/store/pairLog.ts';
import { readCampaign } from '../../src/campaign/store/read.ts';
import { composeStages } from '../../src/root.ts';
import { systemClock } from '../../src/support/clock.ts';
import { Git } from '../../src/support/git.ts';

/**
 * The engine's own time: what a campaign takes beyond its builds and runs, with real git and real processes, in a campaign
 * of 10 experiments and in one that holds 10,000 already. The peer is a bare loop that starts the same commands.
 */
const EXPERIMENTS = 10;
const MANY = 10_000;
const BOUNDS = { experimentMs: 100, runMs: 2, openMs: 300 } as const;

const DEFINITION = `build: 'true'
benchmark: { run: ./bench.sh }
metrics: [{ name: t_ms, unit: ms, better: lower, smallestEffect: 3% }]
budget: { experiments: 100000, hours: 1 }
patches: candidates
`;
/** No fork: what it takes is the shell's start. */
const BENCH = '#!/bin/sh\necho METRIC t_ms=100\n';

interface Measured {
  readonly experiments: number;
  readonly runs: number;
  readonly experimentMs: number;
  readonly runMs: number;
  readonly bareRunMs: number;
}

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-bench-'));
process.env.XDG_CACHE_HOME = path.join(root, 'cache');

function makeTarget(name: string): string {
  const workspace = path.join(root, name);
  fs.mkdirSync(path.join(workspace, 'candidates'), { recursive: true });
  fs.writeFileSync(path.join(workspace, 'bench.sh'), BENCH, { mode: 0o755 });
  for (let n = 0; n < EXPERIMENTS; n += 1) {
    fs.writeFileSync(path.join(workspace, `f${n}.txt`), 'one\n');
    fs.writeFileSync(path.join(workspace, 'candidates', `e${n}.patch`), `diff --git a/f${n}.txt b/f${n}.txt\n--- a/f${n}.txt\n+++ b/f${n}.txt\n@@ -1 +1,2 @@\n one\n+two\n`);
  }
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=B', '-c', 'user.email=b@b', ...args], { cwd: workspace, stdio: 'ignore' });
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'base');
  return workspace;
}

async function newEngine(workspace: string): Promise<Engine> {
  const git = new Git();
  const stages = composeStages(workspace, 'bench', git, await openRepository(git, workspace));
  return new Engine({ workspace, version: 'bench', stages, clock: systemClock });
}

/** Ten real experiments, in a campaign that holds `before` made-up ones. */
async function measure(name: string, before: number): Promise<Measured> {
  const workspace = makeTarget(name);
  const engine = await newEngine(workspace);
  const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const id = await engine.start({ request: `bench-${name}`, definition: DEFINITION, definitionFile: '', environment: env, seed: 'bench' });
  const campaign = await engine.openCampaign(id);
  campaign.record.broadcast.follow((notification) => {
    // Between calibration and the first wave: the made-up past of the campaign.
    if (notification.type === 'event' && notification.event.kind === 'calibrated') for (let n = 0; n < before; n += 1) for (const body of past(n)) campaign.record.append(body);
  });
  await campaign.done;
  const { state } = campaign.record;
  if (state.phase !== 'ended') throw new Error(`the campaign ended as ${state.phase}: ${JSON.stringify(state.failure)}`);
  const real = experimentsInOrder(state).filter((experiment) => /^e\d$/.test(experiment.name));
  const bareRunMs = await bareMs('./bench.sh', workspace);
  const bareBuildMs = await bareMs('true', workspace);
  const begun = real.map((experiment) => experiment.startedAt ?? 0);
  const wall = Math.max(...real.map((experiment) => experiment.decidedAt ?? 0)) - Math.min(...begun);
  const pairs = real.flatMap((experiment) => readPairs(workspace, id, experiment.name));
  const runs = pairs.reduce((sum, pair) => sum + 2 * pair.micro.length, 0);
  const inPairs = pairs.reduce((sum, pair) => sum + pair.ms, 0);
  const warmUps = 2 * real.length * bareRunMs;
  engine.close();
  return {
    experiments: real.length,
    runs,
    experimentMs: (wall - inPairs - warmUps - 2 * real.length * bareBuildMs) / real.length,
    runMs: inPairs / runs - bareRunMs,
    bareRunMs,
  };
}

/** The events of an experiment that was found futile. */
function past(n: number): EventBody[] {
  const experiment = `past-${n}`;
  const blob = { sha256: 'a'.repeat(64), bytes: 1 };
  const code = { commit: 'b'.repeat(40), tree: 'c'.repeat(40) };
  const order = EXPERIMENTS + n + 1;
  return [
    { kind: 'proposed', experiment, wave: 1, order, proposer: 'past', title: experiment, description: '', hypothesis: 'a made-up past', mechanism: '', sources: [], predicted: '', origin: '', author: '', license: '', patch: blob, from: experiment },
    { kind: 'candidate_committed', experiment, candidate: code, head: code, on: [], paths: ['f0.txt'], added: 1, removed: 0 },
    { kind: 'gated', experiment },
    { kind: 'build_begun', experiment, host: 'local', stage: 1, currentTwin: 'a' },
    { kind: 'built', experiment, ms: 1, clean: false, log: blob },
    { kind: 'stage_begun', experiment, stage: 1, host: 'local', hostKind: 'local', microPairs: 8, alpha: 0.01, key: 'd'.repeat(64) },
    { kind: 'verdict', experiment, verdict: 'futile', reason: 'no effect of 3 % or more', estimates: {}, claimed: [], pairs: 6, wealth: 0.2, host: 'local' },
  ];
}

/** The same command started by nothing but Node, in a group of its own. */
async function bareMs(command: string, cwd: string): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 60; n += 1) {
    const begun = performance.now();
    await new Promise((resolve) => spawn('bash', ['-c', command], { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }).once('close', resolve));
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b)[30] ?? NaN;
}

async function openingMs(workspace: string): Promise<number> {
  const campaign = fs.readdirSync(path.join(workspace, '.marginalia', 'campaigns'))[0] ?? '';
  const begun = performance.now();
  await readCampaign(workspace, campaign);
  return performance.now() - begun;
}

try {
  const few = await measure('few', 0);
  const many = await measure('many', MANY);
  const openMs = await openingMs(path.join(root, 'many'));
  const met = [few, many].every(({ experimentMs, runMs }) => experimentMs <= BOUNDS.experimentMs && runMs <= BOUNDS.runMs) && openMs <= BOUNDS.openMs;
  if (process.argv.includes('--json')) console.log(JSON.stringify({ few, many, openMs, bounds: BOUNDS, met }));
  else {
    for (const [name, found] of [['at 10', few], [`at ${MANY}`, many]] as const) {
      console.log(`${name}: ${found.experimentMs.toFixed(1)} ms an experiment (${(found.experimentMs / BOUNDS.experimentMs).toFixed(2)} of the bound), ${found.runMs.toFixed(2)} ms a run (${(found.runMs / BOUNDS.runMs).toFixed(2)}); a bare run takes ${found.bareRunMs.toFixed(2)} ms; ${found.runs} runs`);
    }
    console.log(`opening ${MANY} experiments from the disk: ${openMs.toFixed(0)} ms (${(openMs / BOUNDS.openMs).toFixed(2)} of the bound)`);
  }
  process.exitCode = met ? 0 : 1;
} finally {
  fs.rmSync(root, { recursive: true, force: true });
}
