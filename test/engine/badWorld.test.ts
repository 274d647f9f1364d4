import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { Target, DEFINITION, until } from './program.ts';

/** Processes whose command line holds a word that only this test uses. */
function living(word: string): string {
  try {
    return execFileSync('pgrep', ['-f', '-a', word], { encoding: 'utf8' }).split('\n').filter((line) => line !== '' && !line.includes('pgrep')).join('\n');
  } catch {
    return '';
  }
}

describe('a bad world', function () {
  this.timeout(180_000);
  let target: Target;
  let before_: Readonly<Record<string, string>>;

  before(async function () {
    this.timeout(60_000);
    await Target.buildProgram();
  });
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.dispose());

  async function fails(code: string, message: RegExp): Promise<void> {
    before_ = target.observe();
    const ended = await target.run('start', '--json');
    assert.equal(ended.json.error?.code, code, ended.err);
    assert.match(ended.json.error.message, message);
    assert.notEqual(ended.json.error.hint, '');
    assert.equal(ended.code, 3);
    assert.deepEqual(target.observe(), before_);
  }

  it('without a C compiler says which, and how to get one', async () => {
    target.commit({}, `build: ./no-cc.sh\n${DEFINITION}`);
    target.put('no-cc.sh', '#!/bin/sh\nPATH=/nonexistent exec gcc -o x x.c\n');
    fs.chmodSync(path.join(target.workspace, 'no-cc.sh'), 0o755);
    const ended = await target.run('start', '--json');
    assert.equal(ended.code, 3, ended.err);
    assert.equal(ended.json.error?.code, 'build-failed');
    assert.match(ended.json.error.message, /gcc/);
    assert.match(ended.json.error.hint, /compiler/);
  });

  it('with a benchmark that hangs ends it, and says after how long', async () => {
    target.commit({});
    target.put('bench.sh', 'sleep 987654 & sleep 987654\n');
    target.git('commit', '-qam', 'hangs');
    await fails('benchmark-failed', /3 s/);
    assert.equal(living('sleep 987654'), '');
  });

  it('with a benchmark that floods stdout ends it', async () => {
    target.commit({});
    target.put('bench.sh', 'yes flood\n');
    target.git('commit', '-qam', 'floods');
    await fails('benchmark-failed', /more than 64 MB/);
  });

  it('with a benchmark that forks a daemon ends the daemon, and names it', async () => {
    target.commit({});
    target.put('bench.sh', 'setsid sleep 876543 > /dev/null 2>&1 < /dev/null &\nsleep 0.1\necho METRIC t_ms=100\n');
    target.git('commit', '-qam', 'forks');
    await fails('benchmark-failed', /sleep/);
    assert.equal(living('sleep 876543'), '');
  });

  it('with checks that never end stops them, and says so', async () => {
    target.commit({});
    target.put('checks.sh', 'sleep 765432\n');
    target.git('commit', '-qam', 'endless');
    await fails('checks-failed', /3 s/);
    assert.equal(living('sleep 765432'), '');
  });

  it('with a nearly full disk does not begin', async function () {
    const small = path.join(target.folder, 'small');
    fs.mkdirSync(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', small], { stdio: 'ignore' });
    } catch {
      // Mounting is not allowed to this user; the file port's ENOSPC is tested in crash.test.ts all the same.
      return this.skip();
    }
    try {
      const workspace = path.join(small, 'w');
      target.commit({ faster: 80 });
      fs.cpSync(target.workspace, workspace, { recursive: true });
      const ended = await target.run('start', '--json', '--cwd', workspace);
      assert.equal(ended.code, 3, ended.err);
      assert.equal(ended.json.error?.code, 'disk-full');
      assert.match(ended.json.error.message, /MB are free/);
    } finally {
      execFileSync('umount', ['--lazy', small]);
    }
  });

  it('with a corrupt line in the log names it, and changes nothing', async () => {
    target.commit({});
    assert.equal((await target.run('start', '--json')).code, 0);
    await until(() => target.enginePid === undefined);
    const folder = path.join(target.workspace, '.marginalia', 'campaigns');
    const [campaign] = fs.readdirSync(folder);
    const file = path.join(folder, campaign!, 'events.jsonl');
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    lines[1] = lines[1]!.replace('"kind"', '"knd"');
    fs.writeFileSync(file, lines.join('\n'));
    for (const command of [['status'], ['resume'], ['report']]) {
      const ended = await target.run(...command, '--json');
      assert.equal(ended.json.error?.code, 'corrupt-log', `${command.join(' ')}: ${ended.err}`);
      assert.match(ended.json.error.message, /events\.jsonl:2 /);
      assert.equal(ended.code, 3);
    }
    assert.equal(fs.readFileSync(file, 'utf8'), lines.join('\n'));
  });

  it('whose .marginalia is removed under the engine stops, says so, and can go on', async () => {
    target.commit({ '01-faster': 80, '02-slower': 120 });
    before_ = target.observe();
    const { ended } = target.begin('start', '--json', '--total-pairs', '2');
    const pairs = () => {
      const folder = path.join(target.workspace, '.marginalia', 'campaigns');
      if (!fs.existsSync(folder)) return false;
      const [campaign] = fs.readdirSync(folder);
      return campaign !== undefined && fs.existsSync(path.join(folder, campaign, 'pairs', '01-faster.jsonl'));
    };
    await until(pairs);
    fs.rmSync(path.join(target.workspace, '.marginalia'), { recursive: true, force: true });
    const { code, err } = await ended;
    assert.equal(code, 5, err);
    assert.match(err, /\.marginalia was removed/);
    await until(() => target.enginePid === undefined);
    const resumed = await target.run('resume', '--json');
    assert.equal(resumed.code, 0, resumed.err);
    assert.equal(resumed.json.experiments[0]?.state, 'kept');
    assert.equal(resumed.json.experiments.length, 2);
    assert.deepEqual(target.observe(), before_);
  });
});
