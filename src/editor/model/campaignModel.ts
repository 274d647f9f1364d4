import type { CampaignEvent } from '../../campaign/events.ts';
import { Failure } from '../../campaign/failure.ts';
import { engineIsAlive, ownerOf, readEngineLock } from '../../campaign/store/engineLock.ts';
import { listCampaigns, readCampaign } from '../../campaign/store/read.ts';
import type { EngineClient } from '../../protocol/client.ts';
import type { Notification, Params } from '../../protocol/engine.ts';
import type { Live } from '../../protocol/live.ts';
import { Signal } from '../signal.ts';
import { definitionOf } from './definitionOf.ts';
import { EngineLink } from './engineLink.ts';
import { mayGoOn } from './mayGoOn.ts';

export interface ModelOptions {
  /** Real path of the workspace folder. */
  readonly workspace: string;
  /** null where no engine runs and none is to be started. */
  readonly connect: (options: { readonly start: boolean; readonly takeOver?: boolean }) => Promise<EngineClient | null>;
  /** Whether engines may be spoken to: not before the workspace is trusted. */
  readonly isTrusted: () => boolean;
  readonly environment: () => Record<string, string>;
  readonly newRequestId: () => string;
  readonly log: (line: string) => void;
}

/** An engine that dies at once is not started over and over. */
const BETWEEN_RESUMES_MS = 60_000;
const RESTART_MS = 30_000;

/**
 * One workspace folder's campaign, as views show it: followed over the engine's socket while an engine is at work, read
 * from the disk otherwise. Nothing is started here by itself but a campaign that was cut off in the middle.
 */
export class CampaignModel {
  readonly changed = new Signal();
  /** Each event as it happens: not those that were there before. */
  readonly happened = new Signal<CampaignEvent>();
  readonly workspace: string;
  readonly #options: ModelOptions;
  #live: Live | null = null;
  #link: EngineLink | null = null;
  #opening: Promise<EngineLink> | null = null;
  /** Requests under way keep the connection open. */
  #users = 0;
  #problem: Failure | null = null;
  #chosen: string | undefined;
  #isDisposed = false;
  #wentOnAt = -Infinity;

  constructor(options: ModelOptions) {
    this.#options = options;
    this.workspace = options.workspace;
  }

  get live(): Live | null {
    return this.#live;
  }

  get isConnected(): boolean {
    return this.#link !== null;
  }

  /** What went wrong last, null where all is well. */
  get problem(): Failure | null {
    return this.#problem;
  }

  get definition() {
    return this.#live === null ? null : definitionOf(this.#live.state);
  }

  /** Looks again: called on opening, when the lock or a log changed on disk, and when trust was granted. */
  async refresh(): Promise<void> {
    if (this.#isDisposed || this.#link !== null || this.#opening !== null) return;
    try {
      if (this.#options.isTrusted() && (await engineIsAlive(this.workspace))) {
        // An engine of another version ends for us; ours then takes its place, so it has to be started.
        await this.#follow(true);
        await this.#goOnIfCutOff();
        this.#leaveIfIdle();
        return;
      }
      await this.#readDisk();
      if (this.#options.isTrusted()) await this.#goOnIfCutOff();
    } catch (error) {
      this.#complain(error);
    }
  }

  /** Shows another campaign of the workspace; undefined: the one at work, else the latest. */
  async choose(campaign: string | undefined): Promise<void> {
    this.#chosen = campaign;
    if (this.#link !== null) await this.#link.follow(campaign);
    else await this.#readDisk();
  }

  /** Starts an engine where none runs. Throws Failure. */
  async withEngine<T>(work: (client: EngineClient) => Promise<T>, takeOver = false): Promise<T> {
    if (!this.#options.isTrusted()) throw new Failure('not-allowed', 'this workspace is not trusted, so nothing is run in it', 'Trust the workspace first.');
    this.#users += 1;
    try {
      const link = await this.#open(true, takeOver);
      return await work(link.client);
    } finally {
      this.#users -= 1;
      this.#leaveIfIdle();
    }
  }

  /** Begins a campaign and follows it. */
  async start(wanted: Omit<Params<'start'>, 'request' | 'environment'>): Promise<string> {
    return this.withEngine(async (client) => {
      const { environment, newRequestId } = this.#options;
      const { campaign } = await client.request('start', { ...wanted, request: newRequestId(), environment: environment() });
      this.#chosen = undefined;
      await this.#link?.follow(campaign);
      return campaign;
    });
  }

  async resume(limits: { readonly experiments?: number; readonly hours?: number } = {}): Promise<void> {
    const campaign = this.#live?.id;
    if (campaign === undefined) throw new Failure('no-campaign', 'there is no campaign in this workspace yet');
    await this.withEngine(async (client) => {
      const { environment, newRequestId } = this.#options;
      await client.request('resume', { request: newRequestId(), campaign, environment: environment(), ...limits });
      await this.#link?.follow(campaign);
    });
  }

  /** Ends the engine after what it is doing and starts another; a campaign at work goes on where it was. */
  async restart(): Promise<void> {
    const wasLive = this.#live?.live === true ? this.#live.id : undefined;
    const lock = readEngineLock(this.workspace);
    if (lock !== undefined && ownerOf(lock, Date.now()) === 'alive') {
      this.#options.log(`ending engine ${lock.pid}`);
      process.kill(lock.pid, 'SIGTERM');
      await this.#waitForEnd(lock.pid);
    }
    this.#link?.dispose();
    this.#link = null;
    await this.#readDisk();
    if (wasLive !== undefined) await this.resume();
  }

  async #waitForEnd(pid: number): Promise<void> {
    const end = Date.now() + RESTART_MS;
    while (readEngineLock(this.workspace)?.pid === pid && (await engineIsAlive(this.workspace))) {
      if (Date.now() > end) throw new Failure('engine-lost', `engine ${pid} has not ended within ${RESTART_MS / 1000} s`, 'End its process, then resume the campaign.');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#link?.dispose();
    this.#link = null;
    this.changed.dispose();
    this.happened.dispose();
  }

  async #goOnIfCutOff(): Promise<void> {
    if (this.#live === null || this.#live.live || !mayGoOn(this.#live.state)) return;
    if (Date.now() - this.#wentOnAt < BETWEEN_RESUMES_MS) {
      throw new Failure('engine-lost', 'the engine ended again right after it was resumed', 'Its log says why. “Resume” tries again.');
    }
    this.#wentOnAt = Date.now();
    this.#options.log('the campaign was cut off: going on with it');
    await this.resume();
  }

  async #follow(start: boolean): Promise<void> {
    this.#users += 1;
    try {
      await this.#open(start, false);
    } finally {
      this.#users -= 1;
    }
  }

  /** The connection, following the campaign: the one that is there, the one being made, or a new one. */
  #open(start: boolean, takeOver: boolean): Promise<EngineLink> {
    if (this.#link !== null) return Promise.resolve(this.#link);
    this.#opening ??= this.#connect(start, takeOver).finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #connect(start: boolean, takeOver: boolean): Promise<EngineLink> {
    this.#options.log('connecting to the engine');
    const client = await this.#options.connect({ start, takeOver });
    if (client === null) throw new Failure('engine-lost', 'no engine is running here');
    const link: EngineLink = new EngineLink(client, {
      changed: (live, because) => this.#take(live, because),
      closed: () => this.#lost(link),
    });
    if (this.#isDisposed) {
      link.dispose();
      throw new Failure('engine-lost', 'the window was closed');
    }
    await link.follow(this.#chosen);
    this.#link = link;
    this.#problem = null;
    this.#options.log('connected to the engine');
    return link;
  }

  #take(live: Live, because: Notification | null): void {
    this.#live = live;
    if (because?.type === 'event') this.happened.fire(because.event);
    this.changed.fire();
    if (!live.live) this.#leaveIfIdle();
  }

  /** An engine that nobody is attached to ends: it is not kept alive for a campaign that is over. */
  #leaveIfIdle(): void {
    if (this.#users > 0 || this.#link === null || this.#live?.live === true) return;
    this.#link.dispose();
    this.#link = null;
    this.#options.log('left the engine: no campaign is at work');
    this.changed.fire();
  }

  #lost(link: EngineLink): void {
    if (this.#link !== link) return;
    this.#link = null;
    this.#options.log('the engine has gone away');
    this.#readDisk().then(() => this.refresh(), (error: unknown) => this.#complain(error));
  }

  async #readDisk(): Promise<void> {
    const id = this.#chosen ?? (await listCampaigns(this.workspace)).at(-1);
    if (id === undefined) this.#live = null;
    else {
      const { state, livePairs } = await readCampaign(this.workspace, id);
      // A connection that was made meanwhile knows better.
      if (this.#link === null) this.#live = { id, seq: 0, state, livePairs, activity: {}, live: false };
    }
    this.#problem = null;
    this.changed.fire();
  }

  #complain(error: unknown): void {
    this.#problem = error instanceof Failure ? error : new Failure('internal', error instanceof Error ? error.message : String(error));
    this.#options.log(`error: ${this.#problem.message}`);
    this.changed.fire();
  }
}
