import { EXIT } from '../../campaign/failure.ts';
import { chooseCampaign } from '../campaign.ts';
import type { Register } from './register.ts';

export const addReport: Register = (program, act) => {
  program
    .command('report')
    .description('write the campaign’s report (Markdown and one HTML file) and print where it is')
    .action(() =>
      act(async (context) => {
        const { markdown, html } = await context.ports.report(context.workspace, await chooseCampaign(context));
        return { code: EXIT.ended, json: { markdown, html }, text: `${markdown}\n${html}` };
      }),
    );
};
