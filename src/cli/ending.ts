import { EXIT } from '../campaign/failure.ts';
import type { CampaignState } from '../campaign/state.ts';
import { statusOf, type Campaign } from './campaign.ts';
import { commandLine, type Context } from './context.ts';
import { outcomeOfFailure, type Outcome } from './outcome.ts';
import { statusText } from './output/statusText.ts';

/** The campaign's status as a command's result, with an exit code of its own. */
export function outcomeOfStatus(context: Context, campaign: Campaign, code: number, more: readonly string[] = []): Outcome {
  const text = [statusText(campaign, context.outStyle), ...more].join('\n');
  return { code, json: { ...statusOf(campaign) }, text };
}

/** What following a campaign to its end came to: the exit code tells how it ended. */
export async function outcomeOfEnd(context: Context, campaign: Campaign): Promise<Outcome> {
  const { state } = campaign;
  const { failure } = state;
  if (state.phase === 'failed' && failure !== null) {
    const report = { ...failure, code: failure.code as Parameters<typeof outcomeOfFailure>[0]['code'] };
    return outcomeOfFailure(report, { ...statusOf(campaign) });
  }
  const code = state.phase === 'ended' ? EXIT.ended : EXIT.stopped;
  return outcomeOfStatus(context, campaign, code, [...hintsOf(context, state), ...(await reportLines(context, campaign))]);
}

function hintsOf(context: Context, { phase, end }: CampaignState): string[] {
  if (phase === 'ended') return [];
  const more = end?.how === 'budget' ? ' --experiments N' : '';
  return [`\`${commandLine(context, 'resume')}${more}\` goes on`];
}

/** The report is an extra here: a campaign does not fail for want of it. */
async function reportLines({ ports, workspace }: Context, { id }: Campaign): Promise<string[]> {
  try {
    const { markdown, html } = await ports.report(workspace, id);
    return ['', `report: ${markdown}`, `        ${html}`];
  } catch (error) {
    return ['', `the report could not be written: ${error instanceof Error ? error.message : String(error)}`];
  }
}
