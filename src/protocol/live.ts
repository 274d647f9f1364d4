import { fold, type CampaignState } from '../campaign/state.ts';
import { isOpen } from '../campaign/words.ts';
import type { Activity, Notification, Snapshot } from './engine.ts';

/** A campaign as a client follows it: the snapshot, brought up to date by every notification. */
export interface Live {
  readonly id: string;
  readonly seq: number;
  readonly state: CampaignState;
  /** Pairs so far of experiments that are under way, by name. */
  readonly livePairs: Readonly<Record<string, number>>;
  /** What each host does now. */
  readonly activity: Readonly<Record<string, Activity>>;
  /** Whether an engine is at work on it. */
  readonly live: boolean;
}

export function openLive(snapshot: Snapshot): Live {
  return {
    id: snapshot.campaign,
    seq: snapshot.seq,
    state: snapshot.state,
    livePairs: snapshot.livePairs,
    activity: Object.fromEntries(snapshot.activity.map((activity) => [activity.host, activity])),
    live: snapshot.live,
  };
}

/** The campaign after the notification; the same object where it was known already; 'behind' where one was missed. */
export function applyNotification(live: Live, notification: Notification): Live | 'behind' {
  if (notification.campaign !== live.id || notification.seq <= live.seq) return live;
  if (notification.type === 'resync' || notification.seq !== live.seq + 1) return 'behind';
  const next = { ...live, seq: notification.seq };
  switch (notification.type) {
    case 'event':
      return afterEvent(next, notification.event);
    case 'pair':
      return { ...next, livePairs: { ...live.livePairs, [notification.experiment]: notification.pair.n } };
    case 'activity':
      return { ...next, activity: { ...live.activity, [notification.activity.host]: notification.activity } };
  }
}

function afterEvent(live: Live, event: Extract<Notification, { type: 'event' }>['event']): Live {
  const state = fold([event], live.state);
  // A failure that cannot be written down any more is the last that is heard.
  if (event.kind === 'engine_stopped' || event.kind === 'failed') return { ...live, state, livePairs: {}, activity: {}, live: false };
  const next = { ...live, state, live: live.live || event.kind === 'engine_started' };
  const decided = 'experiment' in event && event.experiment !== undefined ? state.experiments[event.experiment] : undefined;
  if (decided === undefined || isOpen(decided.state)) return next;
  const { [decided.name]: _, ...livePairs } = live.livePairs;
  return { ...next, livePairs, activity: without(live.activity, decided.name) };
}

function without(activity: Live['activity'], experiment: string): Live['activity'] {
  return Object.fromEntries(Object.entries(activity).filter(([, { experiment: busyWith }]) => busyWith !== experiment));
}
