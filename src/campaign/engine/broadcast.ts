import type { CampaignEvent } from '../events.ts';
import type { PairLine } from '../pairs.ts';
import type { Activity, Notification } from '../../protocol/engine.ts';

type Body = Notification extends infer N ? (N extends Notification ? Omit<N, 'seq' | 'campaign'> : never) : never;

/** Numbers what happens in a campaign and hands it to whoever follows: a snapshot at n, then n+1 and on. */
export class Broadcast {
  readonly #campaign: string;
  readonly #listeners = new Set<(notification: Notification) => void>();
  readonly #activity = new Map<string, Activity>();
  #seq = 0;

  constructor(campaign: string) {
    this.#campaign = campaign;
  }

  get seq(): number {
    return this.#seq;
  }

  /** The latest activity of each host. */
  get activity(): readonly Activity[] {
    return [...this.#activity.values()];
  }

  follow(listener: (notification: Notification) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  event(event: CampaignEvent): void {
    this.#send({ type: 'event', event });
  }

  pair(experiment: string, pair: PairLine): void {
    this.#send({ type: 'pair', experiment, pair });
  }

  act(activity: Activity): void {
    this.#activity.set(activity.host, activity);
    this.#send({ type: 'activity', activity });
  }

  rest(host: string): void {
    this.#activity.delete(host);
  }

  #send(body: Body): void {
    this.#seq += 1;
    const notification = { ...body, seq: this.#seq, campaign: this.#campaign } as Notification;
    for (const listener of this.#listeners) listener(notification);
  }
}
