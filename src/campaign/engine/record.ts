import type { BlobRef, CampaignEvent, EventBody } from '../events.ts';
import { Failure } from '../failure.ts';
import type { PairLine } from '../pairs.ts';
import type { CampaignState, Experiment } from '../state.ts';
import { BlobStore } from '../store/blobs.ts';
import { EventLog, type AppendOptions } from '../store/eventLog.ts';
import { makeMarginaliaFolder } from '../store/layout.ts';
import { PairLog } from '../store/pairLog.ts';
import { isOpen } from '../words.ts';
import type { LineFileSystem } from '../../support/lineFile.ts';
import { Broadcast } from './broadcast.ts';

/** Somebody removed `.marginalia/` under the running engine. What was recorded has been written again. */
export class RecordDeleted extends Error {
  constructor() {
    super('.marginalia was removed while the campaign ran; its log has been written again, logs of builds are lost');
    this.name = 'RecordDeleted';
  }
}

export interface RecordOptions {
  readonly workspace: string;
  readonly campaign: string;
  readonly now: () => number;
  readonly system?: LineFileSystem;
}

/** All that a campaign writes down, and everybody who is told of it. */
export class CampaignRecord {
  readonly campaign: string;
  readonly broadcast: Broadcast;
  readonly blobs: BlobStore;
  readonly #options: RecordOptions;
  readonly #log: EventLog;
  readonly #pairs = new Map<string, PairLog>();

  constructor(options: RecordOptions) {
    makeMarginaliaFolder(options.workspace);
    const { log, torn } = EventLog.open(options.workspace, options.campaign, options);
    this.campaign = options.campaign;
    this.#options = options;
    this.#log = log;
    this.broadcast = new Broadcast(options.campaign);
    this.blobs = new BlobStore(options.workspace, options.campaign);
    log.onEvent((event) => this.broadcast.event(event));
    if (torn) {
      this.append({ kind: 'notice', level: 'warning', message: 'The last line of the log was cut off in the middle of a write and has been removed.' });
    }
  }

  get state(): CampaignState {
    return this.#log.state;
  }

  /** Throws where the campaign has no such experiment. */
  experiment(name: string): Experiment {
    const experiment = this.state.experiments[name];
    if (!experiment) throw new Failure('unknown-candidate', `there is no candidate ${name} in ${this.campaign}`, '`marginalia status` lists them.');
    return experiment;
  }

  append(body: EventBody, options: AppendOptions = {}): CampaignEvent {
    if (this.#log.wasDeleted()) {
      this.#restore();
      throw new RecordDeleted();
    }
    return this.#log.append(body, options);
  }

  pairs(experiment: string): readonly PairLine[] {
    return this.#pairLog(experiment).pairs;
  }

  appendPair(experiment: string, pair: PairLine): void {
    const log = this.#pairLog(experiment);
    if (log.wasDeleted()) {
      this.#restore();
      throw new RecordDeleted();
    }
    log.append(pair);
    this.broadcast.pair(experiment, pair);
  }

  put(bytes: Uint8Array | string): BlobRef {
    return this.blobs.put(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  }

  /** Pairs so far of the experiments that are under way, by name. */
  livePairs(): Record<string, number> {
    const under = Object.values(this.state.experiments).filter((experiment) => isOpen(experiment.state) && experiment.stage > 0);
    return Object.fromEntries(under.map(({ name }) => [name, this.pairs(name).length]));
  }

  sync(): void {
    this.#log.sync();
  }

  close(): void {
    for (const log of this.#pairs.values()) log.close();
    this.#pairs.clear();
    this.#log.close();
  }

  #pairLog(experiment: string): PairLog {
    const open = this.#pairs.get(experiment);
    if (open) return open;
    const { workspace, campaign, system } = this.#options;
    const log = PairLog.open(workspace, campaign, experiment, system);
    this.#pairs.set(experiment, log);
    return log;
  }

  /** The open descriptors still hold what was written: it goes back to where it was. */
  #restore(): void {
    const { workspace, campaign } = this.#options;
    makeMarginaliaFolder(workspace);
    this.#log.restore();
    for (const [name, log] of this.#pairs) {
      const again = PairLog.open(workspace, campaign, name);
      if (again.pairs.length === 0) for (const pair of log.pairs) again.append(pair);
      log.close();
      this.#pairs.set(name, again);
    }
  }
}
