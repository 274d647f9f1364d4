import { EXIT } from '../../campaign/failure.ts';
import type { Experiment } from '../../campaign/state.ts';
import { isOpen } from '../../campaign/words.ts';
import { experimentOf, loadCampaign, type Campaign } from '../campaign.ts';
import type { Context } from '../context.ts';
import { outcomeOfStatus } from '../ending.ts';
import type { Outcome } from '../outcome.ts';
import { environmentOf, followCampaign, snapshotOf, withStartedEngine } from '../session.ts';
import type { Register } from './register.ts';

interface Options {
  readonly detach?: boolean;
}

/** A request that takes one experiment up again, and how to see that it has. */
interface TakeUp {
  readonly method: 'continue' | 'overrule';
  isTakenUp(now: Experiment, before: Experiment): boolean;
}

export const addContinue: Register = (program, act) => {
  program
    .command('continue <candidate>')
    .description('measure on where a candidate was left undecided or given up; what was measured counts')
    .option('--detach', 'return at once')
    .action((name: string, options: Options) => act((context) => takeUp(context, name, options, { method: 'continue', isTakenUp: (now, before) => now.continuations > before.continuations })));
};

export const addOverrule: Register = (program, act) => {
  program
    .command('overrule <candidate>')
    .description('let a candidate run that the definition’s gates refused')
    .option('--detach', 'return at once')
    .action((name: string, options: Options) => act((context) => takeUp(context, name, options, { method: 'overrule', isTakenUp: (now) => now.overruled })));
};

async function takeUp(context: Context, name: string, { detach }: Options, { method, isTakenUp }: TakeUp): Promise<Outcome> {
  const campaign = await loadCampaign(context);
  const before = experimentOf(campaign, name);
  return withStartedEngine(context, async (client) => {
    const request = { request: context.ports.newRequestId(), campaign: campaign.id, experiment: name, environment: environmentOf(context) };
    await client.request(method, request);
    if (detach) return outcomeOfStatus(context, await snapshotOf(client, campaign.id), EXIT.ended);
    const isDecided = ({ state }: Campaign) => {
      const now = state.experiments[name];
      return now !== undefined && isTakenUp(now, before) && !isOpen(now.state);
    };
    const outcome = await followCampaign(context, client, campaign.id, isDecided);
    if (outcome.code !== EXIT.ended || outcome.text !== '') return outcome;
    return outcomeOfStatus(context, await snapshotOf(client, campaign.id), EXIT.ended);
  });
}
