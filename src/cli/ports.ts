import type { Calibrate } from '../campaign/calibration.ts';
import type { CampaignState } from '../campaign/state.ts';
import type { EngineClient } from '../protocol/client.ts';
import type { Cleaning } from '../campaign/store/clean.ts';

/** A place to write to. */
export interface Sink {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly rows: number;
}

/** Questions to a person; used on a terminal only. Both reject with a Failure where the person leaves. */
export interface Prompt {
  /** An empty answer gives the default. */
  text(question: string, byDefault?: string): Promise<string>;
  yes(question: string, byDefault: boolean): Promise<boolean>;
}

/** A campaign as the disk has it. */
export interface ReadCampaign {
  readonly state: CampaignState;
  readonly livePairs: Readonly<Record<string, number>>;
}

/** Campaigns on the disk, read without an engine. */
export interface CampaignReader {
  /** Oldest first. */
  list(workspace: string): Promise<readonly string[]>;
  read(workspace: string, campaign: string): Promise<ReadCampaign>;
  engineIsAlive(workspace: string): Promise<boolean>;
  /** A stored log or patch; undefined where it was cleaned away. */
  blob(workspace: string, campaign: string, sha256: string): string | undefined;
}

/** The user's repository, looked at. */
export interface Repository {
  /** Modified tracked files and untracked ones that git does not ignore: what the base has beyond HEAD. */
  changes(workspace: string): Promise<readonly string[]>;
  diff(workspace: string, from: string, to: string): Promise<string>;
}

/** The user's files, as far as this program itself touches them. */
export interface UserFiles {
  isFolder(folder: string): Promise<boolean>;
  write(file: string, text: string): Promise<void>;
  /** undefined where there is no such file. Rejects with a Failure where it cannot be taken. */
  read(file: string): Promise<string | undefined>;
}

/** Everything that the terminal program needs of the world, so that it is tested without a process. */
export interface Ports {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Whether somebody can answer: standard input and standard error are terminals. */
  readonly canAsk: boolean;
  readonly prompt: Prompt;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly version: string;
  readonly reader: CampaignReader;
  readonly repository: Repository;
  readonly files: UserFiles;
  /** Standard input to its end. */
  readInput(): Promise<string>;
  connect(options: { readonly workspace: string; readonly start: boolean; readonly takeOver: boolean }): Promise<EngineClient | null>;
  /** Writes the report without an engine. */
  report(workspace: string, campaign: string): Promise<{ readonly markdown: string; readonly html: string }>;
  readonly cleaning: Cleaning;
  /** Measures this machine; nothing of it goes on when the program ends. */
  readonly calibrate: Calibrate;
  /** Ctrl-C. Returns how to stop listening. */
  onInterrupt(listener: () => void): () => void;
  /** The terminal went away, or somebody ends the program. Returns how to stop listening. */
  onEnd(listener: () => void): () => void;
  /** Unguessable, for requests that must not be done twice. */
  newRequestId(): string;
  now(): number;
  /** Calls back once, later. Returns how to call it off. */
  after(ms: number, call: () => void): () => void;
}
