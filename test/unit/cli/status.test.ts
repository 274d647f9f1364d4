import assert from 'node:assert/strict';
import type { EventBody } from '../../../src/campaign/events.ts';
import { created, ENDED, MIDDLE, started, stateOf } from './campaigns.ts';
import { makeWorld } from './fakes.ts';

const ID = 'c20260102-1';

describe('marginalia status', () => {
  it('prints the object of the issue: id, state, budget, experiments with fractions', async () => {
    const world = makeWorld({ campaigns: { [ID]: stateOf(...MIDDLE) }, isRunning: true });
    const { code, json, err } = await world.run('status', '--json');
    assert.equal(code, 0);
    assert.equal(err, '');
    assert.deepEqual(Object.keys(json), ['campaign', 'state', 'budget', 'experiments']);
    assert.equal(json.campaign, ID);
    assert.equal(json.state, 'running');
    assert.deepEqual((json.budget as Record<string, unknown>).experiments, { used: 2, limit: 20 });
    assert.deepEqual((json.experiments as unknown[])[0], {
      name: '01-fuse',
      state: 'kept',
      verdict: 'keep',
      reason: 'tg is better',
      review: 'pending',
      pairs: 34,
      metrics: { tg: { delta: 0.068, low: 0.059, high: 0.077, better: true }, pp: { delta: -0.012, low: -0.03, high: 0.006, better: null } },
    });
  });

  it('calls a campaign stopped whose engine is gone', async () => {
    const { json } = await makeWorld({ campaigns: { [ID]: stateOf(...MIDDLE) } }).run('status', '--json');
    assert.equal(json.state, 'stopped');
  });

  it('prints a table for people, in plain characters where it is no terminal', async () => {
    const { out } = await makeWorld({ campaigns: { [ID]: stateOf(...ENDED) } }).run('status');
    assert.match(out, /^c20260102-1 {2}ended {2}Faster generation$/m);
    assert.match(out, /^current code: base \+ 01-fuse$/m);
    assert.match(out, /^noise on local \(same code in both twins, 12 pairs\): tg 0\.8 % · pp 0\.8 %$/m);
    assert.match(out, /01-fuse +kept +\+6\.8 % {2}\[5\.9, 7\.7\] +-1\.2 % {2}\[-3\.0, 0\.6\] +34/);
    assert.match(out, /02-broken +crashed +make: exit code 2/);
    assert.match(out, /03-later +queued/);
    assert.match(out, /^to review: 01-fuse/m);
    assert.doesNotMatch(out, /[\u2212\u202f\x1b]/);
  });

  it('paints on a terminal, and not where NO_COLOR is set', async () => {
    const campaigns = { [ID]: stateOf(...ENDED) };
    assert.match((await makeWorld({ campaigns, isTerminal: true }).run('status')).out, /\x1b\[32m✓\x1b\[39m/);
    const plain = makeWorld({ campaigns, isTerminal: true, ports: { env: { NO_COLOR: '1', LANG: 'C.UTF-8' } } });
    const { out } = await plain.run('status');
    assert.match(out, /✓/);
    assert.doesNotMatch(out, /\x1b/);
  });

  it('shows the campaign at work, else the latest, else the one that is named', async () => {
    const other = (id: string, ...rest: EventBody[]) => stateOf({ ...created, campaign: id }, ...rest);
    const campaigns = { 'c20260101-1': other('c20260101-1', started, { kind: 'stop_requested', request: 'r' }), 'c20260101-2': other('c20260101-2') };
    assert.equal((await makeWorld({ campaigns, isRunning: true }).run('status', '--json')).json.campaign, 'c20260101-1');
    assert.equal((await makeWorld({ campaigns }).run('status', '--json')).json.campaign, 'c20260101-2');
    assert.equal((await makeWorld({ campaigns }).run('--campaign', 'c20260101-1', 'status', '--json')).json.campaign, 'c20260101-1');
  });

  it('does not take an old log that was cut off for the campaign at work', async () => {
    const old = stateOf({ ...created, campaign: 'c20260101-1' }, started);
    const now = stateOf({ ...created, campaign: 'c20260102-1' }, started, { kind: 'went_on' });
    const campaigns = { 'c20260101-1': old, 'c20260102-1': now };
    const named = await makeWorld({ campaigns, isRunning: true }).run('status', '--json', '--campaign', 'c20260101-1');
    assert.equal(named.json.state, 'stopped');
  });

  it('says what to do where there is no campaign, or not that one', async () => {
    const none = await makeWorld().run('status', '--json');
    assert.equal(none.code, 2);
    assert.deepEqual(Object.keys(none.json), ['error']);
    assert.match(none.err, /no campaign in this workspace yet/);
    const wrong = await makeWorld({ campaigns: { [ID]: stateOf(created) } }).run('status', '--campaign', 'c1');
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /There are c20260102-1/);
  });
});
