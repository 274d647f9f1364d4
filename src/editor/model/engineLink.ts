import { Failure } from '../../campaign/failure.ts';
import type { EngineClient } from '../../protocol/client.ts';
import type { Notification, Snapshot } from '../../protocol/engine.ts';
import { applyNotification, openLive, type Live } from '../../protocol/live.ts';

export interface LinkListeners {
  changed(live: Live, because: Notification | null): void;
  closed(): void;
}

/** One connection that follows one campaign: attaches, folds what it is told, attaches again where something was missed. */
export class EngineLink {
  readonly client: EngineClient;
  readonly #listeners: LinkListeners;
  #live: Live | null = null;
  /** What came before the snapshot did. */
  #early: Notification[] = [];
  #attachments = 0;

  constructor(client: EngineClient, listeners: LinkListeners) {
    this.client = client;
    this.#listeners = listeners;
    client.onNotification((notification) => this.#take(notification));
    client.onClose(() => listeners.closed());
  }

  /** Follows the campaign from now on; the one at work, else the latest, where none is named. null: the workspace has none. */
  async follow(campaign?: string): Promise<Live | null> {
    const attachment = (this.#attachments += 1);
    this.#live = null;
    this.#early = [];
    const snapshot: Snapshot | null = await this.client.request('attach', campaign === undefined ? {} : { campaign });
    if (attachment !== this.#attachments || snapshot === null) return this.#live;
    this.#show(openLive(snapshot), null);
    for (const notification of this.#early.splice(0)) this.#take(notification);
    return this.#live;
  }

  dispose(): void {
    this.client.dispose();
  }

  #take(notification: Notification): void {
    if (this.#live === null) {
      this.#early.push(notification);
      return;
    }
    const next = applyNotification(this.#live, notification);
    if (next === 'behind') this.#catchUp(this.#live.id);
    else if (next !== this.#live) this.#show(next, notification);
  }

  #catchUp(campaign: string): void {
    this.follow(campaign).catch((error: unknown) => {
      // A lost connection tells its own story; anything else makes the link useless.
      if (!(error instanceof Failure && error.code === 'engine-lost')) this.client.dispose();
    });
  }

  #show(live: Live, because: Notification | null): void {
    this.#live = live;
    this.#listeners.changed(live, because);
  }
}
