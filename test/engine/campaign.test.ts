import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { experimentsInOrder, type CampaignState } from '../../src/campaign/state.ts';
import { readPairs } from '../../src/campaign/store/pairLog.ts';
import { Infrastructure } from '../../src/campaign/stages.ts';
import { makeWorld, runToEnd, type ScriptedWorld, type WorldOptions } from './scripted/stages.ts';

const states = (state: CampaignState) => Object.fromEntries(experimentsInOrder(state).map(({ name, state: word }) => [name, word]));

describe('a campaign on a scripted host', () => {
  const worlds: ScriptedWorld[] = [];
  const world = (options: WorldOptions) => {
    const made = makeWorld(options);
    worlds.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of worlds.splice(0)) {
      made.engine.close();
      made.dispose();
    }
  });

  it('keeps what helps, and ends everything else at its stage', async () => {
    const state = await runToEnd(
      world({
        scripts: [
          { id: 'good', effect: { tg: 0.08 } },
          { id: 'null' },
          { id: 'broken', build: 'fails' },
          { id: 'wrong', checks: 'fail' },
          { id: 'segfault', run: 'fails' },
          { id: 'greedy', effect: { tg: 0.08, pp: -0.08 } },
          { id: 'cheat', refused: 'protected file' },
        ],
      }),
      undefined,
      { seed: 'fixed' },
    );
    assert.equal(state.phase, 'ended', JSON.stringify(state.failure));
    const { null: nothing, ...rest } = states(state);
    assert.deepEqual(rest, { good: 'kept', broken: 'crashed', wrong: 'checks_failed', segfault: 'crashed', greedy: 'discarded', cheat: 'refused' });
    assert.notEqual(nothing, 'kept');
    assert.deepEqual(state.kept, ['good']);
    assert.equal(state.experiments.greedy?.verdict, 'regression');
    assert.equal(state.total?.pairs, 12);
    const total = state.total?.estimates.tg;
    assert.ok(total?.low !== null && total !== undefined && total.low > 0.05 && (total.high ?? 1) < 0.11, JSON.stringify(total));
  });

  it('measures later candidates on what was kept, and says so', async () => {
    const made = world({ scripts: [{ id: 'first', effect: { tg: 0.08 } }, { id: 'second', effect: { tg: 0.07 } }, { id: 'third', against: ['first'] }] });
    const state = await runToEnd(made, undefined, { seed: 'stack' });
    assert.deepEqual(state.kept, ['first', 'second']);
    const { first, second, third } = state.experiments;
    assert.deepEqual(first?.on, []);
    assert.equal(third?.state, 'conflict');
    const refs = Object.fromEntries([...made.code.refs].map(([name, commit]) => [name.split('/')[1], commit]));
    assert.equal(refs.head, state.head?.commit);
    assert.equal(refs.second, second?.candidate?.commit);
    assert.deepEqual(made.code.scriptsIn(state.head!).map(({ id }) => id), ['first', 'second']);
  });

  it('keeps none of five candidates that change nothing', async () => {
    const scripts = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
    const state = await runToEnd(world({ scripts }), undefined, { seed: 'aa' });
    assert.deepEqual(state.kept, []);
    assert.equal(state.total, null);
    for (const experiment of experimentsInOrder(state)) assert.ok(experiment.pairs >= 4, `${experiment.name} has ${experiment.pairs} pairs`);
  });

  it('confirms with clean builds, and lets another candidate part the stages', async () => {
    const made = world({ scripts: [{ id: 'good', effect: { tg: 0.1 } }, { id: 'other' }] });
    const state = await runToEnd(made, undefined, { seed: 'parts' });
    const pairs = readPairs(made.workspace, state.created!.campaign, 'good');
    const lastScreening = pairs.filter(({ stage }) => stage === 1).at(-1);
    const firstConfirming = pairs.find(({ stage }) => stage === 2);
    const between = readPairs(made.workspace, state.created!.campaign, 'other').filter(
      ({ at }) => at >= (lastScreening?.at ?? 0) && at <= (firstConfirming?.at ?? 0),
    );
    assert.ok(between.length > 0, 'no pair of the other candidate lies between the stages');
    assert.ok(made.hosts[0]?.steps.includes('place-clean a') && made.hosts[0].steps.includes('place-clean b'));
  });

  it('numbers every pair once, with a coin that the seed gives again', async () => {
    const run = async () => {
      const made = world({ scripts: [{ id: 'good', effect: { tg: 0.1 } }] });
      const state = await runToEnd(made, undefined, { seed: 'coins' });
      return readPairs(made.workspace, state.created!.campaign, 'good');
    };
    const [one, two] = [await run(), await run()];
    assert.deepEqual(one.map(({ n }) => n), one.map((_, index) => index + 1));
    const shared = Math.min(one.length, two.length);
    const order = (pairs: typeof one) => pairs.slice(0, shared).map((pair) => pair.micro.map(({ first }) => first));
    assert.deepEqual(order(one), order(two));
    assert.equal(new Set(order(one).flat()).size, 2, 'the coin shows both sides');
  });

  it('stops with candidates left when the experiments of the budget are begun', async () => {
    const made = world({ scripts: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id })) });
    const definition = (await import('./scripted/stages.ts')).DEFINITION.replace('experiments: 20', 'experiments: 2');
    const id = await made.engine.start({ request: 'start-budget', definition, definitionFile: 'marginalia.yaml', environment: {} });
    const campaign = await made.engine.openCampaign(id);
    await campaign.done;
    const { state } = campaign.record;
    assert.equal(state.phase, 'stopped');
    assert.equal(state.end?.how, 'budget');
    assert.equal(experimentsInOrder(state).filter(({ begun }) => begun).length, 2);
  });

  it('tries a fault of the machine three times, then waits for the user and goes on with the rest', async () => {
    let faults = 0;
    const made = world({
      scripts: [{ id: 'unlucky' }, { id: 'lucky' }],
      host: {
        before: (step) => {
          if (step !== 'pair') return;
          const state = made.engine.running?.record.state;
          if (Object.values(state?.experiments ?? {}).some(({ name, state: word }) => name === 'unlucky' && word === 'screening')) {
            faults += 1;
            throw new Infrastructure('the host is gone');
          }
        },
      },
    });
    const state = await runToEnd(made, undefined, { seed: 'faults' });
    assert.equal(faults, 3);
    assert.equal(state.experiments.unlucky?.state, 'infrastructure');
    assert.equal(state.experiments.unlucky?.verdict, null);
    assert.equal(state.experiments.lucky?.state, 'discarded');
    assert.equal(state.phase, 'ended');
  });

  it('waits while the disk is nearly full, and goes on', async () => {
    let asked = 0;
    const state = await runToEnd(world({ scripts: [{ id: 'a' }], freeBytes: () => ((asked += 1) === 2 ? 5_000 : 2 ** 40) }), undefined, { seed: 'disk' });
    assert.equal(state.phase, 'ended');
    assert.ok(asked > 2);
  });

  it('waits while it takes more than its share of the disk, and goes on', async () => {
    let asked = 0;
    const state = await runToEnd(world({ scripts: [{ id: 'a' }], usedBytes: () => ((asked += 1) === 1 ? 6 * 1024 ** 3 : 0) }), undefined, { seed: 'share' });
    assert.equal(state.phase, 'ended');
    assert.equal(state.experiments.a?.verdict, 'futile');
    assert.ok(asked > 1);
  });

  it('does not begin with a nearly full disk, and says how much is missing', async () => {
    const state = await runToEnd(world({ scripts: [{ id: 'a' }], freeBytes: () => 300 * 1024 ** 2 }));
    assert.equal(state.phase, 'failed');
    assert.equal(state.failure?.code, 'disk-full');
    assert.match(state.failure?.message ?? '', /300 MB/);
  });

  it('uses several hosts side by side, and confirms on another one than it screened on', async () => {
    const made = world({ scripts: [{ id: 'good', effect: { tg: 0.1 } }, ...['a', 'b', 'c'].map((id) => ({ id }))], hosts: 3 });
    const state = await runToEnd(made, undefined, { seed: 'hosts' });
    assert.deepEqual(state.kept, ['good']);
    const pairs = readPairs(made.workspace, state.created!.campaign, 'good');
    const [screened] = pairs.filter(({ stage }) => stage === 1).map(({ host }) => host);
    const [confirmed] = pairs.filter(({ stage }) => stage === 2).map(({ host }) => host);
    assert.ok(screened !== undefined && confirmed !== undefined);
    assert.notEqual(screened, confirmed);
  });

  it('takes a benchmark that reads a third in the same time for misread, and a machine that got slower for slower', async () => {
    const measure = async (drift: { values: number; ms: number }) => {
      const made = world({ scripts: [{ id: 'any' }], host: { drift } });
      return (await runToEnd(made, undefined, { seed: 'drift' })).experiments.any;
    };
    const misread = await measure({ values: 0.3, ms: 1 });
    assert.equal(misread?.state, 'infrastructure');
    assert.match(misread.reason, /prints tg 1\d\.\d+ where it printed [45]\d\.\d+ at calibration, in the same time/);
    assert.equal((await measure({ values: 0.3, ms: 3 }))?.state, 'discarded');
  });
});
