import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HostLock } from '../../src/measure/hostLock.ts';
import { TicketFolder } from '../../src/measure/lockTickets.ts';
import { ownIdentity } from '../../src/support/processIdentity.ts';

/** Takes the lock over and over, and writes down when it held it. Each line is one write, so lines stay whole. */
const WORKER = `
  import { appendFileSync, existsSync } from 'node:fs';
  import { HostLock } from ${JSON.stringify(path.resolve('src/measure/hostLock.ts'))};
  const [folder, log, stop, mode] = process.argv.slice(1);
  const lock = new HostLock({ folder });
  let n = 0;
  while (!existsSync(stop)) {
    const wanted = mode === 'mixed' ? (n++ % 3 === 0 ? 'exclusive' : 'shared') : mode;
    const held = await lock.acquire(wanted);
    const id = process.pid + ':' + n++;
    appendFileSync(log, JSON.stringify({ what: 'in', id, mode: wanted, at: String(process.hrtime.bigint()) }) + '\\n');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
    appendFileSync(log, JSON.stringify({ what: 'out', id, mode: wanted, at: String(process.hrtime.bigint()), lost: held.wasLost() }) + '\\n');
    held.release();
    if (n % 7 === 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
  }
`;

interface Line {
  readonly what: 'in' | 'out';
  readonly id: string;
  readonly mode: 'shared' | 'exclusive';
  readonly at: string;
  readonly lost?: boolean;
}

describe('the host lock', function () {
  this.timeout(110_000);
  let folder = '';
  let tickets = '';
  const workers: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lock '));
    tickets = path.join(folder, 'host');
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) {
      if (worker.exitCode !== null || worker.signalCode !== null) continue;
      const ended = once(worker, 'exit');
      worker.kill('SIGKILL');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  });

  const lock = () => new HostLock({ folder: tickets });

  function start(mode: string): ChildProcess {
    const worker = spawn(process.execPath, ['--input-type=module-typescript', '--eval', WORKER, tickets, path.join(folder, 'log'), path.join(folder, 'stop'), mode], { stdio: ['ignore', 'inherit', 'inherit'] });
    workers.push(worker);
    return worker;
  }

  function readLog(): readonly Line[] {
    const text = existsSync(path.join(folder, 'log')) ? readFileSync(path.join(folder, 'log'), 'utf8') : '';
    return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
  }

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** The log's order is the order of writes: an "in" before the "out" of another means that both held it. */
  function checkExclusion(lines: readonly Line[], dead: readonly string[]): void {
    const inside = new Map<string, Line>();
    for (const line of lines) {
      if (line.what === 'out') {
        assert.equal(line.lost, false, JSON.stringify(line));
        inside.delete(line.id);
        continue;
      }
      // A killed holder never said that it was out.
      for (const id of inside.keys()) if (dead.includes(id.split(':')[0] ?? '')) inside.delete(id);
      for (const other of inside.values()) {
        assert.ok(line.mode === 'shared' && other.mode === 'shared', `${JSON.stringify(line)} while ${JSON.stringify(other)}`);
      }
      inside.set(line.id, line);
    }
  }

  it('keeps processes apart, starves none, and goes on when holders are killed', async () => {
    const crew = ['exclusive', 'exclusive', 'shared', 'shared', 'mixed', 'mixed'].map(start);
    const turnsOf = (worker: ChildProcess) => readLog().filter(({ what, id }) => what === 'out' && id.startsWith(`${worker.pid}:`)).length;
    await until(() => crew.every((worker) => turnsOf(worker) >= 10));
    const victims = crew.slice(0, 3);
    for (const victim of victims) {
      // In the middle of whatever it does: holding, waiting, drawing.
      victim.kill('SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const others = crew.slice(3);
    const before = others.map(turnsOf);
    const newcomer = start('exclusive');
    await until(() => turnsOf(newcomer) >= 5 && others.every((worker, index) => turnsOf(worker) >= (before[index] ?? 0) + 5));
    writeFileSync(path.join(folder, 'stop'), '');
    await until(() => [...others, newcomer].every(({ exitCode }) => exitCode === 0));
    checkExclusion(readLog(), victims.map(({ pid }) => String(pid)));
    const shared = readLog().filter(({ mode }) => mode === 'shared').length;
    assert.ok(shared > 0 && shared < readLog().length);
    const last = await lock().acquire('exclusive');
    last.release();
    assert.deepEqual(readdirSync(tickets), []);
  });

  it('is shared by readers, and given in the order of asking', async () => {
    const order: string[] = [];
    const hosts = lock();
    const first = await hosts.acquire('shared');
    const second = await lock().acquire('shared');
    const writer = hosts.acquire('exclusive').then((held) => (order.push('writer'), held));
    const late = hosts.acquire('shared').then((held) => (order.push('late reader'), held));
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(order, []);
    first.release();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(order, []);
    second.release();
    (await writer).release();
    (await late).release();
    assert.deepEqual(order, ['writer', 'late reader']);
  });

  it('gives up when aborted, and leaves nothing behind', async () => {
    const held = await lock().acquire('exclusive');
    const controller = new AbortController();
    const waiting = lock().acquire('shared', controller.signal);
    setTimeout(() => controller.abort(new Error('stop')), 30);
    await assert.rejects(waiting, /stop/);
    assert.equal(readdirSync(tickets).length, 1);
    await assert.rejects(lock().acquire('shared', controller.signal), /stop/);
    held.release();
    assert.deepEqual(readdirSync(tickets), []);
  });

  const owner = (changes: Record<string, unknown>) => JSON.stringify({ id: 'x', mode: 'exclusive', ...ownIdentity(), ...changes });
  const ticket = (number: number) => path.join(tickets, String(number).padStart(12, '0'));

  it('passes over owners that are dead: another process, another start of the machine', async () => {
    mkdirSync(tickets, { recursive: true });
    writeFileSync(ticket(3), owner({ start: '1' }));
    writeFileSync(ticket(4), owner({ boot: 'earlier' }));
    (await lock().acquire('exclusive')).release();
    assert.deepEqual(readdirSync(tickets), []);
  });

  it('waits for a live owner, and for one elsewhere as long as its heart beats', async () => {
    mkdirSync(tickets, { recursive: true });
    for (const content of [owner({}), owner({ host: 'container' }), '']) {
      writeFileSync(ticket(7), content);
      const waiting = lock().acquire('exclusive', AbortSignal.timeout(200));
      await assert.rejects(waiting, { name: 'TimeoutError' });
      assert.deepEqual(readdirSync(tickets), [path.basename(ticket(7))]);
    }
    const old = Date.now() / 1000 - 60;
    for (const content of [owner({ host: 'container' }), '']) {
      writeFileSync(ticket(7), content);
      utimesSync(ticket(7), old, old);
      (await lock().acquire('exclusive')).release();
    }
  });

  it('draws again where the number was drawn from a maximum that is past', async () => {
    class Stale extends TicketFolder {
      #looks = 0;
      /** The first look saw an empty folder; by the time the ticket is made, others came, and the lowest of them went. */
      override numbers(): readonly number[] {
        this.#looks += 1;
        return this.#looks === 1 ? [] : super.numbers();
      }
    }
    mkdirSync(tickets, { recursive: true });
    writeFileSync(ticket(2), owner({}));
    const stale = new HostLock({ tickets: new Stale(tickets, Date.now) });
    await assert.rejects(stale.acquire('exclusive', AbortSignal.timeout(200)), { name: 'TimeoutError' });
    rmSync(ticket(2));
    writeFileSync(ticket(2), owner({ mode: 'shared' }));
    const held = await new HostLock({ tickets: new Stale(tickets, Date.now) }).acquire('shared');
    assert.deepEqual(readdirSync(tickets).map(Number), [2, 3]);
    held.release();
  });

  it('knows when its ticket was taken away, even if the number was drawn again', async () => {
    const held = await lock().acquire('exclusive');
    assert.equal(held.wasLost(), false);
    const [name = ''] = readdirSync(tickets);
    unlinkSync(path.join(tickets, name));
    assert.equal(held.wasLost(), true);
    const other = await lock().acquire('exclusive');
    assert.deepEqual(readdirSync(tickets), [name]);
    assert.equal(held.wasLost(), true);
    held.release();
    assert.equal(other.wasLost(), false);
    other.release();
  });

  it('asks again where its ticket was taken away while it waited, and where the folder went', async () => {
    const held = await lock().acquire('exclusive');
    const waiting = lock().acquire('exclusive');
    await new Promise((resolve) => setTimeout(resolve, 50));
    rmSync(tickets, { recursive: true });
    (await waiting).release();
    assert.equal(held.wasLost(), true);
  });

  it('makes a folder in which everybody may ask', async () => {
    (await lock().acquire('shared')).release();
    assert.equal(statSync(tickets).mode & 0o7777, 0o1777);
  });

  it('refuses a file in the folder’s place', () => {
    appendFileSync(tickets, '');
    assert.throws(() => lock(), /EEXIST|no folder/);
  });
});
