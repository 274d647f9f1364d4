import { Failure } from '../campaign/failure.ts';
import type { EngineClient } from '../protocol/client.ts';
import type { Notification } from '../protocol/engine.ts';
import { applyNotification, openLive, type Live } from './live.ts';
import { commandLine, type Context } from './context.ts';
import type { Progress } from './progress/progress.ts';

/** How long after the first Ctrl-C a second one still stops the campaign. */
const SECOND_CHANCE_MS = 5_000;
/** npm hands a Ctrl-C on that the terminal has delivered already: two that near are one. */
const SAME_PRESS_MS = 250;

export type FollowEnd = { readonly how: 'final' | 'reached' | 'detached'; readonly live: Live };

export interface FollowOptions {
  readonly campaign: string;
  readonly progress: Progress;
  /** Ends before the campaign does. */
  readonly until?: (live: Live) => boolean;
}

/** Follows a campaign until no engine is at work on it any more, `until` holds, or the person leaves. Rejects with Failure 'engine-lost'. */
export async function follow(context: Context, client: EngineClient, options: FollowOptions): Promise<FollowEnd> {
  const following = new Following(context, client, options);
  try {
    return await following.end;
  } finally {
    following.close();
  }
}

class Following {
  readonly end: Promise<FollowEnd>;
  readonly #context: Context;
  readonly #client: EngineClient;
  readonly #options: FollowOptions;
  readonly #offs: (() => void)[] = [];
  #settle: { resolve(end: FollowEnd): void; reject(error: unknown): void } = { resolve: () => undefined, reject: () => undefined };
  #live: Live | null = null;
  /** What came before the snapshot did. */
  #early: Notification[] = [];
  #presses: number[] = [];
  #isQuiet = false;

  constructor(context: Context, client: EngineClient, options: FollowOptions) {
    this.#context = context;
    this.#client = client;
    this.#options = options;
    this.end = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#offs.push(
      client.onNotification((notification) => this.#take(notification)),
      client.onClose(() => void this.#lost()),
      context.ports.onInterrupt(() => this.#interrupt()),
    );
    this.#attach();
  }

  close(): void {
    for (const off of this.#offs.splice(0)) off();
    this.#options.progress.close();
  }

  #attach(): void {
    this.#live = null;
    this.#early = [];
    this.#client.request('attach', { campaign: this.#options.campaign }).then(
      (snapshot) => {
        if (snapshot === null) return this.#settle.reject(new Failure('no-campaign', `the engine does not know campaign ${this.#options.campaign}`));
        this.#show(openLive(snapshot));
        for (const notification of this.#early.splice(0)) this.#take(notification);
      },
      (error: unknown) => this.#settle.reject(error),
    );
  }

  #take(notification: Notification): void {
    if (this.#live === null) {
      this.#early.push(notification);
      return;
    }
    const next = applyNotification(this.#live, notification);
    if (next === 'behind') return this.#attach();
    if (next === this.#live) return;
    if (notification.type === 'event' && !this.#isQuiet) this.#options.progress.event(notification.event, next);
    this.#show(next);
  }

  #show(live: Live): void {
    this.#live = live;
    if (!this.#isQuiet) this.#options.progress.update(live);
    if (!live.live) this.#settle.resolve({ how: 'final', live });
    else if (this.#options.until?.(live)) this.#settle.resolve({ how: 'reached', live });
  }

  /** The log knows whether the engine was done. */
  async #lost(): Promise<void> {
    const { ports, workspace } = this.#context;
    try {
      const { state, livePairs } = await ports.reader.read(workspace, this.#options.campaign);
      if (['ended', 'stopped', 'failed'].includes(state.phase)) {
        const live = { id: this.#options.campaign, seq: Infinity, state, livePairs, activity: {}, live: false };
        return this.#settle.resolve({ how: 'final', live });
      }
    } catch {
      // The engine's end is what matters, not that its log cannot be read.
    }
    const hint = `Nothing that was measured is lost: \`${commandLine(this.#context, 'resume')}\` goes on.`;
    this.#settle.reject(new Failure('engine-lost', 'the engine has gone away', hint));
  }

  #interrupt(): void {
    const at = this.#context.ports.now();
    if (at - (this.#presses.at(-1) ?? -Infinity) < SAME_PRESS_MS) return;
    this.#presses.push(at);
    if (this.#presses.length === 1) this.#leave();
    else if (this.#presses.length === 2) this.#stop();
    else this.#detach();
  }

  #leave(): void {
    this.#isQuiet = true;
    this.#options.progress.close();
    const stop = commandLine(this.#context, 'stop');
    this.#context.screen.say(`Detached: campaign ${this.#options.campaign} goes on. Ctrl-C again within ${SECOND_CHANCE_MS / 1000} s stops it; later \`${stop}\` does.`);
    this.#offs.push(this.#context.ports.after(SECOND_CHANCE_MS, () => this.#presses.length === 1 && this.#detach()));
  }

  #stop(): void {
    this.#isQuiet = false;
    this.#context.screen.say('Stopping after the pair under way. Ctrl-C again leaves without waiting for it.');
    const { campaign } = this.#options;
    this.#client.request('stop', { request: this.#context.ports.newRequestId(), campaign }).catch((error: unknown) => {
      // An end that came first is an end as well.
      if (!(error instanceof Failure && error.code === 'no-campaign')) this.#settle.reject(error);
    });
  }

  #detach(): void {
    if (this.#live) this.#settle.resolve({ how: 'detached', live: this.#live });
    else this.#settle.reject(new Failure('engine-lost', 'left before the campaign could be read', ''));
  }
}
