import type { z } from 'zod';
import type { acceptParams, Results } from '../../protocol/engine.ts';
import { Failure } from '../failure.ts';
import type { Experiment } from '../state.ts';
import type { AcceptPlan, WorkTree } from '../stages.ts';
import type { OpenCampaign } from './engine.ts';

type Params = z.output<typeof acceptParams>;

/**
 * Puts a candidate's change into the user's files. The intent is in the log, with the hashes before and after, before the
 * first byte is written: a crash in between is settled by comparing hashes.
 */
export async function accept(campaign: OpenCampaign, workTree: WorkTree, params: Params): Promise<Results['accept']> {
  const { record } = campaign;
  const experiment = record.experiment(params.experiment);
  if (params.request in record.state.requests) return { files: experiment.paths, accepted: [experiment.name] };
  if (record.state.pendingAccept) await settleAccept(campaign, workTree);
  const needed = params.withNeeded ? neededBy(campaign, experiment) : [];
  const files: string[] = [];
  for (const other of needed) files.push(...(await acceptOne(campaign, workTree, other, undefined, `${params.request}/${other.name}`)));
  files.push(...(await acceptOne(campaign, workTree, record.experiment(experiment.name), params.hunks, params.request)));
  return { files: [...new Set(files)], accepted: [...needed.map((other) => other.name), experiment.name] };
}

/** Kept candidates that this one was measured on and that are not in the user's files yet, oldest first. */
function neededBy(campaign: OpenCampaign, experiment: Experiment): readonly Experiment[] {
  return experiment.on.map((name) => campaign.record.experiment(name)).filter((other) => other.review !== 'accepted');
}

async function acceptOne(campaign: OpenCampaign, workTree: WorkTree, experiment: Experiment, hunks: readonly number[] | undefined, request: string): Promise<readonly string[]> {
  const { record } = campaign;
  const { created } = record.state;
  if (!experiment.candidate || !experiment.head) {
    throw new Failure('conflict', `${experiment.name} does not apply to the campaign's code, so there is nothing to accept`, '');
  }
  if (created?.diff === true) {
    record.append({ kind: 'accepted', experiment: experiment.name, part: 'whole', hunks: [], request });
    return [];
  }
  const plan = await workTree.planAccept(experiment.head, experiment.candidate, hunks);
  if (!plan.ok && plan.why === 'conflict') throw conflictOf(campaign, experiment, plan);
  const edits = plan.ok ? plan.edits : [];
  const files = edits.map(({ path, beforeHash, afterHash }) => ({ path, before: beforeHash, after: afterHash }));
  const chosen = hunks === undefined ? {} : { hunks: [...hunks] };
  record.append({ kind: 'accept_intended', experiment: experiment.name, ...chosen, files, request: `${request}/intent` }, { sync: true });
  try {
    await workTree.apply(edits);
  } catch (error) {
    record.append({ kind: 'accept_undone', experiment: experiment.name, why: error instanceof Error ? error.message : String(error) });
    throw error;
  }
  record.append({ kind: 'accepted', experiment: experiment.name, part: hunks === undefined ? 'whole' : 'hunks', hunks: [...(hunks ?? [])], request }, { sync: true });
  return files.map((file) => file.path);
}

function conflictOf(campaign: OpenCampaign, experiment: Experiment, plan: Extract<AcceptPlan, { ok: false }>): Failure {
  const needed = neededBy(campaign, experiment).map((other) => other.name);
  const where = plan.conflicts.map(({ path, why }) => `${path}: ${why}`).join('; ');
  const hint =
    needed.length > 0
      ? `It was measured on ${needed.join(', ')}, kept but not accepted. Accept them together with --with-needed.`
      : `Your files changed where the candidate does. Nothing was written. \`marginalia show ${experiment.name}\` has the diff.`;
  return new Failure('conflict', `${experiment.name} does not fit your files as they are now: ${where}`, hint);
}

/** Settles an accept that was cut off: every file as intended means accepted, anything else means it is not. */
export async function settleAccept(campaign: OpenCampaign, workTree: WorkTree): Promise<void> {
  const { record } = campaign;
  const intent = record.state.pendingAccept;
  if (!intent) return;
  const hashes = await Promise.all(intent.files.map(async (file) => ({ ...file, now: await workTree.hashOf(file.path) })));
  await workTree.tidy(intent.files.map((file) => file.path));
  if (hashes.every((file) => file.now === file.after)) {
    record.append({
      kind: 'accepted',
      experiment: intent.experiment,
      part: intent.hunks === undefined ? 'whole' : 'hunks',
      hunks: [...(intent.hunks ?? [])],
      request: intent.request.replace(/\/intent$/, ''),
    });
    return;
  }
  const half = hashes.filter((file) => file.now === file.after).map((file) => file.path);
  const why = half.length === 0 ? 'it was cut off before the first file was written' : `it was cut off; ${half.join(', ')} have the change, the others do not. Accept it again to finish.`;
  record.append({ kind: 'accept_undone', experiment: intent.experiment, why });
  record.append({ kind: 'notice', level: 'warning', message: `An accept of ${intent.experiment} was interrupted: ${why}`, experiment: intent.experiment });
}
