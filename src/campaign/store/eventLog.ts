import { createHash, type Hash } from 'node:crypto';
import fs from 'node:fs';
import { LineFile, type LineFileSystem } from '../../support/lineFile.ts';
import { LOG_VERSION, type CampaignEvent, type EventBody } from '../events.ts';
import { EMPTY_STATE, fold, foldInto, type CampaignState } from '../state.ts';
import { eventsFile } from './layout.ts';
import { parseEvents } from './parseEvents.ts';
import { readStateCache, writeStateCache } from './stateCache.ts';

/** How many events are appended before the cache of the state is written again. */
const CACHE_EVERY = 500;

export interface AppendOptions {
  /** fsync before returning: for events that announce an effect outside. */
  readonly sync?: boolean;
}

/** The truth of a campaign, open for writing. One engine has it open at a time (engineLock.ts). */
export class EventLog {
  readonly #workspace: string;
  readonly #campaign: string;
  #lines: LineFile;
  readonly #now: () => number;
  /** Over the bytes of the file, so that a cache can be written at any moment without reading them again. */
  readonly #hash: Hash;
  #state: CampaignState;
  #sinceCache = 0;
  #listener: (event: CampaignEvent) => void = () => undefined;

  private constructor(workspace: string, campaign: string, lines: LineFile, hash: Hash, state: CampaignState, now: () => number) {
    this.#workspace = workspace;
    this.#campaign = campaign;
    this.#lines = lines;
    this.#hash = hash;
    this.#state = state;
    this.#now = now;
  }

  /** Throws Failure 'corrupt-log' naming the line, or 'newer-log'. `torn`: the rest of a last line was cut off. */
  static open(
    workspace: string,
    campaign: string,
    options: { readonly now: () => number; readonly system?: LineFileSystem },
  ): { readonly log: EventLog; readonly torn: boolean } {
    const file = eventsFile(workspace, campaign);
    const { lines, content, torn } = LineFile.open(file, options.system ?? fs);
    const cache = readStateCache(workspace, campaign, content);
    const from = cache?.state ?? EMPTY_STATE;
    const state = fold(parseEvents(content.subarray(cache?.offset ?? 0), { file, after: from.seq, line: from.seq }), from);
    const log = new EventLog(workspace, campaign, lines, createHash('sha256').update(content), state, options.now);
    return { log, torn };
  }

  get state(): CampaignState {
    return this.#state;
  }

  onEvent(listener: (event: CampaignEvent) => void): void {
    this.#listener = listener;
  }

  /** Throws WriteFailed, with the log and the state as they were. */
  append(body: EventBody, options: AppendOptions = {}): CampaignEvent {
    // The clock may be set back: time in a log never runs backwards, or the time worked would.
    const event = { v: LOG_VERSION, seq: this.#state.seq + 1, at: Math.max(this.#now(), this.#state.lastAt), ...body } as CampaignEvent;
    const line = JSON.stringify(event);
    this.#lines.append(line, { sync: options.sync ?? false });
    this.#hash.update(`${line}\n`);
    this.#state = foldInto(this.#state, event);
    this.#sinceCache += 1;
    if (this.#sinceCache >= CACHE_EVERY) this.writeCache();
    this.#listener(event);
    return event;
  }

  sync(): void {
    this.#lines.sync();
  }

  wasDeleted(): boolean {
    return this.#lines.wasDeleted();
  }

  /** Writes the log where it was, from the descriptor that is still open, after somebody removed it; goes on there. */
  restore(): void {
    const content = this.#lines.content().toString('utf8');
    const { lines } = LineFile.open(eventsFile(this.#workspace, this.#campaign));
    if (lines.size === 0) lines.append(content.replace(/\n$/, ''), { sync: true });
    this.#lines.close();
    this.#lines = lines;
  }

  /** A cache only: failing to write it loses nothing. */
  writeCache(): void {
    this.#sinceCache = 0;
    writeStateCache(this.#workspace, this.#campaign, {
      seq: this.#state.seq,
      offset: this.#lines.size,
      prefix: this.#hash.copy().digest('hex'),
      state: this.#state,
    });
  }

  close(): void {
    if (!this.wasDeleted()) this.writeCache();
    this.#lines.close();
  }
}
