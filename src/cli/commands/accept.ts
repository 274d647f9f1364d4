import { EXIT, Failure } from '../../campaign/failure.ts';
import type { EngineClient } from '../../protocol/client.ts';
import { experimentOf, loadCampaign, type Campaign } from '../campaign.ts';
import type { Context } from '../context.ts';
import { outcomeOfStatus } from '../ending.ts';
import type { Outcome } from '../outcome.ts';
import { environmentOf, snapshotOf, withStartedEngine } from '../session.ts';
import { collect, wholeNumber, type Register } from './register.ts';

interface Options {
  readonly hunk?: readonly number[];
  readonly withNeeded?: boolean;
}

export const addAccept: Register = (program, act) => {
  program
    .command('accept <candidate>')
    .description('put a candidate’s change into your files, as one edit that can be undone with git')
    .option('--hunk <n>', 'only this hunk, counted from 1 over the whole diff; may be given several times', collect(wholeNumber(1)))
    .option('--with-needed', 'take the kept but not yet accepted candidates that it was measured on along')
    .action((name: string, options: Options) => act((context) => accept(context, name, options)));
};

async function accept(context: Context, name: string, options: Options): Promise<Outcome> {
  const campaign = await loadCampaign(context);
  const needed = experimentOf(campaign, name).on.filter((other) => campaign.state.experiments[other]?.review !== 'accepted');
  return withStartedEngine(context, async (client) => {
    const { accepted, files } = await request(context, client, campaign, name, options).catch(async (error: unknown) => {
      if (!(await offersNeeded(context, error, needed, options))) throw error;
      return request(context, client, campaign, name, { ...options, withNeeded: true });
    });
    const told = files.length === 0 ? 'no file had to change' : `changed: ${files.join(', ')}`;
    context.screen.say(`accepted ${accepted.join(', ')}; ${told}`);
    return outcomeOfStatus(context, await snapshotOf(client, campaign.id), EXIT.ended);
  });
}

function request(context: Context, client: EngineClient, campaign: Campaign, experiment: string, { hunk, withNeeded }: Options) {
  return client.request('accept', {
    request: context.ports.newRequestId(),
    campaign: campaign.id,
    experiment,
    environment: environmentOf(context),
    ...(hunk === undefined ? {} : { hunks: [...hunk] }),
    ...(withNeeded ? { withNeeded } : {}),
  });
}

/** Where the change does not fit without others that were kept before it, a person is offered both. */
async function offersNeeded(context: Context, error: unknown, needed: readonly string[], options: Options): Promise<boolean> {
  const fits = error instanceof Failure && error.code === 'conflict' && needed.length > 0 && !options.withNeeded;
  if (!fits || !context.ports.canAsk || context.json) return false;
  context.screen.say(error.message);
  return context.ports.prompt.yes(`Accept it together with ${needed.join(', ')}?`, false);
}
