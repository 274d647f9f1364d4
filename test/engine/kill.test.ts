import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { Target, until } from './program.ts';

/** One kind of event for each step of an experiment, in the order of a campaign. */
const STEPS = ['campaign_created', 'dry_step', 'calibrated', 'proposed', 'candidate_committed', 'gated', 'build_begun', 'built', 'checks_begun', 'stage_begun', 'screened', 'verdict', 'head_moved', 'total_measured'];

const comment = (line: number) => {
  const lines = ['one', 'two', 'three'];
  const body = lines.flatMap((text, index) => (index === line ? [` ${text}`, '+# a comment'] : [` ${text}`]));
  return `diff --git a/notes.txt b/notes.txt\n--- a/notes.txt\n+++ b/notes.txt\n@@ -1,3 +1,4 @@\n${body.join('\n')}\n`;
};

describe('a real engine', function () {
  this.timeout(300_000);
  let target: Target;

  before(async function () {
    this.timeout(60_000);
    await Target.buildProgram();
  });
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.dispose());

  const log = () => {
    const folder = path.join(target.workspace, '.marginalia', 'campaigns');
    if (!fs.existsSync(folder)) return '';
    const [campaign] = fs.readdirSync(folder);
    const file = path.join(folder, campaign ?? '', 'events.jsonl');
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  };

  it('killed at every step of an experiment comes to the same end, and the repository is as it was', async () => {
    target.commit({ '01-faster': 80, '02-wrong': 40 });
    const before_ = target.observe();
    let first = true;
    for (const step of STEPS) {
      const { ended } = target.begin(...(first ? ['start', '--total-pairs', '2'] : ['resume']), '--json');
      first = false;
      // The event may be there from an earlier round: then it is killed at once, at whatever it does.
      await until(() => log().includes(`"kind":"${step}"`) && target.enginePid !== undefined);
      target.killEngine();
      const { code, json, err } = await ended;
      assert.ok([0, 3, 5, 6].includes(code ?? -1), `${step}: ${code} ${err}`);
      if (code === 6) assert.equal(json.error?.code, 'engine-lost', step);
      assert.deepEqual(target.observe(), before_, step);
    }
    const { code, json, err } = await target.run('resume', '--json');
    assert.equal(code, 0, err);
    assert.equal(json.state, 'ended');
    assert.deepEqual(json.experiments.map(({ name, state }) => [name, state]), [['01-faster', 'kept'], ['02-wrong', 'checks_failed']]);
    assert.equal(json.budget.experiments.used, 2);
    const kept = json.experiments[0]!;
    const [campaign] = fs.readdirSync(path.join(target.workspace, '.marginalia', 'campaigns'));
    const pairs = fs.readFileSync(path.join(target.workspace, '.marginalia', 'campaigns', campaign!, 'pairs', '01-faster.jsonl'), 'utf8').trimEnd().split('\n');
    assert.deepEqual(pairs.map((line) => (JSON.parse(line) as { n: number }).n), pairs.map((_, index) => index + 1));
    assert.equal(pairs.length, kept.pairs);
    assert.ok((kept.metrics.t_ms?.high ?? 0) < -0.15 && (kept.metrics.t_ms?.low ?? -1) > -0.25, JSON.stringify(kept.metrics));
    assert.deepEqual(target.observe(), before_);
  });

  it('keeps none of five patches that only add a comment', async () => {
    target.commit(Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name, index) => [name, index < 3 ? comment(index) : comment(index - 3).replace('# a comment', `# comment ${name}`)])));
    const before_ = target.observe();
    const { code, json, err } = await target.run('start', '--json');
    assert.equal(code, 0, err);
    assert.equal(json.experiments.length, 5);
    for (const experiment of json.experiments) {
      assert.notEqual(experiment.state, 'kept', JSON.stringify(experiment));
      assert.ok(['discarded', 'inconclusive'].includes(experiment.state), JSON.stringify(experiment));
      assert.ok(experiment.pairs >= 4);
    }
    assert.deepEqual(target.observe(), before_);
  });
});
