import { InvalidArgumentError, Option } from 'commander';
import type { Definition } from '../../campaign/definition/schema.ts';
import { PROPOSERS } from '../../campaign/definition/schema.ts';
import { EXIT } from '../../campaign/failure.ts';
import type { Context } from '../context.ts';
import { commandLine } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { statusOf } from '../campaign.ts';
import { environmentOf, followCampaign, snapshotOf, withStartedEngine } from '../session.ts';
import { parseMetricFlag } from '../start/flags.ts';
import type { StartOptions } from '../start/options.ts';
import { review } from '../start/review.ts';
import { settleDefinition } from '../start/settle.ts';
import { sourceOf } from '../start/source.ts';
import { amount, collect, positiveNumber, wholeNumber, type Register } from './register.ts';

export const addStart: Register = (program, act) => {
  program
    .command('start')
    .description('begin a campaign and follow it until it ends')
    .option('--detach', 'return at once; the campaign goes on by itself')
    .addOption(new Option('--patches <dir>', 'candidates: the patch files of a folder, in name order').conflicts(['branches', 'diff']))
    .addOption(new Option('--branches <glob>', 'candidates: branches, such as "try/*"').conflicts(['patches', 'diff']))
    .addOption(new Option('--diff', 'candidate: the changes in your files that are not committed').conflicts(['patches', 'branches']))
    .option('--proposers <a,b>', `who proposes, in this order: ${PROPOSERS.join(', ')}`, parseProposers)
    .option('--goal <text>', 'what the campaign is for, in a few words')
    .option('--benchmark <command>', 'prints METRIC lines, or what --format says')
    .addOption(new Option('--format <format>', 'what the benchmark prints').choices(['metric', 'llama-bench']))
    .option('--build <command>', 'builds the code')
    .option('--checks <command>', 'fails where the code is wrong')
    .option('--setup <command>', 'run once before anything else')
    .option('--metric <name[:unit][:higher|lower]>', 'what is measured, the primary one first; may be given several times', collect(parseMetricFlag))
    .option('--scope <glob>', 'files that candidates may change; may be given several times', collect(String))
    .option('--experiments <n>', 'at most so many experiments', wholeNumber(0))
    .option('--hours <h>', 'at most so many hours', positiveNumber)
    .option('--dollars <n>', 'at most so much money; nothing is spent without it', amount)
    .option('--total-pairs <n>', 'pairs of the final measurement of head against base', wholeNumber(2, 200))
    .option('--seed <text>', 'seeds every coin, for campaigns that are to be repeated')
    .option('--save', 'write the definition to marginalia.yaml')
    .option('--take-over', 'take the workspace from an engine of another machine that is gone')
    .action((options: StartOptions) => act((context) => start(context, options)));
};

function parseProposers(text: string): readonly Proposer[] {
  const names = text.split(',').map((name) => name.trim());
  const isKnown = (name: string): name is Proposer => PROPOSERS.some((known) => known === name);
  const wrong = names.find((name) => !isKnown(name));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is no proposer; there are ${PROPOSERS.join(', ')}.`);
  return names.filter(isKnown);
}
type Proposer = NonNullable<Definition['proposers']>[number];

async function start(context: Context, options: StartOptions): Promise<Outcome> {
  const source = await sourceOf(context, options);
  const settled = await settleDefinition(context, options);
  await review(context, options, settled);
  return withStartedEngine(
    context,
    async (client) => {
      const { campaign } = await client.request('start', {
        request: context.ports.newRequestId(),
        definition: settled.text,
        definitionFile: settled.file,
        environment: environmentOf(context),
        ...source,
        ...settingsOf(options),
      });
      if (!options.detach) return followCampaign(context, client, campaign);
      const text = `campaign ${campaign} has begun; \`${commandLine(context, 'attach')}\` follows it`;
      return { code: EXIT.ended, json: { ...statusOf(await snapshotOf(client, campaign)) }, text };
    },
    options.takeOver === true,
  );
}

function settingsOf({ proposers, seed, totalPairs }: StartOptions) {
  return {
    ...(proposers === undefined ? {} : { proposers: [...proposers] }),
    ...(seed === undefined ? {} : { seed }),
    ...(totalPairs === undefined ? {} : { totalPairs }),
  };
}

