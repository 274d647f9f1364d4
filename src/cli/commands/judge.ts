import path from 'node:path';
import { EXIT, Failure } from '../../campaign/failure.ts';
import { computeJudgement } from '../../decide/judge.ts';
import { readResults } from '../../decide/judge/read.ts';
import type { JudgeInput, Judgement } from '../../decide/judge/types.ts';
import type { Context } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { judgementText } from '../output/judgementText.ts';
import type { Register } from './register.ts';

interface Options {
  readonly paired?: boolean;
  readonly against?: string;
}

const STANDARD_INPUT = '-';
/** Said wherever a text holds nothing that can be judged. */
const FORMATS =
  'What is read: two columns of numbers; rows such as "x86 tg: 48.90 ± 0.50 -> 49.33 ± 0.37, n=5"; JSON of llama-bench, Google Benchmark or hyperfine; Go benchmark text; a pi-autoresearch log or results.tsv.';

export const addJudge: Register = (program, act) => {
  program
    .command('judge <file>')
    .description('judge results that you have already: which rows stand, which lie within the noise; "-" reads standard input')
    .option('--paired', 'two columns are pairs, line by line')
    .option('--against <file>', 'the results of the other side, where FILE holds the first one only')
    .addHelpText('after', `\n${FORMATS}\nWelch's t on logarithms, Holm over all rows at 5 %. It needs no repository and measures nothing.`)
    .action((file: string, options: Options) => act((context) => judge(context, file, options)));
};

async function judge(context: Context, file: string, { paired, against }: Options): Promise<Outcome> {
  if (file === STANDARD_INPUT && against === STANDARD_INPUT) throw new Failure('usage', 'standard input can be read once only', 'Put one of the two sides into a file.');
  const text = await readSide(context, file);
  const other = against === undefined ? undefined : await readSide(context, against);
  const input = read(nameOf(file), text, { ...(paired ? { paired } : {}), ...(other === undefined ? {} : { against: other }) });
  const judgement = withNotes(computeJudgement(input), paired === true);
  return { code: EXIT.ended, json: { file, ...judgement }, text: judgementText(judgement, context.outStyle) };
}

/** A file is meant as seen from where the command was given; one of the workspace may be named from there, too. */
async function readSide({ ports, workspace }: Context, file: string): Promise<string> {
  if (file === STANDARD_INPUT) return ports.readInput();
  const places = [...new Set([path.resolve(ports.cwd, file), path.resolve(workspace, file)])];
  for (const place of places) {
    const text = await ports.files.read(place);
    if (text !== undefined) return text;
  }
  throw new Failure('usage', `there is no file ${file}`, `Looked for ${places.join(' and ')}; "-" reads standard input.`);
}

function read(name: string, text: string, options: Parameters<typeof readResults>[1]): JudgeInput {
  if (text.trim() === '') throw new Failure('usage', `${name} is empty`, FORMATS);
  let input: JudgeInput;
  try {
    input = readResults(text, options);
  } catch (error) {
    throw new Failure('usage', `${name}: ${error instanceof Error ? error.message : String(error)}`, FORMATS);
  }
  // A log without a keep has nothing to judge and says so; a tool's output of one side is half of an input.
  if (input.rows.length === 0 && input.format !== 'autoresearch-log') {
    const hint = options?.against === undefined ? 'Give the results of the other side with --against FILE, or both in one file.' : 'The two sides have no test of the same name.';
    throw new Failure('usage', `${name}: ${input.notes.join('; ')}`, hint);
  }
  return input;
}

function withNotes(judgement: Judgement, isPaired: boolean): Judgement {
  if (!isPaired || judgement.format === 'columns') return judgement;
  return { ...judgement, notes: [...judgement.notes, '--paired is for two columns only; these were compared as they stand'] };
}

function nameOf(file: string): string {
  return file === STANDARD_INPUT ? 'standard input' : file;
}
