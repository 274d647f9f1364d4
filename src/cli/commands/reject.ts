import { EXIT } from '../../campaign/failure.ts';
import { experimentOf, loadCampaign } from '../campaign.ts';
import type { Context } from '../context.ts';
import { outcomeOfStatus } from '../ending.ts';
import type { Outcome } from '../outcome.ts';
import { environmentOf, snapshotOf, withStartedEngine } from '../session.ts';
import type { Register } from './register.ts';

interface Options {
  readonly reason?: string;
}

export const addReject: Register = (program, act) => {
  program
    .command('reject <candidate>')
    .description('say no to a candidate; one that was kept leaves the current code')
    .option('--reason <text>', 'why, for the report and for later proposals')
    .action((name: string, options: Options) => act((context) => reject(context, name, options)));
};

async function reject(context: Context, name: string, { reason }: Options): Promise<Outcome> {
  const campaign = await loadCampaign(context);
  experimentOf(campaign, name);
  const mayAsk = context.ports.canAsk && !context.yes && !context.json;
  const why = reason ?? (mayAsk ? await context.ports.prompt.text('Why? (may be left empty)') : '');
  return withStartedEngine(context, async (client) => {
    const request = { request: context.ports.newRequestId(), campaign: campaign.id, experiment: name, environment: environmentOf(context), reason: why };
    await client.request('reject', request);
    context.screen.say(`rejected ${name}`);
    return outcomeOfStatus(context, await snapshotOf(client, campaign.id), EXIT.ended);
  });
}
