import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { computeNextTask, PAUSE_MS, type ScheduleInput } from '../../../src/campaign/schedule.ts';
import type { Experiment } from '../../../src/campaign/state.ts';
import { isOpen, type ExperimentState } from '../../../src/campaign/words.ts';

const HOST = { name: 'h1', kind: 'local' };

function experiment(name: string, change: Partial<Experiment> = {}): Experiment {
  const begun = change.state !== undefined && change.state !== 'proposed';
  return { name, state: 'proposed', stage: 0, begun, host: 'h1', hostKind: 'local', screenedAt: null, ...change } as Experiment;
}

function next(change: Partial<ScheduleInput>) {
  return computeNextTask({ experiments: [], host: HOST, busy: new Set(), parted: new Set(), mayBegin: true, mayPropose: true, now: 1_000_000, ...change });
}

const passed = (name: string, at: number, host = 'h1') => experiment(name, { state: 'confirming', stage: 2, screenedAt: at, host });

describe('the schedule', () => {
  it('lets other candidates go first while a stage 2 has to wait', () => {
    assert.deepEqual(next({ experiments: [passed('a', 999_000), experiment('b')] }), { kind: 'measure', experiment: 'b' });
  });

  it('confirms as soon as another experiment has parted the stages, or the pause is over', () => {
    assert.deepEqual(next({ experiments: [experiment('b'), passed('a', 999_000)], parted: new Set(['a']) }), { kind: 'measure', experiment: 'a' });
    assert.deepEqual(next({ experiments: [experiment('b'), passed('a', 1_000_000 - PAUSE_MS)] }), { kind: 'measure', experiment: 'a' });
  });

  it('confirms at once on another host of the same kind, never on one of another kind', () => {
    assert.deepEqual(next({ experiments: [passed('a', 999_999, 'h2')], mayPropose: false }), { kind: 'measure', experiment: 'a' });
    const other = { ...passed('a', 999_999, 'h2'), hostKind: 'arm' };
    assert.equal(next({ experiments: [other], mayPropose: false }).kind, 'wait');
  });

  it('counts the pause only when nothing else is left', () => {
    assert.deepEqual(next({ experiments: [passed('a', 999_000)] }), { kind: 'propose' });
    assert.deepEqual(next({ experiments: [passed('a', 999_000)], mayPropose: false }), { kind: 'wait', until: 999_000 + PAUSE_MS });
  });

  it('begins nothing new without a budget, and brings what was begun to its end', () => {
    const experiments = [experiment('fresh'), experiment('begun', { state: 'screening', stage: 1 })];
    assert.deepEqual(next({ experiments, mayBegin: false, mayPropose: false }), { kind: 'measure', experiment: 'begun' });
    assert.deepEqual(next({ experiments: [experiment('fresh')], mayBegin: false, mayPropose: false }), { kind: 'done' });
  });

  it('never gives out what another host is at work on, what has ended, or what may not begin', () => {
    const states: ExperimentState[] = ['proposed', 'gated', 'building', 'checking', 'screening', 'confirming', 'kept', 'discarded', 'inconclusive', 'refused', 'crashed', 'checks_failed', 'conflict', 'infrastructure'];
    const one = fc.record({ state: fc.constantFrom(...states), stage: fc.constantFrom(0 as const, 1 as const, 2 as const), begun: fc.boolean(), busy: fc.boolean(), at: fc.integer({ min: 0, max: 2_000_000 }) });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), fc.boolean(), fc.boolean(), (specs, mayBegin, mayPropose) => {
        const experiments = specs.map((spec, n) => experiment(`e${n}`, { state: spec.state, stage: spec.stage, begun: spec.begun, screenedAt: spec.at }));
        const busy = new Set(experiments.filter((_, n) => specs[n]?.busy).map(({ name }) => name));
        const task = next({ experiments, busy, mayBegin, mayPropose });
        if (task.kind === 'measure') {
          const chosen = experiments.find(({ name }) => name === task.experiment);
          assert.ok(chosen && isOpen(chosen.state) && !busy.has(chosen.name));
          assert.ok(mayBegin || chosen.begun || chosen.stage === 2);
        }
        // A host is idle only where nothing open is left for it.
        if (task.kind === 'done') {
          const left = experiments.filter(({ name, state, begun, stage }) => isOpen(state) && !busy.has(name) && (mayBegin || begun || stage === 2));
          assert.deepEqual(left, []);
          assert.equal(mayPropose, false);
        }
      }),
    );
  });
});
