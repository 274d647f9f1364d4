import type { CampaignEvent, EventOf } from './events.ts';
import type { Experiment } from './state.ts';
import { stateAfter } from './words.ts';

/** Three tries elsewhere, then the user (ARCHITECTURE.md). */
export const INFRASTRUCTURE_TRIES = 3;

const MOST_LOGS = 12;

/** The experiment that the event is about, changed by it; undefined where it is about none. */
export function foldExperiment(all: Readonly<Record<string, Experiment>>, event: CampaignEvent): Experiment | undefined {
  if (event.kind === 'proposed') return born(event);
  if (!('experiment' in event) || event.experiment === undefined) return undefined;
  const before = all[event.experiment];
  if (before === undefined) return undefined;
  const change = computeChange(before, event);
  return change === undefined ? undefined : { ...before, ...change };
}

function born(event: EventOf<'proposed'>): Experiment {
  const { proposer, title, description, hypothesis, mechanism, sources, predicted, origin, author, license, patch, from } = event;
  return {
    name: event.experiment,
    wave: event.wave,
    order: event.order,
    proposal: { proposer, title, description, hypothesis, mechanism, sources, predicted, origin, author, license, patch, from },
    state: 'proposed',
    verdict: null,
    reason: '',
    review: 'pending',
    reviewReason: '',
    acceptedHunks: [],
    pairs: 0,
    estimates: {},
    claimed: [],
    candidate: null,
    head: null,
    on: [],
    paths: [],
    added: 0,
    removed: 0,
    refusals: [],
    overruled: false,
    currentTwin: null,
    stage: 0,
    host: '',
    hostKind: '',
    alpha: null,
    key: null,
    continues: null,
    microPairs: 0,
    wealth: 1,
    logs: [],
    infrastructureFailures: 0,
    continuations: 0,
    begun: false,
    startedAt: null,
    screenedAt: null,
    decidedAt: null,
  };
}

function computeChange(before: Experiment, event: CampaignEvent): Partial<Experiment> | undefined {
  const withLog = (step: string, ms: number | null, blob: Experiment['logs'][number]['blob']) => ({
    logs: [...before.logs, { step, ms, blob }].slice(-MOST_LOGS),
  });
  switch (event.kind) {
    case 'candidate_committed':
      return {
        state: 'proposed',
        candidate: event.candidate,
        head: event.head,
        on: event.on,
        paths: event.paths,
        added: event.added,
        removed: event.removed,
      };
    case 'conflict':
      return { state: 'conflict', reason: event.detail, paths: event.paths };
    case 'gated':
      return { state: 'gated', begun: true, startedAt: before.startedAt ?? event.at };
    case 'refused':
      return { ...stopped('refused', event), refusals: event.refusals, reason: event.refusals.map((r) => `${r.path}: ${r.why}`).join('; '), begun: true };
    case 'overruled':
      return { state: 'proposed', verdict: null, reason: '', overruled: true, refusals: event.refusals };
    case 'build_begun':
      return {
        state: event.stage === 2 ? 'confirming' : 'building',
        host: event.host,
        currentTwin: event.currentTwin,
        begun: true,
        startedAt: before.startedAt ?? event.at,
      };
    case 'built':
      return withLog(event.clean ? 'clean build' : 'build', event.ms, event.log);
    case 'crashed':
      return { ...stopped('crash', event), reason: event.reason, ...withLog(event.step, null, event.log) };
    case 'checks_begun':
      return before.stage === 2 ? {} : { state: 'checking' };
    case 'checked':
      return withLog('checks', event.ms, event.log);
    case 'checks_failed':
      return { ...stopped('checks_failed', event), reason: event.reason, ...withLog('checks', null, event.log) };
    case 'stage_begun':
      return {
        state: event.stage === 1 ? 'screening' : 'confirming',
        stage: event.stage,
        host: event.host,
        hostKind: event.hostKind,
        microPairs: event.microPairs,
        alpha: event.alpha,
        key: event.key,
        ...(event.continues === undefined ? {} : { continues: event.continues }),
      };
    case 'screened':
      return { state: 'confirming', stage: 2, pairs: event.pairs, wealth: event.wealth, screenedAt: event.at };
    case 'verdict':
      return {
        ...stopped(event.verdict, event),
        reason: event.reason,
        estimates: event.estimates,
        claimed: event.claimed,
        pairs: event.pairs,
        wealth: event.wealth,
      };
    case 'continued':
      return { state: before.stage === 2 ? 'confirming' : 'screening', verdict: null, reason: '', continuations: before.continuations + 1 };
    case 'infrastructure': {
      const failures = before.infrastructureFailures + 1;
      return {
        infrastructureFailures: failures,
        reason: event.reason,
        state: failures >= INFRASTRUCTURE_TRIES ? 'infrastructure' : before.state,
        ...(event.log === undefined ? {} : withLog('infrastructure', null, event.log)),
      };
    }
    case 'accepted':
      return event.part === 'whole'
        ? { review: 'accepted', acceptedHunks: [], reviewReason: '' }
        : { review: 'partly', acceptedHunks: [...new Set([...before.acceptedHunks, ...event.hunks])].sort((a, b) => a - b) };
    case 'accept_undone':
      return { review: 'pending', acceptedHunks: [] };
    case 'rejected':
      return { review: 'rejected', reviewReason: event.reason };
    default:
      // Events that only mention an experiment, such as a notice, change nothing in it.
      return undefined;
  }
}

function stopped(verdict: Parameters<typeof stateAfter>[0], event: CampaignEvent): Partial<Experiment> {
  return { verdict, state: stateAfter(verdict), decidedAt: event.at };
}
