import assert from 'node:assert/strict';
import { execFileSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { DEFINITION, Target } from './program.ts';

const CLI = path.join(import.meta.dirname, '..', '..', 'dist', 'cli.cjs');
const FASTER = `Hypothesis: less

diff --git a/value.txt b/value.txt
--- a/value.txt
+++ b/value.txt
@@ -1 +1 @@
-100
+80
`;

describe('the terminal program itself', function () {
  // A campaign waits for the machine's lock where others measure.
  this.timeout(300_000);
  let target: Target;

  before(() => Target.buildProgram());
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.dispose());

  it('detaches on a signal; the campaign goes on to its end and leaves the repository as it was', async () => {
    target.commit({ '01-faster': FASTER, '02-wrong': 40 });
    const before = target.observe();
    const { child, ended } = target.begin('start', '--json', '--total-pairs', '2');
    await heard(child, /dry start/);
    child.kill('SIGINT');
    const detached = await ended;
    assert.equal(detached.code, 0, detached.err);
    assert.match(detached.err, /Detached: campaign c\d{8}-1 goes on.*marginalia stop/);
    assert.notEqual(detached.json.state, 'stopped');

    const { code, json, err } = await target.run('attach', '--json');
    assert.equal(code, 0, err);
    assert.equal(json.state, 'ended');
    assert.deepEqual(json.experiments.map(({ name, state }) => [name, state]), [['01-faster', 'kept'], ['02-wrong', 'checks_failed']]);
    assert.deepEqual(target.observe(), before);
    assert.deepEqual((await target.run('status', '--json')).json, json);

    const shown = await target.run('show', '01-faster');
    assert.match(shown.out, /^hypothesis less$/m);
    assert.match(shown.out, /^-100\n\+80$/m);
    const reported = await target.run('report');
    for (const file of reported.out.trimEnd().split('\n')) assert(fs.existsSync(file), file);
    const accepted = await target.run('accept', '01-faster', '--json');
    assert.equal(accepted.code, 0, accepted.err);
    assert.equal(accepted.json.experiments[0]?.review, 'accepted');
    assert.equal(fs.readFileSync(path.join(target.workspace, 'value.txt'), 'utf8'), '80\n');
  });

  it('answers a second start with 4, a killed engine with 6, resumes, and ends with 5 where the budget is spent', async () => {
    target.commit({ '01-faster': 80 });
    const first = target.begin('start', '--json', '--experiments', '0');
    await heard(first.child, /dry start/);
    const second = await target.run('start', '--json');
    assert.equal(second.code, 4, second.err);
    assert.equal(second.json.error?.code, 'busy');
    assert(target.killEngine());
    const lost = await first.ended;
    assert.equal(lost.code, 6, lost.err);
    assert.equal(lost.json.error?.code, 'engine-lost');
    assert.equal((await target.run('status', '--json')).json.state, 'stopped');
    const resumed = await target.run('resume', '--json');
    assert.equal(resumed.code, 5, resumed.err);
    assert.equal(resumed.json.state, 'stopped');
  });

  it('stops a campaign that was started detached', async () => {
    target.commit({ '01-faster': 80 });
    const started = await target.run('start', '--detach', '--json');
    assert.equal(started.code, 0, started.err);
    const stopped = await target.run('stop', '--json');
    assert.equal(stopped.code, 0, stopped.err);
    assert.equal(stopped.json.campaign, started.json.campaign);
    assert.equal(stopped.json.state, 'stopped');
    assert.equal((await target.run('attach', '--json')).code, 5);
  });

  const preflights: readonly (readonly [title: string, code: string, make: (target: Target) => void])[] = [
    ['no repository', 'no-repository', (here) => here.put('marginalia.yaml', DEFINITION)],
    ['no commit', 'no-commit', (here) => (here.put('marginalia.yaml', DEFINITION), here.put('candidates/README', ''), here.git('init', '-q'))],
    ['no METRIC line', 'no-metric', (here) => (here.commit({}), here.put('bench.sh', 'echo t_ms 3\n'))],
    ['a value that is no number', 'bad-metric', (here) => (here.commit({}), here.put('bench.sh', 'echo METRIC t_ms=NaN\n'))],
    ['a benchmark that fails', 'benchmark-failed', (here) => (here.commit({}), here.put('bench.sh', 'exit 3\n'))],
    ['checks that fail', 'checks-failed', (here) => (here.commit({}), here.put('value.txt', '10\n'))],
  ];
  for (const [title, code, make] of preflights) {
    it(`ends with 3 on ${title}, with message and hint`, async () => {
      make(target);
      const ended = await target.run('start', '--json');
      assert.equal(ended.json.error?.code, code, ended.err);
      assert.equal(ended.code, 3);
      assert.notEqual(ended.json.error?.hint, '');
      assert.equal(ended.out.trimEnd().split('\n').length, 1);
    });
  }

  it('ends with 2 on a wrong definition, and starts no engine', async () => {
    target.commit({}, `${DEFINITION}metrcs: []\n`);
    const { code, err } = await target.run('start');
    assert.equal(code, 2);
    assert.match(err, /marginalia\.yaml:7: unknown key "metrcs"\nDid you mean "metrics"\?/);
    assert(!fs.existsSync(path.join(target.workspace, '.marginalia')));
  });

  it('minds a reader that goes away', () => {
    const out = execFileSync('bash', ['-c', `set -o pipefail; "${process.execPath}" "${CLI}" --help | head -n 1`], { cwd: target.workspace, encoding: 'utf8' });
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
