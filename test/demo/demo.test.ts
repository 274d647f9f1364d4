import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';

const ROOT = path.join(import.meta.dirname, '..', '..');
const CANDIDATES = path.join(ROOT, 'examples', 'tinylm', 'candidates');

/** What breaks is told on any machine; what a verdict of speed comes to is not asserted here. */
const BROKEN: readonly (readonly [name: RegExp, state: string])[] = [
  [/swiglu/, 'crashed'],
  [/sum-in-lanes/, 'checks_failed'],
  [/tile-accumulator/, 'checks_failed'],
];

interface Status {
  readonly state: string;
  readonly experiments: readonly { readonly name: string; readonly state: string; readonly reason: string }[];
}

describe('npm run demo', () => {
  let scratch: string;
  before(() => {
    scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-demo-test-'));
  });
  after(() => fs.rmSync(scratch, { recursive: true, force: true }));

  function demo(args: readonly string[], env: Record<string, string> = {}) {
    const environment = { ...process.env, TMPDIR: scratch, XDG_CACHE_HOME: path.join(scratch, 'cache'), ...env };
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(ROOT, 'scripts', 'demo.mjs'), ...args], { encoding: 'utf8', env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    return { code: status, out: stdout, err: stderr };
  }

  it('refuses what is broken, ends with status --json’s object and 0, and keeps the copy as it was', () => {
    const patches = path.join(scratch, 'broken');
    fs.mkdirSync(patches);
    const files = fs.readdirSync(CANDIDATES);
    for (const [name] of BROKEN) {
      const file = files.find((one) => name.test(one));
      assert(file, `no candidate of the sample is called ${name}`);
      fs.copyFileSync(path.join(CANDIDATES, file), path.join(patches, file));
    }
    const { code, out, err } = demo(['--json', '--patches', patches]);
    assert.equal(code, 0, err);
    const status = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Status;
    assert.equal(status.state, 'ended');
    for (const [name, state] of BROKEN) {
      const experiment = status.experiments.find((one) => name.test(one.name));
      assert.equal(experiment?.state, state, `${name}: ${experiment?.reason}`);
      assert.notEqual(experiment?.reason, '');
    }
    assert.match(err, /noise on local/);
    const folder = /stays in (\S+)/.exec(err)?.[1] ?? '';
    assert.equal(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' }), '');
    assert.equal(execFileSync('git', ['worktree', 'list'], { cwd: folder, encoding: 'utf8' }).trim().split('\n').length, 1);
  });

  it('says what is missing, and ends with 3', () => {
    const bin = path.join(scratch, 'bin');
    fs.mkdirSync(bin);
    fs.symlinkSync(execFileSync('which', ['git'], { encoding: 'utf8' }).trim(), path.join(bin, 'git'));
    const { code, err, out } = demo(['--json'], { PATH: bin });
    assert.equal(code, 3);
    assert.match(err, /demo: a C compiler is missing/);
    assert.match(out, /"error"/);
  });
});
