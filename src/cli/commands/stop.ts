import { chooseCampaign, loadCampaign } from '../campaign.ts';
import type { Context } from '../context.ts';
import { outcomeOfStatus } from '../ending.ts';
import { EXIT } from '../../campaign/failure.ts';
import type { Outcome } from '../outcome.ts';
import { withEngine } from '../session.ts';
import type { Register } from './register.ts';

export const addStop: Register = (program, act) => {
  program
    .command('stop')
    .description('end the running campaign after the pair under way; `resume` goes on with it')
    .action(() => act(stop));
};

/** Stopping what does not run has nothing to do and is no error. */
async function stop(context: Context): Promise<Outcome> {
  const id = await chooseCampaign(context);
  const named = { ...context, campaign: id };
  const { live } = await loadCampaign(named);
  if (live) {
    await withEngine(context, { start: false }, async (client) => {
      context.screen.say(`stopping ${id} after the pair under way`);
      await client?.request('stop', { request: context.ports.newRequestId(), campaign: id });
    });
  }
  return outcomeOfStatus(context, await loadCampaign(named), EXIT.ended);
}
