import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { callScript, lastLine, ROOT, runNode } from './process.ts';

interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly complaints: readonly string[];
}

describe('scripts/runSuite.mjs', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-suite-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const MOCHA = path.join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const REPORTER = path.join(ROOT, 'scripts', 'mocha-reporter.cjs');

  /** Runs a suite of one file with that text. */
  function runFile(text: string, more: Record<string, unknown> = {}): SuiteResult {
    const file = path.join(folder, 'x.test.cjs');
    fs.writeFileSync(file, text);
    const suite = { name: 'x', minutes: 1, mocha: true, args: [MOCHA, '--no-config', '--reporter', REPORTER], spec: file, ...more };
    return callScript('scripts/runSuite.mjs', `script.runSuite(${JSON.stringify(suite)}, ${JSON.stringify({ root: folder, minuteMs: 60_000, ...more })})`) as SuiteResult;
  }

  it('takes the counts from mocha', () => {
    const { passed, failed, skipped } = runFile(`it('a', () => {}); it('b', () => {}); it('c', () => { throw new Error('x'); }); it.skip('d', () => {});`);
    assert.deepEqual([passed, failed, skipped], [2, 1, 1]);
  });

  it('counts a suite without a test as failed', () => {
    const { failed, complaints } = runFile('// none');
    assert.equal(failed, 1);
    assert.match(complaints.join(), /ran no test/);
  });

  it('counts a suite that breaks off as failed', () => {
    for (const text of [`throw new Error('x');`, `it('a', () => process.exit(0));`, `it('a', () => process.kill(process.pid, 'SIGKILL'));`]) {
      const { failed, complaints } = runFile(text);
      assert.equal(failed, 1, text);
      assert(complaints.length > 0);
    }
  });

  it('ends a suite that takes twice its share, with what it started', () => {
    const pid = path.join(folder, 'pid');
    const text = `it('a', function (done) { this.timeout(0); const child = require('node:child_process').spawn('sleep', ['60']); require('node:fs').writeFileSync(${JSON.stringify(pid)}, String(child.pid)); });`;
    const { failed, complaints } = runFile(text, { minuteMs: 1_000 });
    assert.equal(failed, 1);
    assert.match(complaints.join(), /ended after 2 times its share of 1 min/);
    // Where nobody collects the dead, they stay in the list as such.
    assert.match(spawnSync('ps', ['-o', 'stat=', '-p', fs.readFileSync(pid, 'utf8')], { encoding: 'utf8' }).stdout, /^(Z|$)/);
  });

  it('counts the type checker as a failure where it fails and as nothing where it does not', () => {
    const plain = (script: string) => callScript('scripts/runSuite.mjs', `script.runSuite({ name: 'x', minutes: 1, args: ['--eval', ${JSON.stringify(script)}] }, { root: '/' })`) as SuiteResult;
    assert.deepEqual([plain('0').passed, plain('0').failed], [0, 0]);
    assert.equal(plain('process.exit(2)').failed, 1);
  });
});

describe('scripts/test.mjs', function () {
  this.timeout(60_000);
  const script = path.join(ROOT, 'scripts', 'test.mjs');

  it('ends with mocha’s counts as its last line', () => {
    const { code, out } = runNode([script, 'unit', '--', 'test/unit/definition/keys.test.ts', '--grep', 'nearestKey']);
    assert.equal(code, 0);
    assert.equal(lastLine(out), '2 passed, 0 failed, 0 skipped');
    assert.match(out, /^unit +[\d.]+ s of 4 min {2}2 passed/m);
  });

  it('fails where a filter leaves nothing', () => {
    const { code, out } = runNode([script, 'unit', '--', 'test/unit/definition/keys.test.ts', '--grep', 'no such test']);
    assert.equal(code, 1);
    assert.equal(lastLine(out), '0 passed, 1 failed, 0 skipped');
  });

  it('knows its suites', () => {
    const { code, err } = runNode([script, 'unti']);
    assert.equal(code, 2);
    assert.match(err, /no suite is called unti; there are build, typecheck, lint, unit, engine/);
  });
});

describe('scripts/preconditions.mjs', () => {
  it('says what an old Node lacks', () => {
    const complain = (version: string) => callScript('scripts/preconditions.mjs', `script.complainAboutNode('${version}') ?? null`);
    assert.equal(complain('22.18.0'), null);
    assert.equal(complain('24.0.0'), null);
    assert.match(String(complain('22.17.1')), /22\.18 or newer/);
    assert.match(String(complain('20.20.2')), /npm ci/);
  });

  it('says that the packages are missing', () => {
    assert.match(String(callScript('scripts/preconditions.mjs', `script.complainAboutPackages('/nowhere')`)), /npm ci/);
  });
});

describe('scripts/bench.mjs', () => {
  const script = path.join(ROOT, 'scripts', 'bench.mjs');
  it('lists what there is, and says so where the name is wrong', () => {
    assert.equal(runNode([script]).code, 0);
    const { code, err } = runNode([script, 'nothing']);
    assert.equal(code, 2);
    assert.match(err, /no benchmark is called nothing/);
  });
});
