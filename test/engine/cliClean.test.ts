import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { EventBody } from '../../src/campaign/events.ts';
import { cleaning } from '../../src/campaign/store/clean.ts';
import { takeEngineLock } from '../../src/campaign/store/engineLock.ts';
import { eventsFile, workspaceCache } from '../../src/campaign/store/layout.ts';
import { committed, created, kept, number, proposed, started } from '../unit/cli/campaigns.ts';

const ENDED: readonly EventBody[] = [{ kind: 'ended', how: 'ended', detail: '' }, { kind: 'engine_stopped', reason: 'ended' }];
const STOPPED: readonly EventBody[] = [{ kind: 'ended', how: 'stopped', detail: '' }, { kind: 'engine_stopped', reason: 'stopped' }];

describe('cleaning up', () => {
  let folder: string;
  let workspace: string;
  let cacheBefore: string | undefined;
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', ...args], { cwd: workspace, encoding: 'utf8' }).trim();
  const refs = () => git('for-each-ref', '--format=%(refname)').split('\n').filter((name) => name !== '');

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-clean '));
    workspace = path.join(folder, 'wörk');
    fs.mkdirSync(workspace);
    cacheBefore = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
    git('init', '-q', '-b', 'main');
    fs.writeFileSync(path.join(workspace, 'a.c'), 'int a;\n');
    git('add', '.');
    git('commit', '-q', '-m', 'base');
  });
  afterEach(() => {
    if (cacheBefore === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cacheBefore;
    fs.rmSync(folder, { recursive: true });
  });

  /** A campaign on the disk with one kept candidate, which is a commit that only its own ref holds. */
  function makeCampaign(id: string, end: readonly EventBody[], more: readonly EventBody[] = []): string {
    const commit = git('commit-tree', '-p', 'HEAD', '-m', `candidate of ${id}`, 'HEAD^{tree}');
    git('update-ref', `refs/marginalia/${id}/01-x`, commit);
    git('update-ref', `refs/marginalia/${id}/head`, commit);
    const ours = { ...committed('01-x'), candidate: { commit, tree: git('rev-parse', 'HEAD^{tree}') } } as EventBody;
    const events = number([{ ...created, campaign: id }, started, proposed('01-x', 1), ours, ...kept('01-x'), ...more, ...end]);
    fs.mkdirSync(path.join(path.dirname(eventsFile(workspace, id)), 'blobs'), { recursive: true });
    fs.writeFileSync(eventsFile(workspace, id), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    fs.writeFileSync(path.join(path.dirname(eventsFile(workspace, id)), 'blobs', 'a'.repeat(64)), 'log');
    return commit;
  }

  function makeTwins(): string {
    const twin = path.join(workspaceCache(workspace), 'twin-a');
    fs.mkdirSync(path.join(twin, 'modules'), { recursive: true });
    fs.writeFileSync(path.join(twin, 'modules', 'big'), 'x'.repeat(100_000));
    fs.symlinkSync(path.join(workspace, 'a.c'), path.join(twin, 'linked'));
    fs.chmodSync(path.join(twin, 'modules'), 0o555);
    return twin;
  }

  it('plans twins, logs and refs with their sizes, and says which candidates exist nowhere else', async () => {
    makeCampaign('c20260101-1', ENDED);
    makeTwins();
    const plan = await cleaning.plan(workspace);
    assert.deepEqual(plan.campaigns.map(({ campaign, onlyHere }) => [campaign, onlyHere]), [['c20260101-1', ['01-x']]]);
    assert.deepEqual(plan.campaigns[0]?.leftovers.map(({ what }) => what), ['logs and patches', 'refs']);
    assert(plan.caches[0] && plan.caches[0].bytes >= 100_000);
    assert(plan.campaigns[0]?.leftovers.every(({ bytes }) => bytes > 0));
  });

  it('removes them, and neither the log of events nor anything of the user’s', async () => {
    makeCampaign('c20260101-1', ENDED);
    makeTwins();
    const before = [git('status', '--porcelain'), git('rev-parse', 'main'), fs.readFileSync(path.join(workspace, 'a.c'), 'utf8')];
    const plan = await cleaning.plan(workspace);
    await cleaning.remove(workspace, [...plan.caches, ...plan.campaigns.flatMap(({ leftovers }) => leftovers)]);
    assert.deepEqual(refs(), ['refs/heads/main']);
    assert(!fs.existsSync(workspaceCache(workspace)));
    assert.deepEqual(fs.readdirSync(path.dirname(eventsFile(workspace, 'c20260101-1'))), ['events.jsonl']);
    assert.deepEqual([git('status', '--porcelain'), git('rev-parse', 'main'), fs.readFileSync(path.join(workspace, 'a.c'), 'utf8')], before);
    assert.deepEqual(await cleaning.plan(workspace), { caches: [], campaigns: [], passedOver: [] });
  });

  it('counts what was accepted, or is on a branch of the user’s, as safe', async () => {
    makeCampaign('c20260101-1', ENDED, [{ kind: 'accepted', experiment: '01-x', part: 'whole', hunks: [], request: 'r' }]);
    git('branch', 'mine', makeCampaign('c20260101-2', ENDED));
    makeCampaign('c20260101-3', ENDED, [{ kind: 'accepted', experiment: '01-x', part: 'hunks', hunks: [1], request: 'r' }]);
    const { campaigns } = await cleaning.plan(workspace);
    assert.deepEqual(campaigns.map(({ onlyHere }) => onlyHere), [[], [], ['01-x']]);
  });

  it('leaves a stopped campaign and its twins alone, unless it is named', async () => {
    makeCampaign('c20260101-1', STOPPED);
    makeCampaign('c20260101-2', ENDED);
    makeTwins();
    const plan = await cleaning.plan(workspace);
    assert.deepEqual(plan.passedOver.map(({ campaign }) => campaign), ['c20260101-1']);
    assert.deepEqual(plan.caches, []);
    assert.deepEqual(plan.campaigns.map(({ campaign }) => campaign), ['c20260101-2']);
    const named = await cleaning.plan(workspace, 'c20260101-1');
    assert.deepEqual(named.campaigns.map(({ campaign }) => campaign), ['c20260101-1']);
    assert.equal(named.caches.length, 1);
  });

  it('touches nothing while an engine is alive', async () => {
    makeCampaign('c20260101-1', ENDED);
    const lock = takeEngineLock(workspace, { protocol: 1, version: 'v', takeOver: false });
    try {
      await assert.rejects(cleaning.plan(workspace), /an engine is at work here/);
      await assert.rejects(cleaning.remove(workspace, []), /an engine is at work here/);
    } finally {
      lock.release();
    }
  });

  it('works where the repository is gone', async () => {
    makeCampaign('c20260101-1', ENDED);
    fs.rmSync(path.join(workspace, '.git'), { recursive: true });
    const { campaigns } = await cleaning.plan(workspace);
    assert.deepEqual(campaigns[0]?.leftovers.map(({ what }) => what), ['logs and patches']);
  });
});
