import assert from 'node:assert/strict';
import type { EventBody } from '../../../src/campaign/events.ts';
import { calibrated, created, DEFINITION, kept, committed, crashed, proposed, started, stateOf } from './campaigns.ts';
import { FakeEngine, makeWorld, settle, type WorldOptions } from './fakes.ts';

const ID = 'c20260102-1';
const WRITE = ['start', '--benchmark', './b', '--metric', 'tg:t/s:higher'];
const END: readonly EventBody[] = [{ kind: 'ended', how: 'ended', detail: 'every candidate has its verdict' }, { kind: 'engine_stopped', reason: 'ended' }];
const STOP: readonly EventBody[] = [{ kind: 'ended', how: 'stopped', detail: 'stopped by the user' }, { kind: 'engine_stopped', reason: 'stopped' }];

function begin(options: WorldOptions = {}, argv: readonly string[] = WRITE) {
  const engine = new FakeEngine(ID, stateOf(created, started));
  const world = makeWorld({ engine, ...options });
  return { engine, world, done: world.run(...argv) };
}

describe('following a campaign', () => {
  it('says what happens in plain lines and ends with the table, 0 and the report', async () => {
    const { engine, done } = begin();
    await settle();
    engine.tell(calibrated, proposed('01-fuse', 1), committed('01-fuse'), ...kept('01-fuse'), ...END);
    const { code, out, err } = await done;
    assert.equal(code, 0);
    assert.match(err, /^noise on local .*tg 0\.8 %/m);
    assert.match(err, /^01-fuse: proposed: Title of 01-fuse$/m);
    assert.match(err, /^01-fuse: kept: tg \+6\.8 % \[5\.9, 7\.7\] · pp -1\.2 % \[-3\.0, 0\.6\]$/m);
    assert.match(err, /^current code is now base \+ 01-fuse \(01-fuse was kept\)$/m);
    assert.match(out, /^report: \/w\/c20260102-1\/report\.md$/m);
    assert(engine.isDisposed);
  });

  it('prints one object last with --json, and nothing on standard error after it', async () => {
    const { engine, world, done } = begin({}, [...WRITE, '--json']);
    await settle();
    engine.tell(proposed('01-x', 1), ...crashed('01-x'), ...END);
    const { json, code } = await done;
    assert.equal(code, 0);
    assert.equal(json.state, 'ended');
    assert.equal(world.written.at(-1)?.[0], 'out');
    assert.equal(world.out.join('').trimEnd().split('\n').length, 1);
  });

  for (const how of ['stopped', 'budget'] as const) {
    it(`ends with 5 where it was ${how}`, async () => {
      const { engine, done } = begin();
      await settle();
      engine.tell({ kind: 'ended', how, detail: 'x' }, { kind: 'engine_stopped', reason: how });
      const { code, out } = await done;
      assert.equal(code, 5);
      assert.match(out, how === 'budget' ? /`marginalia resume --experiments N` goes on/ : /`marginalia resume` goes on/);
    });
  }

  it('ends with 3 where the dry start failed, with the reason and the campaign', async () => {
    const { engine, done } = begin({}, [...WRITE, '--json']);
    await settle();
    engine.tell({ kind: 'failed', code: 'no-metric', message: 'no METRIC line', hint: 'print one' });
    const { code, json, err } = await done;
    assert.equal(code, 3);
    assert.deepEqual(json.error, { code: 'no-metric', message: 'no METRIC line', hint: 'print one' });
    assert.equal(json.campaign, ID);
    assert.equal(json.state, 'failed');
    assert.match(err, /marginalia: no METRIC line\nprint one\n$/);
  });

  it('ends with 6 where the engine goes away, and with its end where that came first', async () => {
    const lost = begin({}, [...WRITE, '--json']);
    await settle();
    lost.engine.die();
    const { code, json } = await lost.done;
    assert.equal(code, 6);
    assert.equal((json.error as Record<string, string>).code, 'engine-lost');
    assert.equal(json.campaign, ID);

    const ended = begin();
    await settle();
    ended.engine.state = stateOf(created, started, ...END);
    ended.engine.die();
    assert.equal((await ended.done).code, 0);
  });

  it('detaches on the first Ctrl-C and says how to stop', async () => {
    const { engine, world, done } = begin({}, [...WRITE, '--json']);
    await settle();
    world.pressInterrupt();
    world.pass(5_000);
    const { code, json, err } = await done;
    assert.equal(code, 0);
    assert.equal(json.state, 'starting');
    assert.match(err, /Detached: campaign c20260102-1 goes on\..*`marginalia stop`/);
    assert(!engine.asked.some(({ method }) => method === 'stop'));
  });

  it('stops on the second Ctrl-C and waits for the end', async () => {
    const { engine, world, done } = begin();
    await settle();
    world.pressInterrupt();
    world.pass(1_000);
    world.pressInterrupt();
    await settle();
    assert.deepEqual(engine.asked.find(({ method }) => method === 'stop')?.params, { request: 'request-0001', campaign: ID });
    engine.tell(...STOP);
    assert.equal((await done).code, 5);
  });

  it('takes two signals of one press for one', async () => {
    const { engine, world, done } = begin();
    await settle();
    world.pressInterrupt();
    world.pass(10);
    world.pressInterrupt();
    world.pass(5_000);
    assert.equal((await done).code, 0);
    assert(!engine.asked.some(({ method }) => method === 'stop'));
  });

  it('leaves on the third Ctrl-C without waiting', async () => {
    const { world, done } = begin();
    await settle();
    for (let press = 0; press < 3; press += 1) {
      world.pressInterrupt();
      world.pass(300);
    }
    assert.equal((await done).code, 0);
  });

  it('attaches again where it fell behind, and counts nothing twice', async () => {
    const { engine, done } = begin();
    await settle();
    engine.tell(proposed('01-x', 1));
    engine.send({ type: 'resync' });
    await settle();
    engine.send({ type: 'activity', activity: { experiment: '', host: 'local', text: 'x', progress: null } }, 3);
    await settle();
    engine.tell(...crashed('01-x'), ...END);
    const { out } = await done;
    assert.equal(engine.asked.filter(({ method }) => method === 'attach').length, 3);
    assert.equal(out.match(/^01-x/gm)?.length, 1);
  });

  it('keeps what arrives before the snapshot', async () => {
    const engine = new FakeEngine(ID, stateOf(created, started));
    engine.reactions.attach = () => queueMicrotask(() => engine.tell(...END));
    const { code } = await makeWorld({ engine }).run(...WRITE);
    assert.equal(code, 0);
  });

  it('draws a bar for each experiment on a terminal and takes it away', async () => {
    const { engine, world, done } = begin({ isTerminal: true });
    await settle();
    engine.tell(calibrated, proposed('01-fuse', 1), proposed('02-x', 2), { kind: 'gated', experiment: '01-fuse' }, { kind: 'build_begun', experiment: '01-fuse', host: 'local', stage: 1, currentTwin: 'a' });
    engine.send({ type: 'activity', activity: { experiment: '01-fuse', host: 'local', text: 'pair 6, wealth 3.2', progress: { done: 6, most: 12 } } });
    world.pass(200);
    const drawn = world.err.join('');
    assert.match(drawn, /01-fuse {2}\x1b\[34m██████░░░░░░\x1b\[39m {2}building +pair 6, wealth 3\.2/);
    assert.match(drawn, /02-x +queued/);
    engine.tell(...END);
    await done;
    assert.match(world.err.join(''), /\x1b\[\?25h/, 'the cursor is given back');
  });

  it('hears of a long stage every half minute in plain lines', async () => {
    const { engine, world, done } = begin();
    await settle();
    engine.tell(proposed('01-x', 1), { kind: 'gated', experiment: '01-x' });
    const act = () => engine.send({ type: 'activity', activity: { experiment: '01-x', host: 'local', text: 'pair 6', progress: { done: 6, most: 12 } } });
    act();
    world.pass(31_000);
    act();
    engine.tell(...END);
    const { err } = await done;
    assert.equal(err.match(/01-x: pair 6 \(6 of at most 12 pairs\)/g)?.length, 1);
  });

  it('hands the client’s environment and the definition over', async () => {
    const { engine, done } = begin({}, [...WRITE, '--seed', 's1', '--total-pairs', '12', '--proposers', 'patches', '--branches', 'try/*']);
    await settle();
    engine.tell(...END);
    await done;
    const { params } = engine.asked.find(({ method }) => method === 'start') ?? { params: {} };
    assert.deepEqual({ ...params, definition: undefined }, {
      request: 'request-0001',
      definition: undefined,
      definitionFile: 'marginalia.yaml',
      environment: { PATH: '/bin', LANG: 'C.UTF-8' },
      branches: 'try/*',
      proposers: ['patches'],
      seed: 's1',
      totalPairs: 12,
    });
  });

  it('returns at once with --detach', async () => {
    const { world, done } = begin({}, [...WRITE, '--detach', '--json']);
    const { code, json } = await done;
    assert.equal(code, 0);
    assert.equal(json.campaign, ID);
    assert.match(DEFINITION, /tg/);
    assert.equal(world.written.at(-1)?.[0], 'out');
  });
});

describe('marginalia attach', () => {
  it('follows the campaign at work', async () => {
    const engine = new FakeEngine(ID, stateOf(created, started));
    const world = makeWorld({ engine, isRunning: true, campaigns: { [ID]: engine.state } });
    const done = world.run('attach');
    await settle();
    await settle();
    engine.tell(...END);
    assert.equal((await done).code, 0);
  });

  it('tells how a campaign ended that no engine is at work on', async () => {
    const ended = await makeWorld({ campaigns: { [ID]: stateOf(created, started, ...END) } }).run('attach', '--json');
    assert.equal(ended.code, 0);
    const stopped = await makeWorld({ campaigns: { [ID]: stateOf(created, started, ...STOP) } }).run('attach', '--json');
    assert.equal(stopped.code, 5);
    const cutOff = await makeWorld({ campaigns: { [ID]: stateOf(created, started) } }).run('attach', '--json');
    assert.equal(cutOff.code, 5);
    assert.equal(cutOff.json.state, 'stopped');
  });
});
