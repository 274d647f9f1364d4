import path from 'node:path';
import type { Definition } from '../../campaign/definition/schema.ts';
import { Failure } from '../../campaign/failure.ts';
import { formatCount, formatMoney } from '../../campaign/numbers.ts';
import type { Context } from '../context.ts';
import type { StartOptions } from './options.ts';
import type { Settled } from './settle.ts';

const MOST_PATHS = 15;

/** Shows what is about to happen, asks where somebody can answer, and saves the definition where that was wanted. */
export async function review(context: Context, options: StartOptions, settled: Settled): Promise<void> {
  const { screen, ports, workspace } = context;
  const asks = ports.canAsk && !context.yes && !context.json;
  if (!settled.isSaved) for (const line of ['', ...settled.text.trimEnd().split('\n').map((one) => `    ${one}`), '']) screen.say(line);
  await listBase(context, options.diff === true);
  await settleMoney(context, options, settled.definition, asks);
  if (asks && !settled.isSaved && !(await ports.prompt.yes('Start with this definition?', true))) {
    throw new Failure('usage', 'nothing was started', 'Write marginalia.yaml, or give what is to be different as options.');
  }
  const save = options.save ?? (asks && !settled.isSaved && (await ports.prompt.yes(`Write it to ${settled.file}?`, true)));
  if (!save || settled.isSaved) return;
  await ports.files.write(path.join(workspace, settled.file), settled.text);
  screen.say(`wrote ${settled.file}`);
}

/** The base is what lies in the work tree: nobody should be surprised by what it contains. */
async function listBase({ ports, screen, workspace }: Context, isDiff: boolean): Promise<void> {
  const changes = await ports.repository.changes(workspace).catch(() => []);
  if (changes.length === 0) return;
  screen.say(isDiff ? `the candidate is ${formatCount(changes.length, 'changed or new file')} of the work tree, measured against HEAD:` : `the campaign starts from HEAD with ${formatCount(changes.length, 'changed or new file')} of the work tree:`);
  for (const file of changes.slice(0, MOST_PATHS)) screen.say(`    ${file}`);
  if (changes.length > MOST_PATHS) screen.say(`    and ${changes.length - MOST_PATHS} more`);
}

/** Money is never a default: it is said on the command line, or by a person who was asked. */
async function settleMoney({ ports }: Context, options: StartOptions, definition: Definition, asks: boolean): Promise<void> {
  const { dollars } = definition.budget;
  if (dollars === 0 || options.dollars !== undefined || !costsMoney(options, definition)) return;
  const spend = `${formatMoney(dollars)} may be spent by this campaign`;
  if (!asks) throw new Failure('usage', `${spend}, and nobody has said so`, `Say it with --dollars ${dollars}, or set budget.dollars to 0.`);
  if (!(await ports.prompt.yes(`${spend}. Is that right?`, false))) throw new Failure('usage', 'nothing was started', 'Set budget.dollars, or give --dollars.');
}

function costsMoney({ proposers }: StartOptions, definition: Definition): boolean {
  return definition.hosts.some(({ provider }) => provider !== 'local') || (proposers ?? definition.proposers ?? []).includes('model');
}
