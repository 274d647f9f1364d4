import assert from 'node:assert/strict';
import { computeCampaignRow, computeExperimentRows, computeWaveRows, countToReview, type TreeInput } from '../../../src/editor/tree/rows.ts';
import type { EventBody } from '../../../src/campaign/events.ts';
import type { Live } from '../../../src/protocol/live.ts';
import { MIDDLE } from '../cli/campaigns.ts';
import { definition, liveOf, unknown } from './shown.ts';

const input = (bodies: readonly EventBody[] = MIDDLE, more: Partial<Live> = {}, standing: TreeInput['standing'] = unknown): TreeInput => ({ live: liveOf(bodies, more), definition, standing });
const rowsOf = (...args: Parameters<typeof input>) => computeExperimentRows(input(...args), 1);
const accepted: EventBody = { kind: 'accepted', experiment: '01-fuse', part: 'whole', hunks: [], request: 'request-0001' };

describe('the tree', () => {
  it('has the campaign with its state and what waits', () => {
    const row = computeCampaignRow(input());
    assert.equal(row.label, 'Faster generation');
    assert.equal(row.description, 'measuring · 1 to review');
  });

  it('says that a campaign without an engine has stopped', () => {
    assert.match(computeCampaignRow(input(MIDDLE, { live: false })).description, /^stopped/);
  });

  it('has the newest wave first and open', () => {
    const [wave] = computeWaveRows(input());
    assert.equal(wave?.label, 'Wave 1');
    assert.equal(wave?.description, '1 of 3 kept · 1 queued');
    assert.equal(wave?.expands, 'expanded');
  });

  it('shows an experiment by word, delta and interval', () => {
    const [first, second, third] = rowsOf();
    assert.equal(first?.description, 'kept · tg +6.8\u202f% [5.9, 7.7]');
    assert.equal(first?.glyph, 'kept');
    assert.equal(second?.description, 'crashed · make: exit code 2: src/a.c:3: expected ;');
    assert.equal(third?.description, 'queued');
  });

  it('speaks an experiment', () => {
    assert.equal(rowsOf()[0]?.spoken, '01-fuse, kept, tg plus 6.8 per cent, 5.9 to 7.7, pp minus 1.2 per cent, minus 3.0 to 0.6, waits for review');
  });

  it('shows how far a running one has come', () => {
    const running: EventBody[] = [...MIDDLE, { kind: 'gated', experiment: '03-later' }, { kind: 'build_begun', experiment: '03-later', host: 'local', stage: 1, currentTwin: 'a' }];
    const more = { livePairs: { '03-later': 9 }, activity: { local: { experiment: '03-later', host: 'local', text: 'screening', progress: { done: 9, most: 24 } } } };
    assert.equal(rowsOf(running, more)[2]?.description, 'building · 9 of 24 pairs');
    assert.equal(rowsOf(running, more)[2]?.glyph, 'running');
  });

  it('offers what can be done', () => {
    const [first, second, third] = rowsOf();
    assert.deepEqual(first?.can, ['accept', 'reject', 'compare', 'log']);
    assert.deepEqual(second?.can, ['acceptAnyway', 'reject', 'compare', 'log']);
    assert.deepEqual(third?.can, []);
  });

  it('shows the user’s word, and what the text says of it', () => {
    const bodies = [...MIDDLE, accepted];
    assert.equal(rowsOf(bodies)[0]?.description, 'kept, accepted · tg +6.8\u202f% [5.9, 7.7]');
    assert.equal(rowsOf(bodies, {}, () => 'in')[0]?.review, 'accepted');
    assert.equal(rowsOf(bodies, {}, () => 'out')[0]?.description, 'kept, accept undone · tg +6.8\u202f% [5.9, 7.7]');
    assert.equal(rowsOf(MIDDLE, {}, () => 'in')[0]?.review, 'in files');
  });

  it('counts what waits for review', () => {
    const count = (bodies: readonly EventBody[], standing: TreeInput['standing']) => countToReview(liveOf(bodies).state, standing);
    assert.equal(count(MIDDLE, unknown), 1);
    assert.equal(count([...MIDDLE, accepted], () => 'in'), 0);
    assert.equal(count([...MIDDLE, accepted], () => 'out'), 1);
  });
});
