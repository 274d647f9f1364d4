import { EXIT, Failure } from '../../campaign/failure.ts';
import { formatBytes, formatCount } from '../../campaign/numbers.ts';
import type { CleanPlan, Leftover } from '../../campaign/store/clean.ts';
import { chooseCampaign } from '../campaign.ts';
import type { Context } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { drawTable } from '../output/table.ts';
import type { Register } from './register.ts';

interface Options {
  readonly caches?: boolean;
}

export const addClean: Register = (program, act) => {
  program
    .command('clean')
    .description('remove what ended campaigns left: twins and clone, logs and patches, refs; their event logs and reports stay')
    .option('--caches', 'only what can be made again: twins and clone')
    .action((options: Options) => act((context) => clean(context, options)));
};

async function clean(context: Context, { caches: onlyCaches }: Options): Promise<Outcome> {
  const { ports, workspace, screen } = context;
  const only = context.campaign === undefined ? undefined : await chooseCampaign(context);
  const plan = await ports.cleaning.plan(workspace, only);
  const wanted = [...plan.caches, ...(onlyCaches ? [] : plan.campaigns.flatMap(({ leftovers }) => leftovers))];
  for (const line of listLeftovers(wanted)) screen.say(line);
  for (const { campaign, why } of plan.passedOver) screen.say(`${campaign} is left alone: ${why} (--campaign ${campaign} cleans it nevertheless)`);
  const mayDrop = onlyCaches ? false : await mayDropCandidates(context, plan);
  const removed = onlyCaches || mayDrop ? wanted : wanted.filter(({ campaign }) => !holdsCandidates(plan, campaign));
  await ports.cleaning.remove(workspace, removed);
  const kept = mayDrop ? [] : plan.campaigns.filter(({ onlyHere }) => onlyHere.length > 0).map(({ campaign, onlyHere }) => ({ campaign, candidates: onlyHere }));
  const freed = removed.reduce((sum, { bytes }) => sum + bytes, 0);
  return { code: EXIT.ended, json: { removed, kept, passedOver: plan.passedOver, bytes: freed }, text: removed.length === 0 ? 'nothing to remove' : `removed ${formatBytes(freed)}` };
}

function holdsCandidates(plan: CleanPlan, campaign: string): boolean {
  return plan.campaigns.some((one) => one.campaign === campaign && one.onlyHere.length > 0);
}

/** Candidates that exist nowhere else are dropped after a yes only. */
async function mayDropCandidates({ ports, screen, yes, json }: Context, { campaigns }: CleanPlan): Promise<boolean> {
  const atStake = campaigns.filter(({ onlyHere }) => onlyHere.length > 0);
  if (atStake.length === 0 || yes) return true;
  const count = atStake.reduce((sum, { onlyHere }) => sum + onlyHere.length, 0);
  const what = `${formatCount(count, 'candidate')} that ${count === 1 ? 'is' : 'are'} neither accepted nor on a branch of yours`;
  if (!ports.canAsk || json) {
    throw new Failure('usage', `this would drop ${what}; nothing was removed`, 'Say so with --yes, or remove only what can be made again with --caches.');
  }
  for (const { campaign, onlyHere } of atStake) screen.say(`${campaign}: ${onlyHere.join(', ')}`);
  return ports.prompt.yes(`Drop ${what}?`, false);
}

function listLeftovers(leftovers: readonly Leftover[]): string[] {
  const rows = leftovers.map(({ campaign, what, where, bytes }) => [campaign, what, formatBytes(bytes), where]);
  return drawTable([{ title: '' }, { title: '' }, { title: '', right: true }, { title: '' }], rows);
}
