import type { MicroPair, Side } from '../decide/types.ts';
import type { Definition } from './definition/schema.ts';
import type { BlobRef, CodeRef, EventOf, Refusal } from './events.ts';

/**
 * The stages as the engine knows them. The engine runs the loop and imports none of their code; `src/root.ts` puts real
 * ones in. Tests put scripted ones in.
 */

export type Twin = 'a' | 'b';

/** What one process printed and how it ended. The output is merged, capped, and stored by content. */
export interface StepOutcome {
  readonly ok: boolean;
  readonly ms: number;
  readonly log: BlobRef;
  /** What went wrong in words, '' where ok. Names the exit code, the timeout, the missing command or the last line. */
  readonly reason: string;
  /** The step could not be carried out for reasons that are not the code's (host lost, disk full). */
  readonly infrastructure: boolean;
  /** A hint for the user, '' where there is none ("install a C compiler"). */
  readonly hint: string;
}

export interface RunOutcome extends StepOutcome {
  /** Values by metric name; empty where not ok. */
  readonly values: Readonly<Record<string, number>>;
  /** Why a run that ended well gave no usable values. */
  readonly fault: 'none' | 'no-metric' | 'bad-metric' | 'failed' | 'timeout' | 'left-processes' | 'too-much-output';
}

/** Which code each twin holds for an experiment. */
export interface Assignment {
  readonly current: CodeRef;
  readonly candidate: CodeRef;
  /** The twin that holds the current code. */
  readonly currentTwin: Twin;
}

/** One measured pair, before the decision has seen it. A void pair tells why and is repeated. */
export type PairOutcome =
  | { readonly kind: 'pair'; readonly micro: readonly MicroPair[]; readonly ms: number }
  | { readonly kind: 'void'; readonly why: string }
  | { readonly kind: 'fault'; readonly side: Side; readonly run: RunOutcome };

export interface PairRequest {
  readonly assignment: Assignment;
  readonly microPairs: number;
  /** The coin of each micro-pair of the n-th pair (1-based): drawn from the campaign's seed, so that it can be replayed. */
  readonly coin: (pair: number, micro: number) => Side;
  /** Bytes of environment padding of the n-th pair, the same for both sides. */
  readonly padding: (pair: number) => number;
  readonly firstPair: number;
}

/** Where builds and runs happen. One host measures one experiment at a time. */
export interface Host {
  readonly name: string;
  /** Candidates are decided per kind. */
  readonly kind: string;
  /** Twins exist, empty or as they were left. Idempotent. */
  open(base: CodeRef): Promise<void>;
  /** Runs the definition's `setup` in a twin that holds the given code. */
  setup(twin: Twin, signal: AbortSignal): Promise<StepOutcome>;
  /** What setup left behind, and what a build rewrote although git tracks it. */
  leftovers(twin: Twin): Promise<{ readonly untracked: readonly string[]; readonly modified: readonly string[] }>;
  /** Puts the code into a twin: tracked files exactly as committed, untracked sources gone, build outputs kept unless `clean`. */
  place(twin: Twin, code: CodeRef, options: { readonly clean: boolean; readonly keep: readonly string[] }): Promise<void>;
  build(twin: Twin, signal: AbortSignal): Promise<StepOutcome>;
  /** Throws `Infrastructure` where tracked files differ from the commit, those that the build rewrites aside. */
  verify(twin: Twin, code: CodeRef, builtTracked: readonly string[]): Promise<void>;
  check(twin: Twin, signal: AbortSignal): Promise<StepOutcome>;
  run(twin: Twin, signal: AbortSignal): Promise<RunOutcome>;
  /** Warm-up, then pairs for as long as the caller takes them. Each pair holds the host's lock alone. */
  pairs(request: PairRequest, signal: AbortSignal): AsyncGenerator<PairOutcome, void, void>;
  /** What compiles here: name and version, '' where none was found. */
  compiler(): Promise<string>;
  close(): Promise<void>;
}

/** Thrown by hosts where the machine, not the code, is at fault. Never a candidate's verdict. */
export class Infrastructure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Infrastructure';
  }
}

/** What a patch or a commit says of itself (formats.md 1a). */
export interface CandidateHeader {
  readonly title: string;
  readonly description: string;
  readonly hypothesis: string;
  readonly mechanism: string;
  readonly sources: readonly string[];
  readonly predicted: string;
  readonly origin: string;
  readonly author: string;
  readonly license: string;
}

/** A candidate as a proposer gives it: a patch against the campaign's base, not yet a commit. */
export interface CandidateDraft {
  /** Wished for; the engine makes it unique and fit for a ref. */
  readonly name: string;
  readonly header: CandidateHeader;
  /** `git diff` output. */
  readonly patch: Uint8Array;
  readonly from: string;
}

export interface ProposerContext {
  readonly definition: Definition;
  readonly base: CodeRef;
  readonly head: CodeRef;
  /** The `from` of what this proposer proposed before, in order: it survives a restart of the engine. */
  readonly past: readonly string[];
  /** How many candidates can be taken now. */
  readonly most: number;
}

export interface Proposer {
  readonly name: string;
  /** Asking costs money or minutes: it is not asked once nothing more can be begun. */
  readonly costly?: boolean;
  /** The next batch; `done` once there is nothing left. A draft that was given before is not given again. */
  propose(context: ProposerContext, signal: AbortSignal): Promise<{ readonly drafts: readonly CandidateDraft[]; readonly done: boolean }>;
}

export type Applied =
  | { readonly ok: true; readonly candidate: CodeRef; readonly paths: readonly string[]; readonly added: number; readonly removed: number }
  | { readonly ok: false; readonly paths: readonly string[]; readonly detail: string };

/** The user's repository as the engine uses it: objects and refs below refs/marginalia, nothing else. */
export interface CodeStore {
  /** Makes a commit of the patch on top of the code by three-way merge, at a given time so that a repeat gives the same commit. */
  applyPatch(on: CodeRef, patch: Uint8Array, message: string, at: number): Promise<Applied>;
  /** Merges the change from `from` to `change` into `onto`. */
  rebase(change: CodeRef, from: CodeRef, onto: CodeRef, message: string, at: number): Promise<Applied>;
  setRef(campaign: string, name: string, commit: string): Promise<void>;
  /** Unified diff of two codes. */
  diff(from: CodeRef, to: CodeRef): Promise<string>;
}

/** The definition's gates on a candidate: scope, protected files, kinds of change. Empty: it may run. */
export interface Gates {
  check(head: CodeRef, candidate: CodeRef): Promise<readonly Refusal[]>;
}

/** One file that an accept changes in the user's work tree. null: the file is not there. */
export interface FileEdit {
  /** Relative to the repository's root, `/` between parts. */
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
  readonly beforeHash: string | null;
  readonly afterHash: string | null;
  /** Git's mode of the file after the edit, as in a tree entry; null where it goes. */
  readonly mode: string | null;
}

export type AcceptPlan =
  | { readonly ok: true; readonly edits: readonly FileEdit[] }
  /** `already`: every line is in the work tree already, nothing to do. */
  | { readonly ok: false; readonly why: 'conflict' | 'already'; readonly conflicts: readonly { readonly path: string; readonly why: string }[] };

/** Accepting: the change from one code to another, merged into the user's files. */
export interface WorkTree {
  /**
   * Merges the change `from` -> `to` (only the given hunks, 1-based over the whole diff in `git diff` order) into the files
   * as they are now. Reads only.
   */
  planAccept(from: CodeRef, to: CodeRef, hunks?: readonly number[]): Promise<AcceptPlan>;
  /** Writes the edits: each file by temporary file and rename, mode, line ends, BOM and encoding kept; all or none. */
  apply(edits: readonly FileEdit[]): Promise<void>;
  /** SHA-256 of a file of the work tree, null where there is none. */
  hashOf(path: string): Promise<string | null>;
  /** Removes what an accept that was killed left beside these files, once it has been settled. */
  tidy(paths: readonly string[]): Promise<void>;
}

/** What a new campaign needs to know of the workspace before its first event. */
export interface Preparation {
  readonly base: CodeRef & { readonly headCommit: string; readonly workTreePaths: readonly string[] };
  readonly protectedFiles: Readonly<Record<string, string>>;
  /** Hash of what is measured with (decisions.md 3.11). */
  readonly benchmark: string;
  /** The current changes as a patch, where these are the candidate: later edits of the user are not. */
  readonly changes: Uint8Array | null;
  /** What of the work tree is left out of the base, and why. */
  readonly notices: readonly string[];
}

export interface PrepareRequest {
  readonly workspace: string;
  readonly definition: Definition;
  readonly definitionFile: string;
  /** The base is HEAD alone, and the current changes are the candidate. */
  readonly diff: boolean;
  readonly proposers: readonly string[];
  /** Where the patch queue takes its candidates from, if from a folder or from branches. */
  readonly patches: string | null;
  readonly branches: string | null;
}

/** One campaign as the stages see it. */
export interface CampaignContext {
  readonly workspace: string;
  readonly campaign: string;
  readonly created: EventOf<'campaign_created'>;
  readonly definition: Definition;
  /** The client's environment; what builds and runs may see of it is the measuring stage's to say. */
  readonly environment: Readonly<Record<string, string>>;
  readonly put: (bytes: Uint8Array) => BlobRef;
  readonly get: (sha256: string) => Uint8Array | undefined;
  readonly notice: (level: 'info' | 'warning' | 'error', message: string) => void;
}

/** Everything that the engine takes from the stages; `src/root.ts` makes the real one. */
export interface Stages {
  /** Throws Failure. Touches neither work tree, index, stash nor branches. */
  prepare(request: PrepareRequest): Promise<Preparation>;
  hosts(context: CampaignContext): readonly Host[];
  proposers(context: CampaignContext): readonly Proposer[];
  code(context: CampaignContext): CodeStore;
  gates(context: CampaignContext): Gates;
  workTree(context: CampaignContext): WorkTree;
  /** Bytes free where the campaign writes, the least of all places. */
  freeBytes(workspace: string): Promise<number>;
  /** Bytes that Marginalia takes for this workspace: twins, clone, logs. */
  usedBytes(workspace: string): Promise<number>;
  /** Writes report.md and report.html and gives their paths. */
  report(workspace: string, campaign: string): Promise<{ readonly markdown: string; readonly html: string }>;
}
