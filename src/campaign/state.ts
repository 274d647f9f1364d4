import type { Estimate } from '../decide/types.ts';
import type { BlobRef, CampaignEvent, CodeRef, EventOf, HostCalibration, Refusal } from './events.ts';
import type { CampaignPhase, ExperimentState, ExperimentVerdict, Review } from './words.ts';
import { foldExperiment } from './stateExperiment.ts';

/** A candidate and what is known of it: the fold of its events. Live progress (pairs under way) is not in here. */
export interface Experiment {
  readonly name: string;
  readonly wave: number;
  readonly order: number;
  readonly proposal: Pick<
    EventOf<'proposed'>,
    'proposer' | 'title' | 'description' | 'hypothesis' | 'mechanism' | 'sources' | 'predicted' | 'origin' | 'author' | 'license' | 'patch' | 'from'
  >;
  readonly state: ExperimentState;
  readonly verdict: ExperimentVerdict | null;
  /** The verdict's reason in words; '' before there is one. */
  readonly reason: string;
  readonly review: Review;
  readonly reviewReason: string;
  readonly acceptedHunks: readonly number[];
  /** Pairs of both stages at the last verdict; while it runs, the engine knows better. */
  readonly pairs: number;
  readonly estimates: Readonly<Record<string, Estimate>>;
  readonly claimed: readonly string[];
  readonly candidate: CodeRef | null;
  readonly head: CodeRef | null;
  /** Kept experiments in the code that it was measured against. */
  readonly on: readonly string[];
  readonly paths: readonly string[];
  readonly added: number;
  readonly removed: number;
  readonly refusals: readonly Refusal[];
  readonly overruled: boolean;
  readonly currentTwin: 'a' | 'b' | null;
  readonly stage: 0 | 1 | 2;
  readonly host: string;
  readonly hostKind: string;
  readonly alpha: number | null;
  readonly key: string | null;
  readonly continues: string | null;
  readonly microPairs: number;
  readonly wealth: number;
  /** Logs of its build, checks and crash, newest last. */
  readonly logs: readonly { readonly step: string; readonly ms: number | null; readonly blob: BlobRef }[];
  readonly infrastructureFailures: number;
  /** How often it was continued after a verdict. */
  readonly continuations: number;
  readonly begun: boolean;
  readonly startedAt: number | null;
  readonly screenedAt: number | null;
  readonly decidedAt: number | null;
}

export interface Notice {
  readonly at: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly experiment: string | null;
}

/** The whole campaign as its events tell it. Plain JSON. */
export interface CampaignState {
  readonly seq: number;
  readonly created: EventOf<'campaign_created'> | null;
  readonly phase: CampaignPhase;
  readonly waitingFor: string;
  readonly head: CodeRef | null;
  /** Experiments whose change is in the head, in the order they were kept. */
  readonly kept: readonly string[];
  /** Experiments that were in the head and are not any more: the user rejected them, or what they were measured on. */
  readonly dropped: readonly string[];
  readonly calibrations: Readonly<Record<string, HostCalibration>>;
  readonly rules: EventOf<'calibrated'>['rules'];
  readonly dryStart: EventOf<'dry_start_done'> | null;
  readonly drySteps: readonly EventOf<'dry_step'>[];
  readonly experiments: Readonly<Record<string, Experiment>>;
  /** How many of them were begun, and have a keep verdict: counted as they change, for there may be thousands. */
  readonly begun: number;
  readonly keeps: number;
  readonly exhaustedProposers: readonly string[];
  readonly waves: number;
  readonly total: EventOf<'total_measured'> | null;
  readonly budget: { readonly experiments: number | null; readonly hours: number | null };
  /** Milliseconds that an engine has worked on the campaign, up to the last event. */
  readonly activeMs: number;
  readonly lastAt: number;
  readonly startedAt: number;
  readonly end: { readonly how: 'ended' | 'stopped' | 'budget'; readonly detail: string } | null;
  readonly failure: { readonly code: string; readonly message: string; readonly hint: string } | null;
  readonly notices: readonly Notice[];
  /** An accept whose edit may have been cut off; settled by the files' hashes on open. */
  readonly pendingAccept: EventOf<'accept_intended'> | null;
  /** Ids of requests that changed state, so that a repeated one is answered and not done again. */
  readonly requests: Readonly<Record<string, number>>;
  /** Whether an engine is at work, by the log alone. */
  readonly engineRunning: boolean;
  /** The process of the latest engine; at work only where it holds the workspace's lock. */
  readonly enginePid: number | null;
}

export const EMPTY_STATE: CampaignState = {
  seq: 0,
  created: null,
  phase: 'starting',
  waitingFor: '',
  head: null,
  kept: [],
  dropped: [],
  calibrations: {},
  rules: [],
  dryStart: null,
  drySteps: [],
  experiments: {},
  begun: 0,
  keeps: 0,
  exhaustedProposers: [],
  waves: 0,
  total: null,
  budget: { experiments: null, hours: null },
  activeMs: 0,
  lastAt: 0,
  startedAt: 0,
  end: null,
  failure: null,
  notices: [],
  pendingAccept: null,
  requests: {},
  engineRunning: false,
  enginePid: null,
};

const MOST_NOTICES = 100;

/** state = fold(events): pure; the same events give the same state. */
export function fold(events: Iterable<CampaignEvent>, from: CampaignState = EMPTY_STATE): CampaignState {
  let state: CampaignState = { ...from, experiments: { ...from.experiments } };
  for (const event of events) state = foldInto(state, event);
  return state;
}

/**
 * One event more, for whoever owns the state: the map of experiments is changed in place (the experiments in it are not), so
 * that an event costs the same in a campaign of ten experiments and of ten thousand.
 */
export function foldInto(state: CampaignState, event: CampaignEvent): CampaignState {
  const changed = foldExperiment(state.experiments, event);
  const next = foldCampaign(state, event);
  if (!changed) return next;
  const before = state.experiments[changed.name];
  (state.experiments as Record<string, Experiment>)[changed.name] = changed;
  const begun = Number(changed.begun) - Number(before?.begun ?? false);
  const keeps = Number(changed.verdict === 'keep') - Number(before?.verdict === 'keep');
  return begun === 0 && keeps === 0 ? next : { ...next, begun: next.begun + begun, keeps: next.keeps + keeps };
}

function foldCampaign(state: CampaignState, event: CampaignEvent): CampaignState {
  const worked = event.kind === 'engine_started' || !state.engineRunning ? 0 : Math.max(0, event.at - state.lastAt);
  const next: CampaignState = {
    ...state,
    seq: event.seq,
    lastAt: event.at,
    activeMs: state.activeMs + worked,
    ...('request' in event ? { requests: { ...state.requests, [event.request]: event.seq } } : {}),
  };
  return { ...next, ...computeChange(next, event) };
}

function computeChange(state: CampaignState, event: CampaignEvent): Partial<CampaignState> {
  switch (event.kind) {
    case 'campaign_created':
      return { created: event, startedAt: event.at, head: { commit: event.base.commit, tree: event.base.tree } };
    case 'engine_started':
      return { engineRunning: true, enginePid: event.pid };
    case 'engine_stopped':
      return { engineRunning: false };
    case 'dry_step':
      return { drySteps: [...state.drySteps, event] };
    case 'dry_start_done':
      return { dryStart: event };
    case 'calibrated':
      return {
        calibrations: { ...state.calibrations, [event.calibration.host]: event.calibration },
        rules: event.rules,
        phase: 'running',
      };
    case 'proposed':
      return { waves: Math.max(state.waves, event.wave) };
    case 'proposer_done':
      return { exhaustedProposers: [...state.exhaustedProposers, event.proposer] };
    case 'head_moved':
      return {
        head: event.head,
        kept: event.kept,
        dropped: [...state.dropped, ...state.kept].filter((name) => !event.kept.includes(name)),
      };
    case 'total_measured':
      return { total: event };
    case 'accept_intended':
      return { pendingAccept: event };
    case 'accepted':
    case 'accept_undone':
      return { pendingAccept: null };
    case 'waiting':
      return { phase: 'waiting', waitingFor: event.waitingFor };
    case 'went_on':
      return { phase: state.dryStart ? 'running' : 'starting', waitingFor: '' };
    case 'stop_requested':
      return { phase: 'stopping' };
    case 'continued':
    case 'overruled':
      return goingOn(state);
    case 'resumed':
      return {
        ...goingOn(state),
        budget: { experiments: event.experiments ?? state.budget.experiments, hours: event.hours ?? state.budget.hours },
      };
    case 'ended':
      return { phase: event.how === 'ended' ? 'ended' : 'stopped', end: { how: event.how, detail: event.detail }, waitingFor: '' };
    case 'failed':
      return { phase: 'failed', failure: { code: event.code, message: event.message, hint: event.hint } };
    case 'notice':
      return {
        notices: [
          ...state.notices.slice(-(MOST_NOTICES - 1)),
          { at: event.at, level: event.level, message: event.message, experiment: event.experiment ?? null },
        ],
      };
    case 'candidate_committed':
    case 'conflict':
    case 'gated':
    case 'refused':
    case 'build_begun':
    case 'built':
    case 'crashed':
    case 'checks_begun':
    case 'checked':
    case 'checks_failed':
    case 'stage_begun':
    case 'screened':
    case 'verdict':
    case 'infrastructure':
    case 'rejected':
      return {};
  }
}

/** What the user asked for puts a campaign to work that had ended. */
function goingOn(state: CampaignState): Partial<CampaignState> {
  return { phase: Object.keys(state.calibrations).length > 0 ? 'running' : 'starting', waitingFor: '', end: null, failure: null };
}

/** Experiments in the order they were proposed. */
export function experimentsInOrder(state: CampaignState): readonly Experiment[] {
  return Object.values(state.experiments).sort((a, b) => a.order - b.order);
}

