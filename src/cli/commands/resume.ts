import { chooseCampaign } from '../campaign.ts';
import type { Context } from '../context.ts';
import { outcomeOfStatus } from '../ending.ts';
import { EXIT } from '../../campaign/failure.ts';
import type { Outcome } from '../outcome.ts';
import { environmentOf, followCampaign, snapshotOf, withStartedEngine } from '../session.ts';
import { positiveNumber, wholeNumber, type Register } from './register.ts';

interface Options {
  readonly experiments?: number;
  readonly hours?: number;
  readonly detach?: boolean;
  readonly takeOver?: boolean;
}

export const addResume: Register = (program, act) => {
  program
    .command('resume')
    .description('go on with a campaign that was stopped, cut off, or ran out of budget')
    .option('--experiments <n>', 'a new limit of experiments for the whole campaign', wholeNumber(1))
    .option('--hours <h>', 'a new limit of hours for the whole campaign', positiveNumber)
    .option('--detach', 'return at once')
    .option('--take-over', 'take the workspace from an engine of another machine that is gone')
    .action((options: Options) => act((context) => resume(context, options)));
};

async function resume(context: Context, { experiments, hours, detach, takeOver }: Options): Promise<Outcome> {
  const campaign = await chooseCampaign(context);
  const more = { ...(experiments === undefined ? {} : { experiments }), ...(hours === undefined ? {} : { hours }) };
  return withStartedEngine(
    context,
    async (client) => {
      await client.request('resume', { request: context.ports.newRequestId(), campaign, environment: environmentOf(context), ...more });
      if (detach) return outcomeOfStatus(context, await snapshotOf(client, campaign), EXIT.ended);
      return followCampaign(context, client, campaign);
    },
    takeOver,
  );
}
