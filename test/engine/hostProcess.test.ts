import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandRunner, type CommandRequest } from '../../src/support/process.ts';
import { startOf } from '../../src/support/processIdentity.ts';

const LONG = 300;
const ENV = { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: '/' };

describe('running commands', function () {
  this.timeout(60_000);
  let folder = '';
  let runner: CommandRunner;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'run ü '));
    runner = new CommandRunner({ mark: `test${path.basename(folder).slice(-6)}`, scratch: path.join(folder, 'scratch'), graceMs: 300 });
  });
  afterEach(async () => {
    runner.close();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (command: string, more: Partial<CommandRequest> = {}) => runner.run({ command, cwd: folder, env: ENV, timeoutMs: 30_000, ...more });
  const text = async (command: string, more: Partial<CommandRequest> = {}) => (await run(command, more)).output.toString();
  /** Process ids that a command printed, one a line, as they are after it has ended. */
  const living = (output: Buffer) => output.toString().split('\n').map(Number).filter((pid) => pid > 0 && startOf(pid) !== undefined);

  it('keeps both outputs in their order', async () => {
    assert.equal(await text('for i in 1 2 3; do echo out $i; echo err $i >&2; done'), 'out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n');
  });

  it('lets scripts write to /dev/stderr and /dev/stdout', async () => {
    assert.equal(await text('echo a > /dev/stderr; echo b | tee /dev/stderr; echo c > /dev/stdout'), 'a\nb\nb\nc\n');
  });

  it('gives nothing to read', async () => assert.equal(await text('cat; echo end'), 'end\n'));

  it('passes the environment that it is given, and no other', async () => {
    process.env.MARGINALIA_CANARY = 'canary';
    try {
      const lines = (await text('env', { env: { ...ENV, WORD: 'ä b' } })).split('\n');
      assert.ok(lines.includes('WORD=ä b'));
      assert.ok(!lines.some((line) => line.includes('canary')));
      assert.deepEqual(lines.map((line) => line.split('=')[0]).filter((name) => name?.startsWith('MARGINALIA')), ['MARGINALIA_RUN']);
    } finally {
      delete process.env.MARGINALIA_CANARY;
    }
  });

  it('gives every run an environment of the same size', async () => {
    const sizes = await Promise.all([text('env | wc -c'), text('env | wc -c'), text('env | wc -c')]);
    assert.equal(new Set(sizes).size, 1);
  });

  it('tells how a command ended', async () => {
    assert.equal((await run('exit 7')).exitCode, 7);
    const killed = await run('kill -SEGV $$');
    assert.deepEqual([killed.exitCode, killed.endedBy], [null, 'SIGSEGV']);
    assert.equal((await run('no-such-command-anywhere')).exitCode, 127);
  });

  it('tells what could not be started', async () => {
    const outcome = await run('true', { cwd: path.join(folder, 'nowhere') });
    assert.match(outcome.notStarted, /nowhere/);
  });

  it('measures the command, by a clock that does not jump', async () => {
    const { ms } = await run('sleep 0.2');
    assert.ok(ms >= 195 && ms < 20_000, String(ms));
  });

  it('ends the whole group at the time limit', async () => {
    const before = performance.now();
    const outcome = await run(`sleep ${LONG} & echo $!; sleep ${LONG} & echo $!; echo $$; wait`, { timeoutMs: 200 });
    assert.equal(outcome.timedOut, true);
    assert.deepEqual(living(outcome.output), []);
    assert.ok(performance.now() - before < 20_000);
  });

  it('kills what ignores the request to end', async () => {
    const controller = new AbortController();
    const running = run(`trap '' TERM; (trap '' TERM; echo $BASHPID; sleep ${LONG}) & echo $$; touch ready; while :; do sleep 1; done`, { signal: controller.signal });
    while (!existsSync(path.join(folder, 'ready'))) await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort();
    const outcome = await running;
    assert.deepEqual([outcome.aborted, outcome.endedBy], [true, 'SIGKILL']);
    assert.notEqual(outcome.output.length, 0);
    assert.deepEqual(living(outcome.output), []);
  });

  it('ends when it is aborted, also before it has begun', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const outcome = await run(`echo $$; sleep ${LONG}`, { signal: controller.signal });
    assert.deepEqual([outcome.aborted, outcome.timedOut, living(outcome.output)], [true, false, []]);
    assert.equal((await run(`sleep ${LONG}`, { signal: controller.signal })).aborted, true);
  });

  it('ends a flood and keeps its beginning and its end', async () => {
    const small = new CommandRunner({ mark: 'flood', scratch: path.join(folder, 'flood'), limits: { kept: 1_000, most: 5_000_000 }, graceMs: 300 });
    try {
      const request = { command: `echo first; yes; sleep ${LONG}`, cwd: folder, env: ENV, timeoutMs: 30_000 };
      const outcome = await small.run(request);
      assert.equal(outcome.flooded, true);
      assert.ok(outcome.outputBytes > 5_000_000 && outcome.output.length < 2_000);
      assert.match(outcome.output.toString(), /^first\ny\ny\n[^]*bytes left out[^]*y\n/);
    } finally {
      small.close();
    }
  });

  it('keeps all of an output that is not a flood', async () => {
    const outcome = await run('seq 1 200000');
    assert.equal(outcome.output.toString(), Array.from({ length: 200_000 }, (_, index) => `${index + 1}\n`).join(''));
    assert.equal(outcome.flooded, false);
  });

  it('does not wait for a process that keeps the output open, and ends it', async () => {
    const before = performance.now();
    const outcome = await run(`sleep ${LONG} & echo $!`);
    assert.ok(performance.now() - before < 20_000);
    assert.equal(outcome.exitCode, 0);
    assert.deepEqual(outcome.left.map(({ name }) => name), ['sleep']);
    assert.deepEqual(living(outcome.output), []);
  });

  it('waits a moment for what is just ending', async () => {
    const outcome = await run('exec > >(sleep 0.05; cat); echo through');
    assert.deepEqual([outcome.output.toString(), outcome.left], ['through\n', []]);
  });

  const linux = process.platform === 'linux' ? it : it.skip;

  /** A daemon that says its process id in a file; the command ends once it has. */
  const daemon = (how: string) => `(${how} bash -c 'echo $$ > pid; exec sleep ${LONG}' &); until test -s pid; do sleep 0.02; done`;

  for (const [what, how] of [['left its session', 'setsid'], ['cleared its environment too, if it stays in the twin', 'env -i setsid']] as const) {
    linux(`finds a daemon that ${what}`, async () => {
      const outcome = await run(daemon(how), { folders: [folder] });
      const pid = Number(readFileSync(path.join(folder, 'pid'), 'utf8'));
      assert.deepEqual(outcome.left.map((stray) => stray.pid), [pid]);
      assert.equal(startOf(pid), undefined);
    });
  }

  linux('leaves other processes alone, those of another run of ours too', async () => {
    const foreign = spawn('sleep', [String(LONG)], { stdio: 'ignore', detached: true });
    try {
      const [long, short] = await Promise.all([run('sleep 0.6; echo done', { folders: [] }), run(`setsid sleep ${LONG} & sleep 0.1`)]);
      assert.equal(long.output.toString(), 'done\n');
      assert.equal(short.left.length, 1);
      assert.notEqual(startOf(foreign.pid ?? 0), undefined);
    } finally {
      const ended = once(foreign, 'exit');
      foreign.kill('SIGKILL');
      await ended;
    }
  });

  linux('finds what a killed engine left running', async () => {
    const mark = `forgotten${path.basename(folder).slice(-6)}`;
    const script = `
      import { existsSync } from 'node:fs';
      import { CommandRunner } from ${JSON.stringify(path.resolve('src/support/process.ts'))};
      const runner = new CommandRunner({ mark: '${mark}', scratch: ${JSON.stringify(path.join(folder, 'other'))} });
      setInterval(() => { if (existsSync(${JSON.stringify(path.join(folder, 'pid'))})) process.kill(process.pid, 'SIGKILL'); }, 20);
      await runner.run({ command: 'echo $$ > new; mv new pid; sleep ${LONG}', cwd: ${JSON.stringify(folder)}, env: { PATH: process.env.PATH }, timeoutMs: 600000 });
    `;
    const engine = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], { stdio: 'inherit' });
    const [, signal] = (await once(engine, 'exit')) as [number | null, string | null];
    assert.equal(signal, 'SIGKILL');
    const pid = Number(await text('cat pid'));
    assert.notEqual(startOf(pid), undefined);
    const next = new CommandRunner({ mark, scratch: path.join(folder, 'other') });
    const ended = await next.endForgotten([]);
    next.close();
    assert.ok(ended.some((stray) => stray.pid === pid));
    assert.equal(startOf(pid), undefined);
  });

  it('runs low where asked', async () => assert.equal(await text('nice', { lowPriority: true }), '10\n'));

  it('leaves nothing on the disk', async () => {
    await run('true');
    runner.close();
    assert.deepEqual(await readdir(path.join(folder, 'scratch')), []);
    runner = new CommandRunner({ mark: 'x', scratch: path.join(folder, 'scratch') });
  });
});
