import type { Applied, CandidateDraft, Proposer } from '../stages.ts';
import type { CodeRef } from '../events.ts';
import { computeExperimentName } from '../ids.ts';
import { createdOf, type Run } from './run.ts';

/** A wave of the patch queue; more hosts take more at once. */
function waveSize(run: Run): number {
  return Math.max(4, 2 * run.hosts.length);
}

/** Asks the first proposer that has anything left. False where nobody has. */
export async function proposeWave(run: Run): Promise<boolean> {
  for (const proposer of run.proposers) {
    if (run.record.state.exhaustedProposers.includes(proposer.name)) continue;
    if (await askProposer(run, proposer)) return true;
  }
  return false;
}

async function askProposer(run: Run, proposer: Proposer): Promise<boolean> {
  const { record, definition } = run;
  const created = createdOf(record.state);
  const past = Object.values(record.state.experiments)
    .filter((experiment) => experiment.proposal.proposer === proposer.name)
    .map((experiment) => experiment.proposal.from);
  const { drafts, done } = await proposer.propose(
    { definition, base: created.base, head: record.state.head ?? created.base, past, most: waveSize(run) },
    run.stop.signal,
  );
  const wave = record.state.waves + 1;
  for (const draft of drafts) await addCandidate(run, draft, proposer.name, wave);
  // A proposer that has nothing now and does not say that it is done would be asked for ever.
  if (done || drafts.length === 0) record.append({ kind: 'proposer_done', proposer: proposer.name });
  return drafts.length > 0;
}

/** Records a draft and makes it a commit on the campaign's base, or a conflict where it does not apply there. */
export async function addCandidate(run: Pick<Run, 'record' | 'code'>, draft: CandidateDraft, proposer: string, wave: number): Promise<string> {
  const { record } = run;
  const names = Object.keys(record.state.experiments);
  const experiment = computeExperimentName(draft.name, names);
  const { header } = draft;
  record.append({
    kind: 'proposed',
    experiment,
    wave,
    order: names.length + 1,
    proposer,
    title: header.title,
    description: header.description,
    hypothesis: header.hypothesis,
    mechanism: header.mechanism,
    sources: [...header.sources],
    predicted: header.predicted,
    origin: header.origin,
    author: header.author,
    license: header.license,
    patch: record.put(draft.patch),
    from: draft.from,
  });
  await commitCandidate(run, experiment, draft.patch);
  return experiment;
}

async function commitCandidate(run: Pick<Run, 'record' | 'code'>, name: string, patch: Uint8Array): Promise<void> {
  const { state } = run.record;
  const { commit, tree } = createdOf(state).base;
  const title = run.record.experiment(name).proposal.title;
  const applied = await run.code.applyPatch({ commit, tree }, patch, messageOf(name, title), state.startedAt);
  await settleCandidate(run, name, { commit, tree }, [], applied);
}

/** A candidate whose engine was killed between its proposal and its commit gets the commit now. */
async function commitIfMissing(run: Run, name: string): Promise<void> {
  const { candidate, proposal } = run.record.experiment(name);
  if (candidate) return;
  const patch = run.record.blobs.get(proposal.patch.sha256);
  if (patch) return commitCandidate(run, name, patch);
  run.record.append({ kind: 'conflict', experiment: name, paths: [], detail: 'its patch is no longer stored' });
}

/**
 * Puts a candidate that was not begun onto the present head by three-way merge. What is measured, and shown, is the change
 * against the code as it is now.
 */
export async function moveToHead(run: Run, name: string): Promise<void> {
  const { record, code } = run;
  await commitIfMissing(run, name);
  const experiment = record.experiment(name);
  const { head, kept, startedAt } = record.state;
  if (!experiment.candidate || !experiment.head || !head || experiment.head.tree === head.tree) return;
  const applied = await code.rebase(experiment.candidate, experiment.head, head, messageOf(name, experiment.proposal.title), startedAt);
  await settleCandidate(run, name, head, kept, applied);
}

async function settleCandidate(
  run: Pick<Run, 'record' | 'code'>,
  experiment: string,
  head: CodeRef,
  on: readonly string[],
  applied: Applied,
): Promise<void> {
  const { record, code } = run;
  if (!applied.ok) {
    record.append({ kind: 'conflict', experiment, paths: [...applied.paths], detail: applied.detail });
    return;
  }
  // The ref first: a candidate that the log names must be there.
  await code.setRef(record.campaign, experiment, applied.candidate.commit);
  record.append({
    kind: 'candidate_committed',
    experiment,
    candidate: applied.candidate,
    head: { commit: head.commit, tree: head.tree },
    on: [...on],
    paths: [...applied.paths],
    added: applied.added,
    removed: applied.removed,
  });
}

function messageOf(name: string, title: string): string {
  return `${title || name}\n\nMarginalia-Candidate: ${name}\n`;
}
