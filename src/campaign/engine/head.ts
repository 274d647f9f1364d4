import type { CodeRef } from '../events.ts';
import type { Experiment } from '../state.ts';
import { Infrastructure, type Host } from '../stages.ts';
import { addCandidate } from './candidates.ts';
import { otherTwin } from './prepare.ts';
import { createdOf, type Run } from './run.ts';

/** What moving the head needs; it can be had without a host, while no campaign is at work. */
export type HeadWork = Pick<Run, 'record' | 'code'>;

/**
 * Makes a kept candidate the current code. Measured against an older head it is merged, built and checked first, else it is
 * a conflict. Idempotent: a killed engine finds the keep in the log and finishes it.
 */
export async function keep(run: Run, host: Host, name: string): Promise<void> {
  const { record } = run;
  const experiment = record.experiment(name);
  const { head, kept } = record.state;
  if (kept.includes(name) || !experiment.candidate || !experiment.head || !head) return;
  const merged = experiment.head.tree === head.tree ? experiment.candidate : await mergeOnto(run, host, experiment, head);
  if (merged) await moveHead(run, merged, [...kept, name], `kept ${name}`);
}

/** Keeps of which a killed engine did not move the head. */
export function unfinishedKeeps(run: Run): readonly string[] {
  const { experiments, kept, dropped } = run.record.state;
  return Object.values(experiments)
    .filter((experiment) => experiment.state === 'kept' && experiment.review !== 'rejected' && ![...kept, ...dropped].includes(experiment.name))
    .map((experiment) => experiment.name);
}

async function mergeOnto(run: Run, host: Host, experiment: Experiment, head: CodeRef): Promise<CodeRef | undefined> {
  const { record } = run;
  const conflict = (paths: readonly string[], detail: string) => {
    record.append({ kind: 'conflict', experiment: experiment.name, paths: [...paths], detail });
    return undefined;
  };
  if (!experiment.candidate || !experiment.head) return undefined;
  const message = `${experiment.proposal.title || experiment.name}\n\nMarginalia-Candidate: ${experiment.name}\n`;
  const applied = await run.code.rebase(experiment.candidate, experiment.head, head, message, record.state.startedAt);
  if (!applied.ok) return conflict(applied.paths, `kept, but it does not merge with what was kept meanwhile: ${applied.detail}`);
  const twin = otherTwin(experiment.currentTwin ?? 'a');
  await host.place(twin, applied.candidate, { clean: false, keep: record.state.dryStart?.setupPaths ?? [] });
  const built = await host.build(twin, run.stop.signal);
  if (run.stop.signal.aborted) return undefined;
  if (built.infrastructure) throw new Infrastructure(built.reason);
  if (!built.ok) return conflict(applied.paths, `kept, but it does not build together with what was kept meanwhile: ${built.reason}`);
  const checked = run.definition.checks === undefined ? undefined : await host.check(twin, run.stop.signal);
  if (run.stop.signal.aborted) return undefined;
  if (checked?.infrastructure) throw new Infrastructure(checked.reason);
  if (checked && !checked.ok) return conflict(applied.paths, `kept, but the checks fail together with what was kept meanwhile: ${checked.reason}`);
  return applied.candidate;
}

async function moveHead(run: HeadWork, head: CodeRef, kept: readonly string[], because: string): Promise<void> {
  await run.code.setRef(run.record.campaign, 'head', head.commit);
  run.record.append({ kind: 'head_moved', head: { commit: head.commit, tree: head.tree }, kept: [...kept], because }, { sync: true });
}

/**
 * Builds the head again without a kept candidate that the user rejected. What was measured on top of it is proposed again
 * under a new name: its numbers were those of a stack that is no more.
 */
export async function dropFromHead(run: HeadWork, name: string): Promise<void> {
  const { record } = run;
  const { kept } = record.state;
  if (!kept.includes(name)) return;
  let head: CodeRef = createdOf(record.state).base;
  const still: string[] = [];
  const again: Experiment[] = [];
  for (const other of kept.filter((candidate) => candidate !== name)) {
    const experiment = record.experiment(other);
    const applied = experiment.on.includes(name) ? undefined : await placeOn(run, experiment, head);
    if (applied) {
      head = applied;
      still.push(other);
    } else again.push(experiment);
  }
  await moveHead(run, head, still, `rejected ${name}`);
  for (const experiment of again) await proposeAgain(run, experiment);
}

async function placeOn(run: HeadWork, experiment: Experiment, head: CodeRef): Promise<CodeRef | undefined> {
  if (!experiment.candidate || !experiment.head) return undefined;
  if (experiment.head.tree === head.tree) return experiment.candidate;
  const message = `${experiment.proposal.title || experiment.name}\n\nMarginalia-Candidate: ${experiment.name}\n`;
  const applied = await run.code.rebase(experiment.candidate, experiment.head, head, message, run.record.state.startedAt);
  return applied.ok ? applied.candidate : undefined;
}

async function proposeAgain(run: HeadWork, experiment: Experiment): Promise<void> {
  const { proposal } = experiment;
  const patch = run.record.blobs.get(proposal.patch.sha256);
  if (!patch) {
    run.record.append({ kind: 'notice', level: 'warning', message: `${experiment.name} was measured on what you rejected; its patch is no longer stored, so it is not proposed again.` });
    return;
  }
  const { proposer, from, ...header } = proposal;
  await addCandidate(run, { name: experiment.name, header, patch, from }, proposer, run.record.state.waves);
}
