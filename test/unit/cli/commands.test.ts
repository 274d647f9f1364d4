import assert from 'node:assert/strict';
import type { EventBody } from '../../../src/campaign/events.ts';
import { Failure } from '../../../src/campaign/failure.ts';
import type { CleanPlan, Leftover } from '../../../src/campaign/store/clean.ts';
import { BLOB, committed, created, crashed, ENDED, kept, MIDDLE, proposed, started, stateOf } from './campaigns.ts';
import { FakeEngine, makeWorld, settle, type WorldOptions } from './fakes.ts';

const ID = 'c20260102-1';
const STOPPED: readonly EventBody[] = [{ kind: 'ended', how: 'stopped', detail: 'stopped by the user' }, { kind: 'engine_stopped', reason: 'stopped' }];

/** A campaign that has ended, with an engine that can be started. */
function ended(options: WorldOptions = {}) {
  const engine = new FakeEngine(ID, stateOf(...ENDED));
  engine.live = false;
  return { engine, world: makeWorld({ engine, campaigns: { [ID]: engine.state }, ...options }) };
}

describe('marginalia show', () => {
  const campaigns = { [ID]: stateOf(...MIDDLE) };
  it('tells claim, numbers, reason, log and diff', async () => {
    const { out } = await makeWorld({ campaigns, blobs: { [BLOB.sha256]: 'cc -c a.c\n\x1b[31ma.c:3: expected ;\x1b[0m\n' } }).run('show', '01-fuse');
    assert.match(out, /^01-fuse: kept\ntg is better\n/);
    assert.match(out, /^hypothesis One pass instead of two$/m);
    assert.match(out, /^source {5}arXiv:2205\.14135$/m);
    assert.match(out, /^measured on base, 34 pairs on local\n {2}tg \+6\.8 % \[5\.9, 7\.7\] {2}claimed\n {2}pp -1\.2 % \[-3\.0, 0\.6\]$/m);
    assert.match(out, /^last lines of the checks:\n {2}cc -c a\.c\n {2}a\.c:3: expected ;$/m);
    assert.match(out, /^1 file, \+3 -1\ndiff bb dd\n\+new\n-old$/m);
    assert.doesNotMatch(out, /\x1b/);
  });

  it('has it all as JSON', async () => {
    const { json } = await makeWorld({ campaigns, blobs: { [BLOB.sha256]: 'x\n' } }).run('show', '02-broken', '--json');
    assert.equal(json.verdict, 'crash');
    assert.deepEqual(json.measuredOn, ['01-fuse']);
    assert.deepEqual(json.sources, ['arXiv:2205.14135']);
    assert.deepEqual(json.log, { step: 'build', lines: ['x'] });
    assert.match(String(json.diff), /^diff bb dd/);
  });

  it('shows refusals, cleaned logs, and the patch of what never became a commit', async () => {
    const refused: EventBody = { kind: 'refused', experiment: '01-r', refusals: [{ rule: 'protected', path: 'bench/a.c', why: 'the benchmark is protected' }] };
    const state = stateOf(created, started, proposed('01-r', 1), refused, proposed('02-c', 2), { kind: 'conflict', experiment: '02-c', paths: ['a'], detail: 'a: changed' });
    const world = () => makeWorld({ campaigns: { [ID]: state }, blobs: { [BLOB.sha256]: '--- a\n+++ b\n' } });
    assert.match((await world().run('show', '01-r')).out, /refused:\n {2}bench\/a\.c: the benchmark is protected \(protected\)/);
    assert.match((await world().run('show', '02-c')).out, /02-c: conflict\na: changed[^]*--- a\n\+\+\+ b\n$/);
    assert.match((await makeWorld({ campaigns }).run('show', '02-broken')).out, /the log of the build was cleaned away/);
  });

  it('names a candidate that is near where the name is wrong', async () => {
    const { code, err, json } = await makeWorld({ campaigns }).run('show', '01-fues', '--json');
    assert.equal(code, 2);
    assert.equal((json.error as Record<string, string>).code, 'unknown-candidate');
    assert.match(err, /Did you mean 01-fuse\?/);
    assert.match((await makeWorld({ campaigns }).run('show', 'x')).err, /Its candidates are 01-fuse, 02-broken, 03-later/);
  });
});

describe('marginalia stop', () => {
  it('asks the engine and prints the campaign as it is then', async () => {
    const engine = new FakeEngine(ID, stateOf(created, started));
    engine.reactions.stop = () => engine.tell(...STOPPED);
    const { code, json, err } = await makeWorld({ engine, isRunning: true, campaigns: { [ID]: engine.state } }).run('stop', '--json');
    assert.equal(code, 0);
    assert.equal(json.state, 'stopped');
    assert.match(err, /stopping c20260102-1 after the pair under way/);
  });

  it('has nothing to do where nothing runs', async () => {
    const { engine, world } = ended();
    const { code, json } = await world.run('stop', '--json');
    assert.deepEqual([code, json.state, engine.asked.length], [0, 'ended', 0]);
  });
});

describe('marginalia resume', () => {
  it('raises the budget and follows to the end', async () => {
    const engine = new FakeEngine(ID, stateOf(created, started, ...STOPPED));
    engine.reactions.resume = () => engine.tell({ kind: 'resumed', request: 'r', experiments: 30 }, started);
    const world = makeWorld({ engine, campaigns: { [ID]: engine.state } });
    const done = world.run('resume', '--experiments', '30', '--hours', '2', '--json');
    await settle();
    await settle();
    engine.tell({ kind: 'ended', how: 'ended', detail: '' }, { kind: 'engine_stopped', reason: 'ended' });
    const { code, json } = await done;
    assert.equal(code, 0);
    assert.deepEqual((json.budget as Record<string, unknown>).experiments, { used: 0, limit: 30 });
    const { params } = engine.asked[0] ?? { params: {} };
    assert.deepEqual(params, { request: 'request-0001', campaign: ID, environment: { PATH: '/bin', LANG: 'C.UTF-8' }, experiments: 30, hours: 2 });
  });
});

describe('marginalia accept and reject', () => {
  it('accepts, says which files changed, and prints the status', async () => {
    const { engine, world } = ended();
    engine.reactions.accept = () => engine.tell({ kind: 'accepted', experiment: '01-fuse', part: 'whole', hunks: [], request: 'r' });
    const { code, json, err } = await world.run('accept', '01-fuse', '--json');
    assert.equal(code, 0);
    assert.match(err, /accepted 01-fuse; changed: src\/a\.c/);
    assert.equal((json.experiments as Record<string, unknown>[])[0]?.review, 'accepted');
  });

  it('hands single hunks over', async () => {
    const { engine, world } = ended();
    await world.run('accept', '01-fuse', '--hunk', '2', '--hunk', '3');
    assert.deepEqual((engine.asked[0]?.params as Record<string, unknown>).hunks, [2, 3]);
  });

  it('offers what it was measured on where it does not fit alone', async () => {
    const state = stateOf(created, started, proposed('01-fuse', 1), committed('01-fuse'), ...kept('01-fuse'), proposed('02-next', 2), committed('02-next', ['01-fuse']), ...kept('02-next'), ...STOPPED);
    const make = (options: WorldOptions) => {
      const engine = new FakeEngine(ID, state);
      engine.reactions.accept = (params: { withNeeded?: boolean }) => {
        if (!params.withNeeded) throw new Failure('conflict', '02-next does not fit your files', 'Accept them together with --with-needed.');
      };
      return { engine, world: makeWorld({ engine, campaigns: { [ID]: state }, ...options }) };
    };
    const asked = make({ canAsk: true, answers: ['y'] });
    assert.equal((await asked.world.run('accept', '02-next')).code, 0);
    assert.deepEqual(asked.world.questions, ['Accept it together with 01-fuse?']);
    const declined = make({ canAsk: true, answers: ['n'] });
    assert.equal((await declined.world.run('accept', '02-next')).code, 3);
    const silent = make({});
    const { code, err } = await silent.world.run('accept', '02-next');
    assert.equal(code, 3);
    assert.match(err, /--with-needed/);
    assert.equal((await make({}).world.run('accept', '02-next', '--with-needed')).code, 0);
  });

  it('rejects with a reason, asked for on a terminal', async () => {
    const { engine, world } = ended();
    await world.run('reject', '01-fuse', '--reason', 'too clever');
    assert.equal((engine.asked[0]?.params as Record<string, unknown>).reason, 'too clever');
    const terminal = ended({ canAsk: true, answers: ['hard to read'] });
    await terminal.world.run('reject', '01-fuse');
    assert.equal((terminal.engine.asked[0]?.params as Record<string, unknown>).reason, 'hard to read');
    const pipe = ended();
    await pipe.world.run('reject', '01-fuse');
    assert.equal((pipe.engine.asked[0]?.params as Record<string, unknown>).reason, '');
  });
});

describe('marginalia continue and overrule', () => {
  const undecided = stateOf(
    created,
    started,
    proposed('01-x', 1),
    committed('01-x'),
    ...kept('01-x').slice(0, -2),
    { kind: 'verdict', experiment: '01-x', verdict: 'inconclusive', reason: 'the pairs ran out', estimates: {}, claimed: [], pairs: 60, wealth: 3, host: 'local' },
    ...STOPPED,
  );

  it('follows until the candidate has its verdict', async () => {
    const engine = new FakeEngine(ID, undecided);
    engine.live = false;
    engine.reactions.continue = () => engine.tell({ kind: 'continued', experiment: '01-x', request: 'r' }, started);
    const world = makeWorld({ engine, campaigns: { [ID]: undecided } });
    const done = world.run('continue', '01-x', '--json');
    for (let round = 0; round < 5; round += 1) await settle();
    engine.tell({ kind: 'verdict', experiment: '01-x', verdict: 'futile', reason: 'no effect', estimates: {}, claimed: [], pairs: 80, wealth: 1, host: 'local' });
    const { code, json } = await done;
    assert.equal(code, 0);
    assert.equal((json.experiments as Record<string, unknown>[])[0]?.verdict, 'futile');
  });

  it('returns at once with --detach', async () => {
    const engine = new FakeEngine(ID, undecided);
    engine.reactions.overrule = () => engine.tell({ kind: 'overruled', experiment: '01-x', refusals: [], request: 'r' });
    const { code } = await makeWorld({ engine, campaigns: { [ID]: undecided } }).run('overrule', '01-x', '--detach');
    assert.equal(code, 0);
  });

  it('passes the engine’s refusal on', async () => {
    const { engine, world } = ended();
    engine.reactions.continue = () => {
      throw new Failure('not-allowed', '01-fuse cannot be continued: it is kept');
    };
    const { code, err } = await world.run('continue', '01-fuse');
    assert.equal(code, 2);
    assert.match(err, /cannot be continued/);
  });
});

describe('marginalia report', () => {
  it('prints both paths', async () => {
    const { world } = ended();
    const { code, json } = await world.run('report', '--json');
    assert.equal(code, 0);
    assert.deepEqual(json, { markdown: `/w/${ID}/report.md`, html: `/w/${ID}/report.html` });
  });
});

describe('marginalia clean', () => {
  const twins: Leftover = { campaign: '', what: 'twins and clone', where: '/cache/x', bytes: 2_000_000 };
  const refs: Leftover = { campaign: ID, what: 'refs', where: `refs/marginalia/${ID}/`, bytes: 3_000 };
  const plan = (onlyHere: string[], passedOver: CleanPlan['passedOver'] = []): CleanPlan => ({ caches: [twins], campaigns: [{ campaign: ID, leftovers: [refs], onlyHere }], passedOver });
  const world = (result: CleanPlan, options: WorldOptions = {}) => {
    const removed: Leftover[] = [];
    const cleaning = { plan: async () => result, remove: async (_: string, leftovers: readonly Leftover[]) => void removed.push(...leftovers) };
    return { removed, world: makeWorld({ campaigns: { [ID]: stateOf(...MIDDLE, ...crashed('03-later')) }, ...options, ports: { cleaning } }) };
  };

  it('removes what nobody can miss, with sizes', async () => {
    const { removed, world: here } = world(plan([]));
    const { code, err, out } = await here.run('clean');
    assert.equal(code, 0);
    assert.deepEqual(removed, [twins, refs]);
    assert.match(err, /twins and clone +2\.0 MB {2}\/cache\/x/);
    assert.match(out, /removed 2\.0 MB/);
  });

  it('drops candidates that exist nowhere else only after a yes', async () => {
    const silent = world(plan(['01-fuse']));
    const { code, err } = await silent.world.run('clean');
    assert.equal(code, 2);
    assert.deepEqual(silent.removed, []);
    assert.match(err, /1 candidate that is neither accepted nor on a branch.*nothing was removed\n.*--yes.*--caches/);

    const yes = world(plan(['01-fuse']));
    assert.equal((await yes.world.run('clean', '--yes')).code, 0);
    assert.deepEqual(yes.removed, [twins, refs]);

    const caches = world(plan(['01-fuse']));
    assert.equal((await caches.world.run('clean', '--caches')).code, 0);
    assert.deepEqual(caches.removed, [twins]);

    const declined = world(plan(['01-fuse']), { canAsk: true, answers: ['n'] });
    const { json } = await declined.world.run('clean');
    assert.deepEqual(json, {});
    assert.deepEqual(declined.removed, [twins]);
  });

  it('says which campaigns are left alone', async () => {
    const { err } = await world(plan([], [{ campaign: 'c20260101-1', why: 'it was stopped and can be resumed' }])).world.run('clean');
    assert.match(err, /c20260101-1 is left alone: it was stopped/);
  });
});
