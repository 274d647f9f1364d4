import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { readEngineLock } from '../../src/campaign/store/engineLock.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const CLI = path.join(ROOT, 'dist', 'cli.cjs');

interface Status {
  readonly campaign: string;
  readonly state: string;
  readonly experiments: readonly { readonly name: string; readonly state: string; readonly verdict: string | null; readonly review: string }[];
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly json: Status;
}

/** A benchmark whose value a file holds, with a noise of half a per cent. */
const BENCH = `#!/bin/bash
sleep 0.02
awk -v v="$(cat value.txt)" -v s=$RANDOM 'BEGIN { printf "METRIC t_ms=%.4f\\n", v * (1 + (s / 32767 - 0.5) * 0.01) }'
`;
const DEFINITION = `goal: Less time
benchmark: { run: bash bench.sh }
checks: bash checks.sh
metrics: [{ name: t_ms, unit: ms, better: lower, smallestEffect: 3% }]
patches: candidates
`;

describe('the terminal program itself', function () {
  this.timeout(240_000);
  let folder: string;
  let workspace: string;
  const children: ChildProcess[] = [];

  before(async function () {
    this.timeout(60_000);
    const builder = (await import(path.join(ROOT, 'esbuild.mjs'))) as { TERMINAL: string[]; buildIfStale(options: { only: string[] }): Promise<unknown> };
    await builder.buildIfStale({ only: builder.TERMINAL });
  });

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-program-'));
    workspace = path.join(folder, 'mit Leerzeichen und ünïcode');
    fs.mkdirSync(workspace);
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    endEngine('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** The engine of this very workspace, by its lock. */
  function endEngine(signal: NodeJS.Signals): void {
    const lock = readEngineLock(workspace);
    if (lock === undefined) return;
    try {
      process.kill(lock.pid, signal);
    } catch {
      // It is gone already.
    }
  }

  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', ...args], { cwd: workspace, encoding: 'utf8' });
  const put = (name: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
    fs.writeFileSync(path.join(workspace, name), text);
  };

  /** A repository with two candidates: one 20 % faster, one that the checks refuse. */
  function makeRepository(): void {
    put('bench.sh', BENCH);
    put('checks.sh', 'test "$(cat value.txt)" -gt 50\n');
    put('value.txt', '100\n');
    put('marginalia.yaml', DEFINITION);
    for (const [name, value] of [['01-faster', 80], ['02-wrong', 40]] as const) {
      put(`candidates/${name}.patch`, `Hypothesis: less\n\ndiff --git a/value.txt b/value.txt\n--- a/value.txt\n+++ b/value.txt\n@@ -1 +1 @@\n-100\n+${value}\n`);
    }
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'base');
  }

  function begin(...argv: string[]): { child: ChildProcess; ended: Promise<Ended> } {
    const child = spawn(process.execPath, [CLI, ...argv], { cwd: workspace, env: { ...process.env, XDG_CACHE_HOME: path.join(folder, 'cache') }, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    const texts = { out: '', err: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (texts.err += text));
    const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...texts, json: parseLast(texts.out) })));
    return { child, ended };
  }
  const run = (...argv: string[]) => begin(...argv).ended;

  // Two whole campaigns in all: each has its twelve calibration pairs to measure.
  it('detaches on a signal; the campaign goes on to its end and leaves the repository as it was', async () => {
    makeRepository();
    const observe = () => [git('status', '--porcelain', '--ignored=no'), git('stash', 'list'), git('worktree', 'list'), git('branch', '-a'), fs.readFileSync(path.join(workspace, '.git', 'index'), 'hex')];
    const before = observe();
    const { child, ended } = begin('start', '--json', '--total-pairs', '2');
    await heard(child, /dry start/);
    child.kill('SIGINT');
    const detached = await ended;
    assert.equal(detached.code, 0, detached.err);
    assert.match(detached.err, /Detached: campaign c\d{8}-1 goes on.*marginalia stop/);
    assert.notEqual(detached.json.state, 'stopped');

    const { code, json, err } = await run('attach', '--json');
    assert.equal(code, 0, err);
    assert.equal(json.state, 'ended');
    assert.deepEqual(json.experiments.map(({ name, state }) => [name, state]), [['01-faster', 'kept'], ['02-wrong', 'checks_failed']]);
    assert.deepEqual(observe(), before);
    assert.deepEqual((await run('status', '--json')).json, json);

    const shown = await run('show', '01-faster');
    assert.match(shown.out, /^hypothesis less$/m);
    assert.match(shown.out, /^-100\n\+80$/m);
    const accepted = await run('accept', '01-faster', '--json');
    assert.equal(accepted.code, 0, accepted.err);
    assert.equal(accepted.json.experiments[0]?.review, 'accepted');
    assert.equal(fs.readFileSync(path.join(workspace, 'value.txt'), 'utf8'), '80\n');
  });

  it('answers a second start with 4, a killed engine with 6, resumes, and ends with 5 where the budget does first', async () => {
    makeRepository();
    const first = begin('start', '--json', '--total-pairs', '2', '--experiments', '1');
    await heard(first.child, /dry start/);
    const second = await run('start', '--json');
    assert.equal(second.code, 4, second.err);
    assert.equal(second.json.error?.code, 'busy');
    endEngine('SIGKILL');
    const lost = await first.ended;
    assert.equal(lost.code, 6, lost.err);
    assert.equal(lost.json.error?.code, 'engine-lost');
    assert.equal((await run('status', '--json')).json.state, 'stopped');
    const resumed = await run('resume', '--json');
    assert.equal(resumed.code, 5, resumed.err);
    assert.equal(resumed.json.state, 'stopped');
    assert.deepEqual(resumed.json.experiments.map(({ state }) => state), ['kept', 'proposed']);
  });

  it('stops a campaign that was started detached', async () => {
    makeRepository();
    const started = await run('start', '--detach', '--json');
    assert.equal(started.code, 0, started.err);
    const stopped = await run('stop', '--json');
    assert.equal(stopped.code, 0, stopped.err);
    assert.equal(stopped.json.campaign, started.json.campaign);
    assert.equal(stopped.json.state, 'stopped');
    assert.equal((await run('attach', '--json')).code, 5);
  });

  const preflights: readonly (readonly [title: string, code: string, make: () => void])[] = [
    ['no repository', 'no-repository', () => put('marginalia.yaml', DEFINITION)],
    ['no commit', 'no-commit', () => (put('marginalia.yaml', DEFINITION), put('candidates/README', ''), git('init', '-q'))],
    ['no METRIC line', 'no-metric', () => (makeRepository(), put('bench.sh', 'echo t_ms 3\n'))],
    ['a value that is no number', 'bad-metric', () => (makeRepository(), put('bench.sh', 'echo METRIC t_ms=NaN\n'))],
    ['a benchmark that fails', 'benchmark-failed', () => (makeRepository(), put('bench.sh', 'exit 3\n'))],
    ['checks that fail', 'checks-failed', () => (makeRepository(), put('value.txt', '10\n'))],
    ['a build that fails', 'build-failed', () => (makeRepository(), put('marginalia.yaml', `build: no-such-compiler-here\n${DEFINITION}`))],
  ];
  for (const [title, code, make] of preflights) {
    it(`ends with 3 on ${title}, with message and hint`, async () => {
      make();
      const ended = await run('start', '--json');
      assert.equal(ended.json.error?.code, code, ended.err);
      assert.equal(ended.code, 3);
      assert.notEqual(ended.json.error?.hint, '');
      assert.equal(ended.out.trimEnd().split('\n').length, 1);
    });
  }

  it('ends with 2 on a wrong definition, and starts no engine', async () => {
    makeRepository();
    put('marginalia.yaml', `${DEFINITION}metrcs: []\n`);
    const { code, err } = await run('start');
    assert.equal(code, 2);
    assert.match(err, /marginalia\.yaml:6: unknown key "metrcs"\nDid you mean "metrics"\?/);
    assert(!fs.existsSync(path.join(workspace, '.marginalia')));
  });

  it('minds a reader that goes away', () => {
    makeRepository();
    const out = execFileSync('bash', ['-c', `set -o pipefail; "${process.execPath}" "${CLI}" --help | head -n 1`], { cwd: workspace, encoding: 'utf8' });
    assert.match(out, /^Usage: marginalia/);
  });
});

/** Until standard error has said it. */
function heard(child: ChildProcess, what: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: string) => {
      text += chunk;
      if (what.test(text)) resolve();
    });
    child.once('close', () => reject(new Error(`it ended before it said ${what}: ${text}`)));
  });
}

function parseLast(out: string): Status {
  try {
    return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Status;
  } catch {
    return { campaign: '', state: '', experiments: [] };
  }
}
