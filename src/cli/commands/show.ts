import { EXIT } from '../../campaign/failure.ts';
import type { Experiment } from '../../campaign/state.ts';
import { experimentOf, loadCampaign, statusOf, type Campaign } from '../campaign.ts';
import type { Context } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { candidateText, type CandidateView } from '../output/candidateText.ts';
import type { Register } from './register.ts';

const MOST_LOG_LINES = 20;

export const addShow: Register = (program, act) => {
  program
    .command('show <candidate>')
    .description('one candidate: hypothesis, sources, numbers, reason, last log lines and the diff')
    .action((name: string) => act((context) => show(context, name)));
};

async function show(context: Context, name: string): Promise<Outcome> {
  const campaign = await loadCampaign(context);
  const experiment = experimentOf(campaign, name);
  const view: CandidateView = { experiment, log: lastLog(context, campaign, experiment), diff: await diffOf(context, campaign, experiment) };
  const status = statusOf(campaign).experiments.find((one) => one.name === name);
  const { proposal, refusals, on, paths, added, removed, reviewReason, claimed } = experiment;
  return {
    code: EXIT.ended,
    json: { campaign: campaign.id, ...status, ...proposal, measuredOn: on, claimed, paths, added, removed, refusals, reviewReason, log: view.log, diff: view.diff },
    text: candidateText(view, campaign, context.outStyle),
  };
}

function lastLog({ ports, workspace }: Context, { id }: Campaign, { logs }: Experiment): CandidateView['log'] {
  const last = logs.at(-1);
  if (last === undefined) return null;
  const text = ports.reader.blob(workspace, id, last.blob.sha256);
  return { step: last.step, lines: text === undefined ? null : text.trimEnd().split('\n').slice(-MOST_LOG_LINES) };
}

/** A candidate that never became a commit is shown as it was given. */
async function diffOf({ ports, workspace }: Context, { id }: Campaign, { head, candidate, proposal }: Experiment): Promise<string> {
  const patch = () => ports.reader.blob(workspace, id, proposal.patch.sha256) ?? '';
  if (head === null || candidate === null) return patch();
  return ports.repository.diff(workspace, head.commit, candidate.commit).catch(patch);
}
