import path from 'node:path';
import type { Draft, DraftMetric, Found } from '../../campaign/definition/draft.ts';
import { guessDirection, guessUnit } from '../../campaign/definition/guess.ts';
import { askText, pickOne, type StepTitle } from '../vscode/pick.ts';
import { findPatchFolders, listPatches, type CandidateSource } from './candidateSource.ts';

const ANSWER = 'your answer';
const STEPS = 7;

/** Asks for what a workspace without a definition does not say by itself, each with what was found as the first choice. */
export async function askForDraft(workspace: string, found: Draft): Promise<{ readonly draft: Draft; readonly source: CandidateSource }> {
  const goal = await askGoal(workspace, found);
  const run = await askCommand(2, 'Benchmark', 'Which command measures? It prints lines “METRIC name=value”.', found.run, true);
  const metrics = await askMetrics(found);
  const build = await askCommand(4, 'Build', 'Which command builds the code?', found.build, false);
  const checks = await askCommand(5, 'Checks', 'Which command fails where the code is wrong?', found.checks, false);
  const source = await askSource(workspace, found);
  const hours = await askHours();
  const { build: _build, checks: _checks, ...rest } = found;
  const patches = source.kind === 'patches' ? { patches: { value: source.folder, from: ANSWER } } : {};
  const draft = { ...rest, ...patches, goal, ...(run === undefined ? {} : { run }), metrics, hours, ...(build === undefined ? {} : { build }), ...(checks === undefined ? {} : { checks }) };
  return { draft, source: source.kind === 'patches' ? { kind: 'definition' } : source };
}

function titleOf(step: number, prompt: string): StepTitle {
  return { title: 'Start optimization campaign', step, steps: STEPS, prompt };
}

async function askGoal(workspace: string, found: Draft): Promise<Found<string>> {
  const byDefault = found.goal ?? { value: `Faster ${path.basename(workspace)}`, from: 'the folder’s name' };
  const text = await askText(titleOf(1, 'What is the campaign for? A few words that reports and the sidebar show. Enter takes this.'), byDefault.value, needed);
  return text === byDefault.value ? byDefault : { value: text, from: ANSWER };
}

async function askCommand(step: number, label: string, prompt: string, found: Found<string> | undefined, isNeeded: boolean): Promise<Found<string> | undefined> {
  const options = [
    ...(found === undefined ? [] : [{ label: found.value, description: found.from, icon: 'terminal', value: 'found' as const }]),
    { label: 'Another command…', icon: 'edit', value: 'other' as const },
    ...(isNeeded ? [] : [{ label: label === 'Checks' ? 'No checks' : 'Nothing to build', description: label === 'Checks' ? 'not advised: nothing tells a faster candidate from a wrong one' : '', icon: 'circle-slash', value: 'none' as const }]),
  ];
  // Without anything found, a needed command is asked for at once.
  const choice = found === undefined && isNeeded ? 'other' : await pickOne(titleOf(step, prompt), options);
  if (choice === 'found') return found;
  if (choice === 'none') return undefined;
  const text = await askText(titleOf(step, prompt), found?.value ?? '', (value) => (value === '' ? 'A command is needed.' : undefined));
  return { value: text, from: ANSWER };
}

async function askMetrics(found: Draft): Promise<readonly Found<DraftMetric>[]> {
  const known = found.metrics ?? [];
  const prompt = 'What is measured? The first metric decides.';
  const options = [
    ...(known.length === 0 ? [] : [{ label: known.map(({ value }) => value.name).join(', '), description: known[0]?.from ?? '', icon: 'graph', value: 'found' as const }]),
    { label: 'Name the metric…', icon: 'edit', value: 'other' as const },
  ];
  const choice = known.length === 0 ? 'other' : await pickOne(titleOf(3, prompt), options);
  const metrics = choice === 'found' ? known : [{ value: await askMetric(), from: ANSWER }];
  const directed: Found<DraftMetric>[] = [];
  for (const { value, from } of metrics) directed.push({ value: { ...value, better: value.better ?? (await askDirection(value)) }, from });
  return directed;
}

async function askMetric(): Promise<DraftMetric> {
  const prompt = 'The metric’s name as the benchmark prints it, with its unit in brackets if it has one: time_ms, tg (t/s)';
  const isName = (text: string) => (/^[\w.µ@]+(\s*\([^()]{0,20}\))?$/.test(text) ? undefined : 'Letters, digits, “_” and “.”, then a unit in brackets.');
  const answer = await askText(titleOf(3, prompt), '', isName);
  const [, name = answer, unit] = /^([\w.µ@]+)(?:\s*\(([^()]*)\))?$/.exec(answer) ?? [];
  return { name, unit: unit ?? guessUnit(name) };
}

async function askDirection({ name, unit }: DraftMetric): Promise<'higher' | 'lower'> {
  const guess = guessDirection(name, unit) ?? 'higher';
  const other = guess === 'higher' ? 'lower' : 'higher';
  const option = (value: 'higher' | 'lower') => ({ label: value === 'higher' ? 'Higher is better' : 'Lower is better', icon: value === 'higher' ? 'arrow-up' : 'arrow-down', value });
  return pickOne(titleOf(3, `Is a higher or a lower ${name} better?`), [option(guess), option(other)]);
}

async function askSource(workspace: string, found: Draft): Promise<CandidateSource> {
  const folders = [...new Set([...(found.patches === undefined ? [] : [found.patches.value]), ...findPatchFolders(workspace)])];
  const prompt = 'Where do candidates come from?';
  const choice = await pickOne<CandidateSource | 'folder' | 'branches'>(titleOf(6, prompt), [
    ...folders.map((folder) => ({ label: `Patch files in ${folder}`, description: `${listPatches(path.join(workspace, folder)).length} there`, icon: 'folder', value: { kind: 'patches', folder } as const })),
    { label: 'My changes that are not committed', description: 'one candidate, measured against the last commit', icon: 'diff', value: { kind: 'diff' } as const },
    { label: 'Branches…', description: 'each one a candidate', icon: 'git-branch', value: 'branches' as const },
    { label: 'Another folder of patch files…', icon: 'folder-opened', value: 'folder' as const },
  ]);
  if (choice === 'branches') return { kind: 'branches', glob: await askText(titleOf(6, 'Branches that match'), 'try/*', needed) };
  if (choice !== 'folder') return choice;
  const isFolder = (text: string) => (listPatches(path.resolve(workspace, text)).length > 0 ? undefined : 'No *.patch or *.diff file is there.');
  return { kind: 'patches', folder: await askText(titleOf(6, 'The folder, as seen from the workspace'), folders[0] ?? 'candidates', isFolder) };
}

function needed(text: string): string | undefined {
  return text === '' ? 'Something is needed here.' : undefined;
}

async function askHours(): Promise<Found<number>> {
  const option = (hours: number, label: string, description = '') => ({ label, description, icon: 'clock', value: hours });
  const hours = await pickOne(titleOf(7, 'How long may it take at most?'), [option(1, '1 hour'), option(3, '3 hours', 'the default'), option(8, '8 hours', 'overnight')]);
  return { value: hours, from: ANSWER };
}
