import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PairOutcome, RunOutcome } from '../../src/campaign/stages.ts';
import { HostLock } from '../../src/measure/hostLock.ts';
import { systemClock } from '../../src/support/clock.ts';
import { startOf } from '../../src/support/processIdentity.ts';
import { makeDefinition } from './codeFixture.ts';
import { HostFixture, NEVER, pairRequest } from './hostFixture.ts';

const LONG = 300;

describe('this machine as a host', function () {
  this.timeout(90_000);
  let fixture: HostFixture;
  const place = { clean: false, keep: [] as string[] };
  const inTwin = (file: string, twin: 'a' | 'b' = 'a') => path.join(fixture.twin(twin), file);

  beforeEach(async () => {
    fixture = await HostFixture.make();
    const { user } = fixture;
    user.write('speed.txt', '100\n');
    user.write('bench.sh', 'echo "METRIC tg=$(cat speed.txt)"\n', 0o755);
    user.write('.gitignore', 'out/\n');
    user.commit('base');
  });
  afterEach(() => fixture.remove());

  /** A host whose twin a holds the base, with the benchmark given. */
  async function ready(bench: string, more: Record<string, unknown> = {}) {
    fixture.user.write('bench.sh', `${bench}\n`, 0o755);
    const { host, base } = await fixture.open(makeDefinition(more));
    await host.place('a', base, place);
    return { host, base };
  }

  async function take(pairs: AsyncGenerator<PairOutcome, void, void>, count: number): Promise<PairOutcome[]> {
    const taken: PairOutcome[] = [];
    for await (const outcome of pairs) if (taken.push(outcome) >= count) break;
    return taken;
  }

  describe('a run', () => {
    const cases: readonly (readonly [string, string, RunOutcome['fault'], RegExp, Record<string, unknown>?])[] = [
      ['prints no METRIC line', 'echo hello', 'no-metric', /no METRIC line/],
      ['prints NaN', 'echo METRIC tg=nan', 'bad-metric', /METRIC tg=nan/],
      ['fails', 'echo METRIC tg=1; echo oh no; exit 3', 'failed', /exit code 3: .*oh no/],
      ['crashes', 'kill -SEGV $$', 'failed', /SIGSEGV|139/],
      ['never ends', `echo thinking; sleep ${LONG}`, 'timeout', /longer than 2 s: ended; last line: thinking/, { timeouts: { run: '2s' } }],
      ['never ends, nor heeds a signal', `trap "" TERM; while :; do sleep 1; done`, 'timeout', /longer than 300 ms/, { timeouts: { run: '300ms' } }],
      ['floods its output', 'yes METRIC tg=1', 'too-much-output', /more than 6\d MB/],
      ['leaves a process', `echo METRIC tg=1; sleep ${LONG} &`, 'left-processes', /left a process running: sleep/],
      ['names a command that is not there', 'no_such_command_here', 'failed', /no_such_command_here: command not found/],
    ];
    for (const [what, bench, fault, reason, more] of cases) {
      it(`that ${what}`, async () => {
        const { host } = await ready(bench, more);
        const outcome = await host.run('a', NEVER);
        assert.deepEqual([outcome.ok, outcome.fault, outcome.infrastructure, outcome.values], [false, fault, false, {}]);
        assert.match(outcome.reason, reason);
        assert.ok(fixture.logs.has(outcome.log.sha256));
      });
    }

    it('that starts a daemon says so, and the daemon is ended', async function () {
      if (process.platform !== 'linux') this.skip();
      const { host } = await ready(`mkdir -p out; setsid bash -c 'echo $$ > out/pid; exec sleep ${LONG}' & until test -s out/pid; do sleep 0.02; done; echo METRIC tg=1`);
      const outcome = await host.run('a', NEVER);
      assert.equal(outcome.fault, 'left-processes');
      assert.equal(startOf(Number(readFileSync(inTwin('out/pid'), 'utf8'))), undefined);
    });

    it('sees the campaign’s environment and home, and no secret', async () => {
      const environment = { ...process.env, HOME: '/home/nobody', AWS_SECRET_ACCESS_KEY: 'canary', HF_TOKEN: 'canary', OMP_NUM_THREADS: '1', MODEL: 'm' };
      fixture.user.write('bench.sh', 'env; pwd; echo METRIC tg=1\n', 0o755);
      const { host, base } = await fixture.open(makeDefinition({ env: { pass: ['MODEL', 'HF_TOKEN'], set: { THREADS: 2 } } }), { environment });
      await host.place('a', base, place);
      const log = fixture.log(await host.run('a', NEVER));
      assert.ok(!log.includes('canary') && !log.includes('OMP_NUM_THREADS'));
      for (const line of [`HOME=${path.join(fixture.cache, 'home', 'c1')}`, 'TERM=dumb', 'MODEL=m', 'THREADS=2', fixture.twin('a')]) assert.ok(log.split('\n').includes(line), line);
    });

    it('is stopped when asked', async () => {
      const { host } = await ready(`sleep ${LONG}`);
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 200);
      const outcome = await host.run('a', controller.signal);
      assert.equal(outcome.ok, false);
      assert.equal((await host.run('a', controller.signal)).reason, 'stopped');
    });
  });

  describe('a step', () => {
    it('without a command goes well', async () => {
      const { host } = await ready('true');
      assert.ok((await host.build('a', NEVER)).ok);
      assert.ok((await host.check('a', NEVER)).ok);
    });

    it('names a compiler that is missing, and what to do', async () => {
      const { host, base } = await fixture.open(makeDefinition({ build: 'gcc -c x.c' }), { environment: { PATH: path.join(fixture.user.folder, 'nothing') } });
      await host.place('a', base, place);
      const outcome = await host.build('a', NEVER);
      assert.deepEqual([outcome.reason, outcome.infrastructure], ['the build failed: gcc: command not found', false]);
      assert.equal(outcome.hint, 'install a C compiler, for instance gcc or clang with make');
    });

    it('that never ends is ended, by its own limit', async () => {
      const { host } = await ready('true', { checks: `echo case 1; sleep ${LONG}`, timeouts: { checks: '2s' } });
      const outcome = await host.check('a', NEVER);
      assert.match(outcome.reason, /the checks took longer than 2 s: ended; last line: case 1/);
      assert.match(outcome.hint, /timeouts\.checks/);
    });

    it('may leave processes behind, which are ended', async () => {
      const { host } = await ready('true', { build: `mkdir -p out; sleep ${LONG} & echo $! > out/pid` });
      assert.ok((await host.build('a', NEVER)).ok);
      assert.equal(startOf(Number(readFileSync(inTwin('out/pid'), 'utf8'))), undefined);
    });

    it('that changes a protected file fails, and the file is put back', async () => {
      const { host } = await ready('echo METRIC tg=1', { build: 'echo echo METRIC tg=999 > bench.sh' });
      const outcome = await host.build('a', NEVER);
      assert.match(outcome.reason, /the build changed bench\.sh, which is protected/);
      assert.deepEqual((await host.run('a', NEVER)).values, { tg: 1 });
    });

    it('builds without a compiler cache where the twin was cleaned', async () => {
      const { host, base } = await ready('true', { build: 'echo "cache: $CCACHE_DISABLE."' });
      assert.match(fixture.log(await host.build('a', NEVER)), /cache: \./);
      await host.place('a', base, { clean: true, keep: [] });
      assert.match(fixture.log(await host.build('a', NEVER)), /cache: 1\./);
    });

    it('tells the compiler', async () => {
      const bin = path.join(fixture.user.folder, 'bin');
      fixture.user.write('../bin/mycc', '#!/bin/sh\necho "mycc 1.2 (test)"\necho more\n', 0o755);
      const { host } = await fixture.open(makeDefinition(), { environment: { ...process.env, CC: 'mycc', PATH: `${bin}:${process.env.PATH}` } });
      assert.equal(await host.compiler(), 'mycc 1.2 (test)');
    });
  });

  it('runs the benchmark of the campaign’s start, also where the user overruled the refusal of another', async () => {
    const { host, base } = await ready('echo METRIC tg=1');
    fixture.user.commit();
    const cheat = await fixture.candidate(base, () => fixture.user.write('bench.sh', 'echo METRIC tg=999\n', 0o755));
    await host.place('b', cheat, place);
    await host.verify('b', cheat, []);
    assert.deepEqual((await host.run('b', NEVER)).values, { tg: 1 });
  });

  it('ends what a killed engine left running', async function () {
    if (process.platform !== 'linux') this.skip();
    const { host, base } = await ready('true');
    await host.close();
    const mark = readFileSync(path.join(fixture.cache, 'mark'), 'utf8').trim();
    const orphan = spawn('sleep', [String(LONG)], { stdio: 'ignore', detached: true, env: { PATH: process.env.PATH, MARGINALIA_RUN: `${mark}.0000000007` } });
    const ended = once(orphan, 'exit');
    const again = await fixture.open(makeDefinition());
    await ended;
    assert.equal(again.base.tree, base.tree);
  });

  describe('pairs', () => {
    /** The benchmark writes down what ran: side, padding. */
    const BENCH = 'echo "$(basename "$PWD") $(cat speed.txt) ${#MARGINALIA_PADDING}" >> ../runs.log; echo METRIC tg=$(cat speed.txt)';
    const runs = () => readFileSync(path.join(fixture.cache, 'runs.log'), 'utf8').trim().split('\n');

    async function both(bench = BENCH, candidateSpeed = '110\n', more: Parameters<HostFixture['open']>[1] = {}) {
      fixture.user.write('bench.sh', `${bench}\n`, 0o755);
      const { host, base } = await fixture.open(makeDefinition(), more);
      const candidate = await fixture.candidate(base, () => fixture.user.write('speed.txt', candidateSpeed));
      await host.place('a', base, place);
      await host.place('b', candidate, place);
      return { host, base, candidate };
    }

    it('begin with a warm-up, follow the coins, and pad both sides alike', async () => {
      const { host, base, candidate } = await both();
      const taken = await take(host.pairs(pairRequest(base, candidate, { firstPair: 3 }), NEVER), 2);
      const sides = { current: { tg: 100 }, candidate: { tg: 110 } };
      assert.deepEqual(taken.map((outcome) => outcome.kind === 'pair' && outcome.micro), [
        [{ first: 'candidate', ...sides }, { first: 'current', ...sides }],
        [{ first: 'current', ...sides }, { first: 'candidate', ...sides }],
      ]);
      const [a, b] = ['twin-a 100', 'twin-b 110'];
      assert.deepEqual(runs().slice(0, 6), [`${a} 30`, `${b} 30`, `${b} 30`, `${a} 30`, `${a} 30`, `${b} 30`]);
      assert.deepEqual(runs().slice(-4), [`${a} 40`, `${b} 40`, `${b} 40`, `${a} 40`]);
      assert.ok(taken.every((outcome) => outcome.kind === 'pair' && outcome.ms > 0));
    });

    it('put the sides into the twins that were drawn', async () => {
      const { host, base, candidate } = await both();
      const assignment = { current: candidate, candidate: base, currentTwin: 'b' as const };
      const [outcome] = await take(host.pairs(pairRequest(candidate, base, { assignment }), NEVER), 1);
      assert.ok(outcome?.kind === 'pair');
      assert.deepEqual(outcome.micro[0], { first: 'candidate', current: { tg: 110 }, candidate: { tg: 100 } });
    });

    it('warm up again after a rest', async () => {
      let skipped = 0;
      const clock = { ...systemClock, now: () => systemClock.now() + skipped, monotonic: () => systemClock.monotonic() + skipped };
      const { host, base, candidate } = await both(BENCH, '110\n', { clock });
      const pairs = host.pairs(pairRequest(base, candidate, { microPairs: 1 }), NEVER);
      await pairs.next();
      skipped += 3_600_000;
      await pairs.next();
      await pairs.return();
      assert.equal(runs().length, 8);
    });

    it('are void when the machine slept, and are taken again by the same coins', async () => {
      let asleep = 0;
      let looks = 0;
      const clock = { ...systemClock, now: () => systemClock.now() + ((looks += 1) === 2 ? (asleep = 60_000) : asleep) };
      const lock = new HostLock({ folder: fixture.lockFolder });
      const { host, base, candidate } = await both(BENCH, '110\n', { clock, lock });
      const [first, second] = await take(host.pairs(pairRequest(base, candidate, { microPairs: 1 }), NEVER), 2);
      assert.ok(first?.kind === 'void' && /slept/.test(first.why), JSON.stringify(first));
      assert.ok(second?.kind === 'pair' && second.micro[0]?.first === 'candidate');
      assert.ok(runs().every((line) => line.endsWith(' 10')));
    });

    it('are void when the host’s lock was lost', async () => {
      const { host, base, candidate } = await both(`rm -f "${fixture.lockFolder}"/0*; ${BENCH}`);
      const [outcome] = await take(host.pairs(pairRequest(base, candidate), NEVER), 1);
      assert.ok(outcome?.kind === 'void' && /lock was lost/.test(outcome.why), JSON.stringify(outcome));
    });

    it('hold the lock alone while they run, and not in between', async () => {
      const { host, base, candidate } = await both(`ls "${fixture.lockFolder}" | wc -l >> ../held.log; ${BENCH}`);
      const pairs = host.pairs(pairRequest(base, candidate), NEVER);
      await pairs.next();
      assert.deepEqual(readdirSync(fixture.lockFolder), []);
      const other = await new HostLock({ folder: fixture.lockFolder }).acquire('shared');
      let done = false;
      const next = pairs.next().then(() => (done = true));
      await systemClock.sleep(300);
      assert.equal(done, false);
      other.release();
      await next;
      await pairs.return();
      assert.ok(readFileSync(path.join(fixture.cache, 'held.log'), 'utf8').split('\n').filter((line) => line.trim() === '1').length >= 10);
    });

    it('end with the fault of a side that fails, and whose it is', async () => {
      const { host, base, candidate } = await both('test $(cat speed.txt) -lt 105 || exit 9; echo METRIC tg=1');
      const taken = await take(host.pairs(pairRequest(base, candidate), NEVER), 5);
      assert.equal(taken.length, 1);
      const [outcome] = taken;
      assert.ok(outcome?.kind === 'fault' && outcome.side === 'candidate' && outcome.run.fault === 'failed');
      assert.match(outcome.run.reason, /exit code 9/);
      assert.ok(fixture.logs.has(outcome.run.log.sha256));
    });

    it('catch a run that changes a protected file of either twin', async () => {
      const tamper = 'test $(cat speed.txt) -lt 105 || for t in a b; do echo "echo METRIC tg=999" > ../twin-$t/bench.sh; done; echo METRIC tg=1';
      const { host, base, candidate } = await both(tamper);
      const [outcome] = await take(host.pairs(pairRequest(base, candidate), NEVER), 1);
      assert.ok(outcome?.kind === 'fault' && outcome.side === 'candidate');
      assert.match(outcome.run.reason, /changed bench\.sh, which is protected/);
      assert.deepEqual((await host.run('a', NEVER)).values, { tg: 1 });
    });

    it('stop at once when asked, in the middle of a run or while waiting', async () => {
      const { host, base, candidate } = await both(`echo x >> ../begun.log; sleep ${LONG}`);
      const controller = new AbortController();
      const stop = async () => {
        while (!existsSync(path.join(fixture.cache, 'begun.log'))) await systemClock.sleep(20);
        controller.abort();
      };
      const [taken] = await Promise.all([take(host.pairs(pairRequest(base, candidate), controller.signal), 1), stop()]);
      assert.deepEqual(taken, []);
      assert.deepEqual(readdirSync(fixture.lockFolder), []);
      const held = await new HostLock({ folder: fixture.lockFolder }).acquire('exclusive');
      const waiting = new AbortController();
      setTimeout(() => waiting.abort(), 100);
      assert.deepEqual(await take(host.pairs(pairRequest(base, candidate), waiting.signal), 1), []);
      held.release();
    });
  });

  it('says what the machine lacks, not the candidate', async () => {
    const { host } = await ready('true', { build: 'echo "ld: final link failed: No space left on device" >&2; exit 1' });
    assert.deepEqual([(await host.build('a', NEVER)).infrastructure, (await host.build('a', NEVER)).ok], [true, false]);
  });

  it('makes again what somebody swept away: pipes, twins, clone, copies', async () => {
    const { host, base } = await ready('echo METRIC tg=1', { build: 'test -e out/built || { mkdir out && touch out/built; }' });
    for (const gone of ['scratch', 'twin-a', 'repo.git', 'protected', 'home', '.']) {
      rmSync(path.join(fixture.cache, gone), { recursive: true });
      await host.place('a', base, place);
      await host.verify('a', base, []);
      assert.ok((await host.build('a', NEVER)).ok, gone);
      assert.deepEqual((await host.run('a', NEVER)).values, { tg: 1 }, gone);
    }
  });

  it('runs the setup again where the twin was made again', async () => {
    const definition = makeDefinition({ setup: 'echo x >> ../setups; mkdir -p deps && touch deps/lib', build: 'test -e deps/lib' });
    const first = await fixture.open(definition);
    await first.host.place('a', first.base, place);
    assert.ok((await first.host.setup('a', NEVER)).ok);
    const keep = (await first.host.leftovers('a')).untracked;
    assert.deepEqual(keep, ['deps/lib']);
    await first.host.place('a', first.base, { clean: true, keep });
    await first.host.close();
    const other = await fixture.open(makeDefinition(), { campaign: 'c2' });
    await other.host.close();
    const again = await fixture.open(definition);
    await again.host.place('a', again.base, { clean: false, keep });
    assert.ok((await again.host.build('a', NEVER)).ok);
    await again.host.place('a', again.base, { clean: true, keep });
    assert.equal(readFileSync(path.join(fixture.cache, 'setups'), 'utf8'), 'x\nx\n');
    const broken = await fixture.open(makeDefinition({ setup: 'exit 7' }), { campaign: 'c3' });
    await assert.rejects(broken.host.place('b', broken.base, { clean: false, keep }), { name: 'Infrastructure', message: /setup had to be run again.*exit code 7/ });
  });

  it('does not go on with an input that has changed', async () => {
    fixture.user.write('out/model.bin', 'model');
    const { host, base } = await ready('echo METRIC tg=1', { inputs: ['out/model.bin'], build: 'true' });
    await host.verify('a', base, []);
    writeFileSync(inTwin('out/model.bin'), 'other');
    await assert.rejects(host.verify('a', base, []), { name: 'Infrastructure', message: /out\/model\.bin has changed/ });
  });

  it('tells a full disk', async function () {
    const small = path.join(fixture.user.folder, 'small');
    mkdirSync(small);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=9m', 'tmpfs', small]).status !== 0) this.skip();
    try {
      fixture.user.write('big.txt', randomBytes(12_000_000));
      await assert.rejects(fixture.open(makeDefinition(), { cache: small }).then(({ host, base }) => host.place('a', base, place)), { name: 'Failure', code: 'disk-full' });
    } finally {
      spawnSync('umount', [small]);
    }
  });
});
