import path from 'node:path';
import type { Draft, DraftMetric, Found } from '../../campaign/definition/draft.ts';
import { guessDirection } from '../../campaign/definition/guess.ts';
import { Failure } from '../../campaign/failure.ts';
import type { Context } from '../context.ts';
import type { Prompt } from '../ports.ts';
import { parseMetricFlag } from './flags.ts';

const ANSWER = 'your answer';

/** Asks for what the command line did not say, with what was found as the default. */
export async function askForRest(context: Context, draft: Draft, flags: Draft): Promise<Draft> {
  const { prompt } = context.ports;
  context.screen.say('This workspace has no marginalia.yaml. A few questions; Enter takes what stands in brackets.');
  const goal = flags.goal ?? (await askText(prompt, 'Goal', draft.goal ?? { value: `Faster ${path.basename(context.workspace)}`, from: 'a default' }));
  const run = flags.run ?? (await askNeeded(prompt, 'Benchmark command, which prints lines "METRIC name=value"', draft.run));
  const metrics = flags.metrics ?? (await askMetrics(prompt, draft.metrics));
  const build = flags.build ?? (await askText(prompt, 'Build command (empty: none)', draft.build));
  const checks = flags.checks ?? (await askText(prompt, 'Command that checks correctness (empty: none)', draft.checks));
  const { build: _build, checks: _checks, ...rest } = draft;
  return {
    ...rest,
    run,
    metrics: await askDirections(prompt, metrics),
    ...(goal === undefined ? {} : { goal }),
    ...(build === undefined ? {} : { build }),
    ...(checks === undefined ? {} : { checks }),
  };
}

/** undefined for an empty answer. */
async function askText(prompt: Prompt, question: string, byDefault: Found<string> | undefined): Promise<Found<string> | undefined> {
  const answer = (await prompt.text(question, byDefault?.value)).trim();
  if (answer === '' || answer === byDefault?.value) return byDefault;
  return { value: answer, from: ANSWER };
}

async function askNeeded(prompt: Prompt, question: string, byDefault: Found<string> | undefined): Promise<Found<string>> {
  for (;;) {
    const answer = await askText(prompt, question, byDefault);
    if (answer !== undefined) return answer;
  }
}

async function askMetrics(prompt: Prompt, byDefault: Draft['metrics']): Promise<NonNullable<Draft['metrics']>> {
  const known = byDefault?.map(({ value }) => [value.name, value.unit, value.better].filter((part) => part).join(':')).join(', ');
  for (;;) {
    const answer = await prompt.text('Metrics, the primary one first (name[:unit][:higher|lower], …)', known);
    if (byDefault && answer === known) return byDefault;
    const metrics = parseMetrics(answer);
    if (metrics.length > 0) return metrics.map((value) => ({ value, from: ANSWER }));
  }
}

/** Empty where the answer names none. */
function parseMetrics(answer: string): DraftMetric[] {
  try {
    return answer.split(',').filter((part) => part.trim() !== '').map(parseMetricFlag);
  } catch {
    return [];
  }
}

async function askDirections(prompt: Prompt, metrics: NonNullable<Draft['metrics']>): Promise<NonNullable<Draft['metrics']>> {
  const directed: Found<DraftMetric>[] = [];
  for (const { value, from } of metrics) directed.push({ value: { ...value, better: value.better ?? (await askDirection(prompt, value)) }, from });
  return directed;
}

async function askDirection(prompt: Prompt, { name, unit }: DraftMetric): Promise<'higher' | 'lower'> {
  for (let tries = 0; tries < 10; tries += 1) {
    const answer = (await prompt.text(`Is a higher or a lower ${name} better?`, guessDirection(name, unit))).trim().toLowerCase();
    if (answer !== '' && 'higher'.startsWith(answer)) return 'higher';
    if (answer !== '' && 'lower'.startsWith(answer)) return 'lower';
  }
  throw new Failure('usage', `whether a higher or a lower ${name} is better was not said`, `Give --metric ${name}:${unit}:higher (or lower).`);
}
