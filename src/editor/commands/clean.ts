import { formatBytes, formatCount } from '../../campaign/numbers.ts';
import { cleaning, type CleanPlan } from '../../campaign/store/clean.ts';
import type { EditorContext } from '../context.ts';
import { askModal, whisper } from '../vscode/toast.ts';
import { withProgress } from '../vscode/progress.ts';
import { requireModel } from './requireModel.ts';

/** Removes what ended campaigns left. Candidates that exist nowhere else go only after a yes. */
export async function clean(context: EditorContext): Promise<void> {
  const { workspace } = requireModel(context);
  const plan = await withProgress('Looking for what campaigns left', () => cleaning.plan(workspace));
  const caches = plan.caches;
  const rest = plan.campaigns.flatMap(({ leftovers }) => leftovers);
  if (caches.length + rest.length === 0) return whisper(plan.passedOver.length > 0 ? 'Nothing to remove: a stopped campaign may still be resumed' : 'Nothing to remove');
  const chosen = await askModal('Clean up what campaigns of this workspace left?', describe(plan), [
    { label: `Remove all (${formatBytes(sumOf([...caches, ...rest]))})`, value: [...caches, ...rest] },
    ...(caches.length > 0 && rest.length > 0 ? [{ label: `Only copies and builds (${formatBytes(sumOf(caches))})`, value: [...caches] }] : []),
  ]);
  if (chosen === undefined) return;
  await withProgress('Cleaning up', () => cleaning.remove(workspace, chosen));
  whisper(`Removed ${formatBytes(sumOf(chosen))}`);
}

function sumOf(leftovers: readonly { readonly bytes: number }[]): number {
  return leftovers.reduce((sum, { bytes }) => sum + bytes, 0);
}

function describe({ caches, campaigns, passedOver }: CleanPlan): string {
  const onlyHere = campaigns.flatMap((one) => one.onlyHere);
  const row = ({ campaign, what, bytes }: CleanPlan['caches'][number]) => `${[campaign, what].filter((part) => part !== '').join(': ')}, ${formatBytes(bytes)}`;
  return [
    ...caches.map(row),
    ...campaigns.flatMap(({ leftovers }) => leftovers.map(row)),
    ...(onlyHere.length > 0 ? ['', `${formatCount(onlyHere.length, 'candidate')} that ${onlyHere.length === 1 ? 'is' : 'are'} neither accepted nor on a branch of yours would be lost: ${onlyHere.slice(0, 12).join(', ')}${onlyHere.length > 12 ? ' and others' : ''}.`] : []),
    ...passedOver.map(({ campaign, why }) => `${campaign} is left alone: ${why}.`),
    '',
    'Event logs and reports stay.',
  ].join('\n');
}
