import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'mocha';
import { experimentsInOrder, type CampaignState } from '../../src/campaign/state.ts';
import { eventsFile } from '../../src/campaign/store/layout.ts';
import { listCampaigns, readCampaign } from '../../src/campaign/store/read.ts';
import type { LineFileSystem } from '../../src/support/lineFile.ts';
import { DEFINITION, makeWorld, type ScriptedWorld } from './scripted/stages.ts';

const SCRIPTS = [
  { id: 'good', effect: { tg: 0.1 } },
  { id: 'broken', build: 'fails' as const },
  { id: 'wrong', checks: 'fail' as const },
  { id: 'other', effect: { tg: 0.09 } },
];

/**
 * The disk of a machine that stops: from the n-th write on nothing reaches it any more, and of the n-th itself only a part.
 * What the engine does afterwards is seen by nobody, as after kill -9.
 */
function dyingDisk(after: number): { readonly system: LineFileSystem; readonly writes: () => number } {
  let writes = 0;
  const dead = () => writes > after;
  const system: LineFileSystem = {
    ...fs,
    writeSync: ((descriptor: number, bytes: Buffer, offset: number, length: number) => {
      writes += 1;
      if (writes === after) return fs.writeSync(descriptor, bytes, offset, length);
      if (writes === after + 1) {
        fs.writeSync(descriptor, bytes, offset, Math.floor(length / 2));
        throw new Error('killed');
      }
      if (dead()) throw new Error('killed');
      return fs.writeSync(descriptor, bytes, offset, length);
    }) as typeof fs.writeSync,
    ftruncateSync: (descriptor, length) => {
      if (!dead()) fs.ftruncateSync(descriptor, length);
    },
  };
  return { system, writes: () => writes };
}

async function startAndWait(world: ScriptedWorld): Promise<string | undefined> {
  try {
    const id = await world.engine.start({ request: 'start-crash', definition: DEFINITION, definitionFile: 'marginalia.yaml', environment: {}, seed: 'crash', totalPairs: 4 });
    await (await world.engine.openCampaign(id)).done;
    return id;
  } catch {
    // Killed before the campaign had its first event.
    return undefined;
  }
}

const facts = (state: CampaignState) => ({
  states: experimentsInOrder(state).map(({ name, state: word, verdict, on }) => ({ name, word, verdict, on })),
  kept: state.kept,
  phase: state.phase,
  begun: experimentsInOrder(state).filter(({ begun }) => begun).length,
});

async function assertSound(world: ScriptedWorld, id: string): Promise<void> {
  const { state, pairs } = await readCampaign(world.workspace, id);
  assert.equal(world.code.refs.get(`${id}/head`), state.head?.commit);
  for (const experiment of experimentsInOrder(state)) {
    const lines = await pairs(experiment.name);
    assert.deepEqual(lines.map(({ n }) => n), lines.map((_, index) => index + 1), `pairs of ${experiment.name}`);
    assert.equal(lines.length, experiment.pairs, `pairs of ${experiment.name} in the verdict`);
  }
  const names = experimentsInOrder(state).map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(names, SCRIPTS.map((script) => script.id));
}

describe('a campaign that is killed', () => {
  it('comes to the same end from any write on, with no experiment lost and none counted twice', async function () {
    this.timeout(600_000);
    const whole = makeWorld({ scripts: SCRIPTS, system: dyingDisk(Number.MAX_SAFE_INTEGER).system });
    const counting = dyingDisk(Number.MAX_SAFE_INTEGER);
    const counted = makeWorld({ scripts: SCRIPTS, system: counting.system });
    const wholeId = await startAndWait(whole);
    await startAndWait(counted);
    const expected = facts((await readCampaign(whole.workspace, wholeId!)).state);
    assert.equal(expected.phase, 'ended');
    assert.deepEqual(expected.kept, ['good', 'other']);
    const writes = counting.writes();
    assert.ok(writes > 60, `${writes} writes`);

    for (let after = 1; after < writes; after += 1) {
      const world = makeWorld({ scripts: SCRIPTS, system: dyingDisk(after).system });
      await startAndWait(world);
      const [id] = await listCampaigns(world.workspace);
      assert.ok(id, `killed after write ${after}: the campaign is gone`);
      const engine = world.reopen();
      const campaign = await engine.openCampaign(id);
      engine.run(campaign);
      await campaign.done;
      assert.deepEqual(facts(campaign.record.state), expected, `killed after write ${after}`);
      engine.close();
      await assertSound(world, id);
      world.dispose();
    }
    whole.dispose();
    counted.dispose();
  });

  it('cuts off a torn last line, with a notice', async () => {
    const world = makeWorld({ scripts: [] });
    const id = await startAndWait(world);
    world.engine.close();
    const file = eventsFile(world.workspace, id!);
    const before = fs.readFileSync(file);
    fs.appendFileSync(file, '{"v":1,"seq":99,"kind":"noti');
    const campaign = await world.reopen().openCampaign(id!);
    assert.match(campaign.record.state.notices.at(-1)?.message ?? '', /cut off/);
    assert.deepEqual(fs.readFileSync(file).subarray(0, before.length), before);
    world.dispose();
  });

  it('names the line of the log that does not parse, and changes nothing', async () => {
    const world = makeWorld({ scripts: [] });
    const id = await startAndWait(world);
    world.engine.close();
    const file = eventsFile(world.workspace, id!);
    fs.rmSync(file.replace('events.jsonl', 'state.json'));
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    lines[2] = '{"v":1,"seq":3,"at":1,"kind":"no such kind"}';
    fs.writeFileSync(file, lines.join('\n'));
    await assert.rejects(world.reopen().openCampaign(id!), (error: Error) => /events\.jsonl:3 /.test(error.message));
    assert.equal(fs.readFileSync(file, 'utf8'), lines.join('\n'));
    world.dispose();
  });

  it('of a newer version is not written to', async () => {
    const world = makeWorld({ scripts: [] });
    const id = await startAndWait(world);
    world.engine.close();
    const file = eventsFile(world.workspace, id!);
    fs.appendFileSync(file, '{"v":2,"seq":1000,"at":1,"kind":"something new"}\n');
    const before = fs.readFileSync(file);
    await assert.rejects(world.reopen().openCampaign(id!), /newer version/);
    assert.deepEqual(fs.readFileSync(file), before);
    const read = await readCampaign(world.workspace, id!);
    assert.equal(read.newer, true);
    assert.equal(read.state.phase, 'ended');
    world.dispose();
  });

  it('whose .marginalia is removed while it runs writes its log again and stops with a clear word', async () => {
    let removed = false;
    const world = makeWorld({
      scripts: SCRIPTS,
      host: {
        before: (step) => {
          if (removed || step !== 'check b') return;
          removed = true;
          fs.rmSync(`${world.workspace}/.marginalia`, { recursive: true, force: true });
        },
      },
    });
    const id = await startAndWait(world);
    assert.ok(removed);
    world.engine.close();
    const { state } = await readCampaign(world.workspace, id!);
    assert.equal(state.phase, 'stopped');
    assert.match(state.end?.detail ?? '', /removed while the campaign ran/);
    assert.ok(state.created);
    world.dispose();
  });

  it('on a full disk keeps what it has, and says so to whoever follows', async () => {
    let writes = 0;
    const full = { ...fs, writeSync: ((...args: Parameters<typeof fs.writeSync>) => {
      writes += 1;
      if (writes > 30) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      return fs.writeSync(...args);
    }) as typeof fs.writeSync };
    const world = makeWorld({ scripts: SCRIPTS, system: full });
    const said: string[] = [];
    const id = await world.engine.start({ request: 'start-full', definition: DEFINITION, definitionFile: 'marginalia.yaml', environment: {} });
    const campaign = await world.engine.openCampaign(id);
    campaign.record.broadcast.follow((notification) => {
      if (notification.type === 'event' && notification.event.kind === 'failed') said.push(notification.event.message);
    });
    await campaign.done;
    assert.match(said[0] ?? '', /disk is full/);
    const { state } = await readCampaign(world.workspace, id);
    assert.ok(state.seq > 10);
    world.dispose();
  });
});
