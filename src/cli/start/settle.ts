import { discover } from '../../campaign/definition/discover.ts';
import { missingIn, type Draft, type Missing } from '../../campaign/definition/draft.ts';
import { guessDirection } from '../../campaign/definition/guess.ts';
import { DEFINITION_FILES, findDefinition, parseDefinition } from '../../campaign/definition/read.ts';
import type { Definition } from '../../campaign/definition/schema.ts';
import { overrideDefinition, writeDefinition } from '../../campaign/definition/write.ts';
import { Failure } from '../../campaign/failure.ts';
import type { Context } from '../context.ts';
import { askForRest } from './ask.ts';
import { draftOf } from './flags.ts';
import type { StartOptions } from './options.ts';

/** The definition that the campaign starts with. */
export interface Settled {
  readonly text: string;
  /** The file that it is, or would be. */
  readonly file: string;
  readonly definition: Definition;
  /** Whether that file has this very text already. */
  readonly isSaved: boolean;
}

/** From the workspace's file, from what was found there, from the command line, and on a terminal from the person. */
export async function settleDefinition(context: Context, options: StartOptions): Promise<Settled> {
  const flags = draftOf(options);
  const existing = findDefinition(context.workspace);
  if (existing === null) return settleNew(context, flags);
  parseDefinition(existing.text, existing.file);
  if (Object.keys(flags).length === 0) return settled(existing.text, existing.file, true);
  const draft = { ...flags, ...(flags.metrics ? { metrics: withKnownDirections(context, flags.metrics, existing.text) } : {}) };
  return settled(overrideDefinition(existing.text, draft), existing.file, false);
}

function settled(text: string, file: string, isSaved: boolean): Settled {
  return { text, file, isSaved, definition: parseDefinition(text, file) };
}

async function settleNew(context: Context, flags: Draft): Promise<Settled> {
  const { draft: foundDraft, notes } = discover(context.workspace);
  const asks = context.ports.canAsk && !context.yes && !context.json;
  // Without a person and without --yes nothing is taken that was only found.
  const takesFound = asks || context.yes;
  const merged: Draft = takesFound ? { ...foundDraft, ...flags } : flags;
  for (const note of takesFound ? notes : []) context.screen.say(`note: ${note}`);
  const draft = asks ? await askForRest(context, merged, flags) : withGuesses(context, merged);
  const missing = missingIn(draft);
  if (missing.length > 0) throw missingFailure(missing, foundDraft, context.yes);
  return settled(writeDefinition(draft), DEFINITION_FILES[0], false);
}

/** What a metric's name leaves no doubt about counts as a default of --yes, and of a metric that was named. */
function withGuesses(context: Context, draft: Draft): Draft {
  if (draft.metrics === undefined) return draft;
  const metrics = draft.metrics.map(({ value, from }) => {
    const better = value.better ?? guessDirection(value.name, value.unit);
    if (value.better === undefined && better !== undefined) context.screen.say(`note: of ${value.name}, ${better} counts as better (by its ${value.unit === '' ? 'name' : 'unit'})`);
    return { value: better === undefined ? value : { ...value, better }, from };
  });
  return { ...draft, metrics };
}

/** A metric that the file describes needs no direction on the command line. */
function withKnownDirections(context: Context, metrics: NonNullable<Draft['metrics']>, text: string): NonNullable<Draft['metrics']> {
  const known = new Set(parseDefinition(text, '').metrics.map(({ name }) => name));
  const unknown = metrics.filter(({ value }) => !known.has(value.name));
  const guessed = withGuesses(context, { metrics: unknown }).metrics ?? [];
  const missing = missingIn({ run: { value: '', from: '' }, metrics: guessed }).filter(({ kind }) => kind === 'direction');
  if (missing.length > 0) throw missingFailure(missing, {}, false);
  return metrics.map((metric) => guessed.find(({ value }) => value.name === metric.value.name) ?? metric);
}

function missingFailure(missing: readonly Missing[], found: Draft, yes: boolean): Failure {
  const flags = missing.map(flagOf);
  const offer = !yes && found.run !== undefined && missingIn(found).length === 0 ? ` Or take what was found (${found.run.value}, from ${found.run.from}) with --yes.` : '';
  return new Failure('usage', `a definition is missing: ${missing.map(nameOf).join(', ')}`, `Give ${flags.join(' and ')}, or write marginalia.yaml.${offer}`);
}

function flagOf(missing: Missing): string {
  switch (missing.kind) {
    case 'benchmark':
      return '--benchmark COMMAND';
    case 'metric':
      return '--metric name:unit:higher';
    case 'direction':
      return `--metric ${missing.metric.name}:${missing.metric.unit}:higher (or lower)`;
  }
}

function nameOf(missing: Missing): string {
  switch (missing.kind) {
    case 'benchmark':
      return 'the benchmark’s command';
    case 'metric':
      return 'what is measured';
    case 'direction':
      return `whether a higher or a lower ${missing.metric.name} is better`;
  }
}
