import { chooseCampaign, loadCampaign } from '../campaign.ts';
import type { Context } from '../context.ts';
import { outcomeOfEnd } from '../ending.ts';
import type { Outcome } from '../outcome.ts';
import { followCampaign, withEngine } from '../session.ts';
import type { Register } from './register.ts';

export const addAttach: Register = (program, act) => {
  program
    .command('attach')
    .description('follow the campaign until it ends; Ctrl-C leaves it running')
    .action(() => act(attach));
};

async function attach(context: Context): Promise<Outcome> {
  const id = await chooseCampaign(context);
  return withEngine(context, { start: false }, async (client) => {
    const campaign = await loadCampaign({ ...context, campaign: id });
    if (client === null || !campaign.live) return outcomeOfEnd(context, campaign);
    return followCampaign(context, client, id);
  });
}
