import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { eventSchema, type CampaignEvent, type EventBody } from '../../../src/campaign/events.ts';
import type { EMPTY_STATE} from '../../../src/campaign/state.ts';
import { fold } from '../../../src/campaign/state.ts';
import { computeBudgetLeft } from '../../../src/campaign/budget.ts';
import { parseDefinition } from '../../../src/campaign/definition/read.ts';

const ID = 'a'.repeat(40);
const BLOB = { sha256: 'c'.repeat(64), bytes: 3 };
const CODE = { commit: ID, tree: ID };

function proposed(experiment: string, order: number): EventBody {
  return {
    kind: 'proposed', experiment, wave: 1, order, proposer: 'patches', title: experiment, description: '', hypothesis: '', mechanism: '',
    sources: [], predicted: '', origin: '', author: '', license: '', patch: BLOB, from: `${experiment}.patch`,
  };
}

function log(...bodies: EventBody[]): CampaignEvent[] {
  return bodies.map((body, index) => eventSchema.parse({ v: 1, seq: index + 1, at: 1_000 * (index + 1), ...body }) as CampaignEvent);
}

const LIFE: EventBody[] = [
  { kind: 'engine_started', pid: 1, version: '1', lostMs: 0 },
  proposed('a', 1),
  { kind: 'candidate_committed', experiment: 'a', candidate: CODE, head: CODE, on: [], paths: ['src/a.c'], added: 3, removed: 1 },
  { kind: 'gated', experiment: 'a' },
  { kind: 'build_begun', experiment: 'a', host: 'local', stage: 1, currentTwin: 'b' },
  { kind: 'built', experiment: 'a', ms: 5, clean: false, log: BLOB },
  { kind: 'checks_begun', experiment: 'a' },
  { kind: 'checked', experiment: 'a', ms: 5, log: BLOB },
  { kind: 'stage_begun', experiment: 'a', stage: 1, host: 'local', hostKind: 'local', microPairs: 4, alpha: 0.01, key: 'd'.repeat(64) },
  { kind: 'screened', experiment: 'a', pairs: 5, wealth: 5.1 },
  { kind: 'build_begun', experiment: 'a', host: 'local', stage: 2, currentTwin: 'b' },
  { kind: 'verdict', experiment: 'a', verdict: 'keep', reason: 'improves tg', estimates: {}, claimed: ['tg'], pairs: 17, wealth: 900, host: 'local' },
  { kind: 'head_moved', head: CODE, kept: ['a'], because: 'kept a' },
  { kind: 'accepted', experiment: 'a', part: 'whole', hunks: [], request: 'request-1' },
];

describe('the state', () => {
  it('follows an experiment from proposal to accept', () => {
    const words = LIFE.map((_, index) => fold(log(...LIFE.slice(0, index + 1))).experiments.a?.state);
    assert.deepEqual(words, [undefined, 'proposed', 'proposed', 'gated', 'building', 'building', 'checking', 'checking', 'screening', 'confirming', 'confirming', 'kept', 'kept', 'kept']);
    const state = fold(log(...LIFE));
    assert.deepEqual(state.kept, ['a']);
    assert.equal(state.experiments.a?.review, 'accepted');
    assert.equal(state.experiments.a.currentTwin, 'b');
    assert.equal(state.requests['request-1'], LIFE.length);
  });

  it('is the same whether folded at once or in parts, from a cache that went through JSON', () => {
    const events = log(...LIFE);
    const whole = fold(events);
    fc.assert(
      fc.property(fc.nat({ max: events.length }), (cut) => {
        const cached = JSON.parse(JSON.stringify(fold(events.slice(0, cut)))) as typeof EMPTY_STATE;
        assert.deepEqual(fold(events.slice(cut), cached), whole);
      }),
    );
  });

  it('counts the time that engines worked, not the time between them', () => {
    const at = [0, 10, 30, 1_000, 1_005];
    const bodies: EventBody[] = [
      { kind: 'engine_started', pid: 1, version: '1', lostMs: 0 },
      { kind: 'went_on' },
      { kind: 'engine_stopped', reason: 'stopped' },
      { kind: 'engine_started', pid: 2, version: '1', lostMs: 0 },
      { kind: 'went_on' },
    ];
    const events = log(...bodies).map((event, index) => ({ ...event, at: at[index] ?? 0 }));
    assert.equal(fold(events).activeMs, 35);
  });

  it('of the budget counts begun experiments and raises by the user', () => {
    const definition = parseDefinition('benchmark: { run: x }\nmetrics: [{ name: t, better: higher }]\nbudget: { experiments: 2, hours: 1 }\n', 'marginalia.yaml');
    const state = fold(log(...LIFE, proposed('b', 2)));
    assert.equal(computeBudgetLeft(state, definition, state.lastAt).experiments, 1);
    const raised = fold(log(...LIFE, { kind: 'resumed', request: 'request-2', experiments: 10 }));
    assert.equal(computeBudgetLeft(raised, definition, raised.lastAt).experiments, 9);
    const before = computeBudgetLeft(state, definition, state.lastAt).ms;
    assert.equal(computeBudgetLeft(state, definition, state.lastAt + 60_000).ms, before - 60_000);
  });

  it('ignores events of experiments that it does not know', () => {
    const state = fold(log({ kind: 'gated', experiment: 'nobody' }));
    assert.deepEqual(state.experiments, {});
    assert.equal(state.seq, 1);
  });
});
