import assert from 'node:assert/strict';
import type { EventBody } from '../../../src/campaign/events.ts';
import type { Live } from '../../../src/protocol/live.ts';
import { fromSidebarSchema } from '../../../src/protocol/webview.ts';
import { computeEmpty } from '../../../src/editor/sidebar/computeEmpty.ts';
import { computeSidebar } from '../../../src/editor/sidebar/computeSidebar.ts';
import { computeStatusItem } from '../../../src/editor/statusBar/computeStatus.ts';
import { BASE, committed, estimate, kept, MIDDLE, proposed } from '../cli/campaigns.ts';
import { definition, liveOf, unknown } from './shown.ts';

const total: EventBody = { kind: 'total_measured', head: BASE, kept: ['01-fuse'], estimates: { tg: estimate(0.07, 0.065, 0.075, 30), pp: estimate(0.002, -0.01, 0.014, 30) }, pairs: 30, hosts: ['local'] };
const dry: EventBody = { kind: 'dry_start_done', runSeconds: 0.2, values: { tg: 44.1, pp: 610 }, setupPaths: [], builtTracked: [], compiler: 'cc' };
const ended: EventBody[] = [total, { kind: 'ended', how: 'ended', detail: 'every candidate has its verdict' }, { kind: 'engine_stopped', reason: 'ended' }];

function show(bodies: readonly EventBody[], more: Partial<Live> = {}, isTrusted = true) {
  const view = computeSidebar({ live: liveOf(bodies, more), definition, standing: unknown, now: 60_000, isTrusted, problem: '' });
  assert(view.kind === 'campaign');
  return view;
}

describe('the sidebar', () => {
  it('says what runs', () => {
    const view = show(MIDDLE, { activity: { local: { experiment: '03-later', host: 'local', text: 'screening', progress: { done: 6, most: 24 } } } });
    assert.equal(view.now.title, 'Measuring · wave 1');
    assert.deepEqual(view.now.hosts, [{ name: 'local', what: '03-later', isIdle: false, stage: 'proposed', count: '6/24', share: 0.25 }]);
    assert.equal(view.tally, null);
  });

  it('shows the best single change before the total', () => {
    const { best } = show(MIDDLE);
    assert.deepEqual(best?.metrics[0], { metric: 'tg', delta: '+6.8\u202f%', interval: '[5.9, 7.7]' });
    assert.match(best?.note ?? '', /^01-fuse, 34 pairs\./);
  });

  it('shows the total as it was measured, never multiplied', () => {
    const { best } = show([...MIDDLE, dry, ...ended], { live: false });
    assert.equal(best?.title, 'Result');
    assert.equal(best?.metrics[0]?.delta, '+7.0\u202f%');
    assert.deepEqual([best?.bullet?.start.text, best?.bullet?.now.text, best?.bullet?.unit], ['44.1', '47.2', 't/s']);
    for (const at of [best?.bullet?.start.at, best?.bullet?.now.at]) assert(at !== undefined && at > 0 && at < 1);
  });

  it('has what waits for the user', () => {
    const { waiting } = show(MIDDLE);
    assert.deepEqual(waiting.rows.map(({ before, experiment, after }) => `${before}${experiment}${after}`), ['Review 01-fuse']);
    assert.equal(waiting.count, 1);
  });

  it('has a chip for each experiment, with its number where it was kept', () => {
    const { waves } = show(MIDDLE);
    assert.deepEqual(waves.rows[0]?.chips.map(({ look, text, glyph }) => [look, text, glyph]), [['kept', '+6.8', 'kept'], ['plain', '', 'crashed'], ['queued', '', 'queued']]);
    assert.equal(waves.right, '3 candidates, 1 kept');
  });

  it('counts by verdict once it is over', () => {
    const view = show([...MIDDLE, ...ended], { live: false });
    assert.deepEqual(view.tally?.rows.map(({ word, count }) => [word, count]), [['kept', 1], ['crashed', 1], ['not begun', 1]]);
    assert.deepEqual(view.now.buttons.map(({ label }) => label), ['Open report']);
  });

  it('offers to resume what was stopped, and nothing that runs where there is no trust', () => {
    const stopped: EventBody[] = [...MIDDLE, { kind: 'ended', how: 'stopped', detail: '' }];
    assert.deepEqual(show(stopped, { live: false }).now.buttons.map(({ action }) => action), ['resume', 'report']);
    assert.deepEqual(show(stopped, { live: false }, false).now.buttons.map(({ action }) => action), ['trust']);
    assert.deepEqual(show(stopped, { live: false }, false).foot, []);
  });

  it('says why it failed', () => {
    const view = show([...MIDDLE, { kind: 'failed', code: 'build-failed', message: 'the build fails', hint: 'Mend it.' }], { live: false });
    assert.deepEqual(view.now.note?.lines, ['the build fails', 'Mend it.']);
  });

  it('has a meter for money only where some may be spent', () => {
    assert.deepEqual(show(MIDDLE).budget.meters.map(({ label }) => label), ['Experiments', 'Time']);
  });

  it('stays small with ten thousand experiments', () => {
    const many = Array.from({ length: 10_000 }, (_, at): EventBody => ({ ...(proposed(`candidate-${at}`, at + 1) as Extract<EventBody, { kind: 'proposed' }>), wave: Math.floor(at / 8) + 1 }));
    const view = show([...MIDDLE.slice(0, 3), ...many, committed('candidate-1'), ...kept('candidate-1')]);
    assert(JSON.stringify(view).length < 256 * 1024);
  });

  it('begins with one button and what was found', () => {
    const draft = { run: { value: './bench.sh', from: 'bench.sh' }, metrics: [{ value: { name: 'tg', unit: 't/s' }, from: '' }] };
    const view = computeEmpty({ hasFolder: true, isTrusted: true, hasSample: true, draft, definition: null });
    assert(view.kind === 'empty');
    assert.deepEqual(view.found.map(({ label, value }) => [label, value]), [['Benchmark', './bench.sh'], ['Metrics', 'tg (t/s)']]);
    assert.deepEqual(view.buttons.map(({ action }) => action), ['start']);
    assert.deepEqual(view.links.map(({ button }) => button.action), ['sample']);
  });

  it('takes nothing from its page but what it knows', () => {
    assert(fromSidebarSchema.safeParse({ type: 'action', action: 'start' }).success);
    for (const message of [{ type: 'action', action: 'workbench.action.quit' }, { type: 'run', command: 'x' }, { type: 'open', experiment: 'x'.repeat(300) }, null, 'ready']) {
      assert.equal(fromSidebarSchema.safeParse(message).success, false);
    }
  });
});

describe('the status bar', () => {
  const item = (bodies: readonly EventBody[], more: Partial<Live> = {}) => computeStatusItem(liveOf(bodies, more), definition, unknown);

  it('is short, and has the interval in its tooltip', () => {
    assert.equal(item(MIDDLE)?.text, '$(sync~spin) measuring · 1 to review');
    const over = item([...MIDDLE, ...ended], { live: false });
    assert.equal(over?.text, '$(marginalia-kept) tg +7.0\u202f% · ended · 1 to review');
    assert.match(over?.tooltip ?? '', /\[6\.5, 7\.5\]/);
  });

  it('is not there without a campaign', () => assert.equal(computeStatusItem(null, null, unknown), null));

  it('is coloured for a failure alone', () => {
    assert.equal(item(MIDDLE)?.isError, false);
    assert.equal(item([...MIDDLE, { kind: 'failed', code: 'x', message: 'm', hint: '' }], { live: false })?.isError, true);
  });
});
