import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Target, type Ended } from './program.ts';

const SAMPLE = path.join(import.meta.dirname, '..', '..', 'examples', 'tinylm');
const isSource = (file: string) => !/(^|\/)(build|\.marginalia)(\/|$)/.test(path.relative(SAMPLE, file));

/** A number in the benchmark's source, so that the patch stays one when the sample changes. */
function benchmarkPatch(workspace: string): string {
  const file = path.join(workspace, 'bench', 'bench.c');
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, `/* faster by decree */\n${text}`);
  const patch = execFileSync('git', ['diff'], { cwd: workspace, encoding: 'utf8' });
  fs.writeFileSync(file, text);
  return patch;
}

/** The sample as it is shipped, built and checked and run for real. What it measures here is not asserted: the machine is busy. */
describe('tinylm for real', function () {
  this.timeout(300_000);
  let target: Target;
  let ended: Ended;
  let observed: readonly Readonly<Record<string, string>>[];

  before(async function () {
    this.timeout(300_000);
    await Target.buildProgram();
    target = new Target('tinylm');
    fs.cpSync(SAMPLE, target.workspace, { recursive: true, filter: isSource });
    target.git('init', '-q', '-b', 'main');
    target.git('add', '.');
    target.git('commit', '-q', '-m', 'sample');
    const patches = path.join(target.folder, 'patches');
    fs.mkdirSync(patches);
    fs.writeFileSync(path.join(patches, '01-benchmark.patch'), benchmarkPatch(target.workspace));
    for (const name of fs.readdirSync(path.join(SAMPLE, 'candidates'))) {
      if (/swiglu-one-loop|sum-in-lanes|tile-accumulator-start/.test(name)) fs.copyFileSync(path.join(SAMPLE, 'candidates', name), path.join(patches, name));
    }
    const first = target.observe();
    ended = await target.run('start', '--json', '--patches', patches, '--total-pairs', '2');
    observed = [first, target.observe()];
  });
  after(() => target.dispose());

  it('builds, checks and calibrates it, and ends', () => {
    assert.equal(ended.code, 0, ended.err);
    assert.equal(ended.json.state, 'ended');
    assert.equal(ended.json.experiments.length, 4);
  });

  it('refuses what breaks, each at its stage', () => {
    const states = Object.fromEntries(ended.json.experiments.map(({ name, state }) => [name.replace(/^\d+-/, ''), state]));
    assert.deepEqual(states, { benchmark: 'refused', 'swiglu-one-loop': 'crashed', 'sum-in-lanes': 'checks_failed', 'tile-accumulator-start': 'checks_failed' });
  });

  it('says why, with what the tools printed', () => {
    const reason = (part: string) => ended.json.experiments.find(({ name }) => name.includes(part))?.reason ?? '';
    assert.match(reason('benchmark'), /bench\/bench\.c/);
    assert.notEqual(reason('swiglu'), '');
    assert.match(reason('sum-in-lanes'), /exit|fail/i);
  });

  it('leaves the repository as it was', () => assert.deepEqual(observed[1], observed[0]));

  it('writes a report that opens by itself', async () => {
    const { json, code, err } = await target.run('report', '--json');
    assert.equal(code, 0, err);
    const { markdown, html } = json as unknown as { markdown: string; html: string };
    assert.match(fs.readFileSync(markdown, 'utf8'), /checks failed/);
    const page = fs.readFileSync(html, 'utf8');
    assert.match(page, /<svg/);
    assert.doesNotMatch(page, /<script|https?:\/\/[^"']*\.(js|css)/);
  });
});
