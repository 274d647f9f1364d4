import type { CandidateDraft, Proposer, ProposerContext } from '../campaign/stages.ts';

/** Where the queue's candidates come from. */
export interface PatchSource {
  /** All candidates, in order, without their patches: their `from` tells them apart over restarts. Throws Failure. */
  list(context: ProposerContext): Promise<readonly QueuedPatch[]>;
}

export interface QueuedPatch {
  readonly from: string;
  read(): Promise<CandidateDraft>;
}

/** Candidates that are there already: patch files, branches, the work tree's own changes. */
export class PatchQueue implements Proposer {
  readonly name = 'patches';
  readonly #source: PatchSource;

  constructor(options: { readonly source: PatchSource }) {
    this.#source = options.source;
  }

  async propose(context: ProposerContext, signal: AbortSignal): Promise<{ readonly drafts: readonly CandidateDraft[]; readonly done: boolean }> {
    const past = new Set(context.past);
    const left = (await this.#source.list(context)).filter(({ from }) => !past.has(from));
    const drafts: CandidateDraft[] = [];
    for (const queued of left.slice(0, context.most)) {
      signal.throwIfAborted();
      drafts.push(await queued.read());
    }
    return { drafts, done: left.length <= drafts.length };
  }
}
