import assert from 'node:assert/strict';
import { parseDefinition } from '../../../src/campaign/definition/read.ts';
import { computeHover } from '../../../src/editor/inline/hoverText.ts';
import { computeNotice } from '../../../src/editor/notices/computeNotice.ts';
import { computeReport, type ProblemFacts } from '../../../src/editor/problems/computeReport.ts';
import { redact } from '../../../src/editor/problems/redact.ts';
import { computeReviewView, type ReviewInput } from '../../../src/editor/start/computeReview.ts';
import { applyLimits, type Settled } from '../../../src/editor/start/settle.ts';
import { parseDiff } from '../../../src/review/diff.ts';
import { DEFINITION, kept, MIDDLE, number, stateOf } from '../cli/campaigns.ts';
import { definition } from './shown.ts';

describe('the page before the start', () => {
  const input: ReviewInput = {
    folder: 'tinylm',
    definition,
    text: DEFINITION,
    file: 'marginalia.yaml',
    isSaved: true,
    source: { kind: 'patches', folder: 'candidates' },
    patches: 13,
    from: {},
    scripts: { './checks': 'checks' },
    changedFiles: ['src/a.c'],
    cacheFolder: '~/.cache/marginalia',
    freeBytes: 80e9,
    cacheBytes: 0,
    diskLimit: 5e9,
    remote: '',
    problem: '',
  };
  const fact = (label: string, more: Partial<ReviewInput> = {}) => computeReviewView({ ...input, ...more }).facts.find((one) => one.label === label)?.lines ?? [];

  it('has each command with where it comes from', () => {
    const { commands } = computeReviewView(input);
    assert.deepEqual(commands.map(({ label, command, from, file }) => [label, command, from, file]), [
      ['Build', 'make', 'marginalia.yaml, line 2', ''],
      ['Benchmark', './bench', 'marginalia.yaml, line 3', ''],
      ['Checks', './checks', 'marginalia.yaml, line 4', 'checks'],
    ]);
    assert.equal(computeReviewView({ ...input, from: { build: 'Makefile' } }).commands[0]?.from, 'Makefile');
  });

  it('says what is measured, from what, where and for how long', () => {
    assert.deepEqual(fact('Measures'), ['tg in t/s: higher is better, from 3 % on (decides)', 'pp in t/s: higher is better, must not get worse']);
    assert.deepEqual(fact('Candidates'), ['13 patch files in candidates', 'They may change any file']);
    assert.deepEqual(fact('Starts from'), ['The last commit and 1 changed or new file of yours', 'src/a.c']);
    assert.match(fact('Time')[0] ?? '', /At most 1 h and 20 experiments/);
    assert.deepEqual(fact('Money'), ['None: nothing that costs money is used']);
    assert.match(fact('Network')[0] ?? '', /uses none/);
    assert.match(fact('Runs on', { remote: 'WSL' }).at(-1) ?? '', /as long as WSL runs/);
  });

  it('warns where something is missing', () => {
    assert.deepEqual(computeReviewView(input).warnings, []);
    const unchecked = parseDefinition(DEFINITION.replace('checks: ./checks\n', ''), 'f');
    assert.match(computeReviewView({ ...input, definition: unchecked }).warnings[0] ?? '', /no checks/);
    assert.match(computeReviewView({ ...input, freeBytes: 1e9 }).warnings[0] ?? '', /Only 1\.0 GB/);
    assert.match(computeReviewView({ ...input, cacheBytes: 6e9 }).warnings[0] ?? '', /Clean up first/);
  });

  it('holds the machine’s limits against the repository’s file', () => {
    const settled: Settled = { text: DEFINITION.replace('hours: 1', 'hours: 12, dollars: 50'), file: 'marginalia.yaml', isSaved: true, source: { kind: 'definition' }, from: {} };
    const { budget } = parseDefinition(applyLimits(settled, { limitHours: 2, limitDollars: 0 }).text, 'f');
    assert.deepEqual([budget.hours, budget.dollars], [2, 0]);
    assert.equal(applyLimits(settled, { limitHours: null, limitDollars: 100 }), settled);
  });
});

describe('notices', () => {
  const state = stateOf(...MIDDLE);
  const [verdict] = number(kept('01-fuse').filter(({ kind }) => kind === 'verdict'));
  const [crash] = number([{ kind: 'crashed', experiment: '02-broken', step: 'build', reason: 'exit code 2\nmore', log: { sha256: 'a'.repeat(64), bytes: 1 } }]);
  const [failed] = number([{ kind: 'failed', code: 'x', message: 'the build fails', hint: '' }]);
  assert(verdict && crash && failed);

  it('tell what was kept, with its numbers', () => {
    assert.equal(computeNotice(verdict, state, definition, 'kept')?.message, '01-fuse: kept, tg +6.8\u202f% [5.9, 7.7] · pp \u22121.2\u202f% [\u22123.0, 0.6]');
  });

  it('tell as much as is wanted', () => {
    assert.equal(computeNotice(crash, state, definition, 'kept'), null);
    assert.equal(computeNotice(crash, state, definition, 'all')?.message, '02-broken: crashed, exit code 2');
    assert.equal(computeNotice(verdict, state, definition, 'none'), null);
  });

  it('tell a failure always', () => assert.equal(computeNotice(failed, state, definition, 'none')?.level, 'error'));
});

describe('the hover', () => {
  it('has verdict, head of the hunk and one sentence', () => {
    const hunk = parseDiff('diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,8 +1,3 @@\n a\n-1\n-2\n-3\n-4\n-5\n-6\n+7\n b\n').files[0]?.hunks[0];
    const experiment = stateOf(...MIDDLE).experiments['01-fuse'];
    assert(hunk && experiment);
    const { head, diff, why } = computeHover(experiment, definition, hunk);
    assert.match(head, /^kept · 01-fuse · tg \+6\.8/);
    assert.equal(diff, '@@ -1,8 +1,3 @@\n-1\n-2\n-3\n-4\n … 2 more lines removed\n+7');
    assert.match(why, /Measured on the base; 34 pairs on local\./);
  });
});

describe('a report of a problem', () => {
  const facts: ProblemFacts = {
    version: '0.1.0',
    editor: '1.101.0',
    platform: 'linux x64',
    now: 0,
    owner: 'alive',
    lock: { pid: 7, version: '0.1.0-abc', protocol: 1, heartbeat: 0, host: 'm' },
    isConnected: true,
    problem: { code: 'busy', message: 'taken', hint: '' },
    campaign: 'c20260102-1',
    state: stateOf(...MIDDLE),
    engineLog: 'started',
  };

  it('has the engine’s state and the last error, and no code', () => {
    const report = computeReport(facts);
    assert.match(report, /process 7/);
    assert.match(report, /busy: taken/);
    assert.match(report, /kept 1, crashed 1, proposed 1/);
    assert.doesNotMatch(report, /make|01-fuse/);
  });

  it('loses names, tokens and addresses', () => {
    const known = { home: '/home/ada', user: 'ada', host: 'engine-room', environment: { MY_API_KEY: 'secretvalue1', PATH: '/bin' } };
    const clean = redact('/home/ada/x on engine-room by ada: secretvalue1 ghp_0123456789abcdef token=abcdefghij https://me:pw@host/ ada@example.org', known);
    assert.equal(clean, '~/x on [name] by [name]: [removed] [removed] token=[removed] https://[removed]@host/ [address]');
  });
});
