import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { makeHandlers } from '../../src/campaign/engine/requests.ts';
import { experimentsInOrder } from '../../src/campaign/state.ts';
import { makeWorld, runToEnd, type ScriptedWorld, type WorldOptions } from './scripted/stages.ts';

let request = 0;
const id = () => `request-${(request += 1)}`;

describe('what clients ask of a campaign that has ended', () => {
  const worlds: ScriptedWorld[] = [];
  afterEach(() => {
    for (const made of worlds.splice(0)) {
      made.engine.close();
      made.dispose();
    }
  });

  async function ended(options: WorldOptions, seed: string) {
    const world = makeWorld(options);
    worlds.push(world);
    const state = await runToEnd(world, undefined, { seed });
    assert.equal(state.phase, 'ended');
    const campaign = state.created!.campaign;
    const open = await world.engine.openCampaign(campaign);
    return { world, campaign, handlers: makeHandlers(world.engine), state: () => open.record.state, done: () => open.done };
  }

  it('reject takes a kept candidate out of the head, and what was measured on it is proposed again', async () => {
    const scripts = [{ id: 'first', effect: { tg: 0.08 } }, { id: 'null' }, { id: 'later', effect: { tg: 0.07 } }];
    const { world, campaign, handlers, state, done } = await ended({ scripts }, 'stack');
    assert.deepEqual(state().kept, ['first', 'later']);
    assert.deepEqual(state().experiments.later?.on, ['first']);
    await handlers.reject({ request: id(), campaign, experiment: 'first', reason: 'not our style' });
    assert.deepEqual(state().kept, []);
    assert.equal(state().head?.tree, world.code.base.tree);
    assert.equal(world.code.refs.get(`${campaign}/head`), state().head?.commit);
    assert.equal(state().experiments.first?.review, 'rejected');
    assert.equal(state().experiments.first?.reviewReason, 'not our style');
    const again = experimentsInOrder(state()).at(-1);
    assert.equal(again?.name, 'later-2');
    assert.equal(again.state, 'proposed');
    await handlers.resume({ request: id(), campaign, environment: {} });
    await done();
    assert.deepEqual(state().kept, ['later-2']);
    assert.equal(state().experiments.first?.state, 'kept', 'what was measured stays measured');
    assert.deepEqual(state().total?.kept, ['later-2']);
  });

  it('reject leaves what was measured beside it in the head', async () => {
    const { campaign, handlers, state } = await ended({ scripts: [{ id: 'first', effect: { tg: 0.08 } }, { id: 'second', effect: { tg: 0.07 } }] }, 'stack');
    assert.deepEqual(state().experiments.second?.on, []);
    await handlers.reject({ request: id(), campaign, experiment: 'first', reason: '' });
    assert.deepEqual(state().kept, ['second']);
    assert.equal(state().head?.tree, state().experiments.second?.candidate?.tree);
  });

  it('the same request twice is done once', async () => {
    const { campaign, handlers, state } = await ended({ scripts: [{ id: 'good', effect: { tg: 0.1 } }] }, 'twice');
    const again = { request: id(), campaign, experiment: 'good' };
    const first = await handlers.accept(again);
    const { seq } = state();
    assert.deepEqual((await handlers.accept(again)).accepted, first.accepted);
    assert.equal(state().seq, seq);
    assert.equal(state().experiments.good?.review, 'accepted');
  });

  it('overrule lets a refused candidate run, and keeps the refusal beside its result', async () => {
    const { campaign, handlers, state, done } = await ended({ scripts: [{ id: 'cheat', effect: { tg: 0.1 }, refused: 'protected file' }] }, 'overrule');
    await handlers.overrule({ request: id(), campaign, experiment: 'cheat' });
    await done();
    const { cheat } = state().experiments;
    assert.equal(cheat?.state, 'kept');
    assert.equal(cheat.overruled, true);
    assert.equal(cheat.refusals[0]?.rule, 'protected file');
  });

  it('continue goes on under the same wealth, with more pairs, and never starts again', async () => {
    const { campaign, handlers, state, done } = await ended({ scripts: [{ id: 'null' }], host: { noise: 0.004 } }, 'continue');
    const before = state().experiments.null!;
    await handlers.continue({ request: id(), campaign, experiment: 'null' });
    await done();
    const after = state().experiments.null!;
    assert.ok(after.pairs > before.pairs, `${before.pairs} then ${after.pairs}`);
    assert.equal(after.key, before.key);
    assert.equal(after.alpha, before.alpha);
    assert.equal(after.continuations, 1);
    assert.notEqual(after.verdict, null);
  });

  it('continue is refused where there is nothing to go on with', async () => {
    const { campaign, handlers } = await ended({ scripts: [{ id: 'good', effect: { tg: 0.1 } }, { id: 'broken', build: 'fails' }] }, 'no');
    await assert.rejects(handlers.continue({ request: id(), campaign, experiment: 'good' }), /cannot be continued: it is kept/);
    await assert.rejects(handlers.continue({ request: id(), campaign, experiment: 'broken' }), /cannot be continued/);
    await assert.rejects(handlers.continue({ request: id(), campaign, experiment: 'nobody' }), /no candidate nobody/);
    await assert.rejects(handlers.overrule({ request: id(), campaign, experiment: 'good' }), /was not refused/);
  });

  it('the same patch in a second campaign goes on with what the first one measured', async () => {
    const { world, state } = await ended({ scripts: [{ id: 'null' }], host: { noise: 0.004 } }, 'again');
    const first = state().experiments.null!;
    const second = await runToEnd(world, undefined, { seed: 'other' });
    const again = second.experiments.null!;
    assert.equal(again.key, first.key);
    assert.equal(again.continues, `${state().created!.campaign}/null`);
    assert.equal(again.alpha, first.alpha);
  });
});
