import { loadCampaign } from '../campaign.ts';
import { outcomeOfStatus } from '../ending.ts';
import { EXIT } from '../../campaign/failure.ts';
import type { Register } from './register.ts';

export const addStatus: Register = (program, act) => {
  program
    .command('status')
    .description('the campaign, its budget and every candidate with its numbers')
    .action(() => act(async (context) => outcomeOfStatus(context, await loadCampaign(context), EXIT.ended)));
};
