import path from 'node:path';
import type { CalibrationResult } from '../../campaign/calibration.ts';
import { EXIT, Failure } from '../../campaign/failure.ts';
import type { Context } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { calibrationText } from '../output/calibrationText.ts';
import { CalibrationLines } from '../progress/calibration.ts';
import { environmentOf } from '../session.ts';
import { settleDefinition } from '../start/settle.ts';
import { wholeNumber, type Register } from './register.ts';

interface Options {
  readonly record?: string;
  readonly runs?: number;
  readonly layout: boolean;
}

/** What a recorded trace holds where nothing else is said. */
const RECORDED_RUNS = 1900;

export const addCalibrate: Register = (program, act) => {
  program
    .command('calibrate')
    .description('measure this machine’s noise with the workspace’s benchmark: the current code against itself, in two twins')
    .option('--record <file>', `write the values of the primary metric in time order, as a JSON array (${RECORDED_RUNS} runs)`)
    .option('--runs <n>', 'at least so many runs, which is how many --record writes', wholeNumber(1, 1_000_000))
    .option('--no-layout', 'leave out the neutral rebuilds that tell how much the layout of the code alone changes')
    .action((options: Options) => act((context) => calibrate(context, options)));
};

async function calibrate(context: Context, options: Options): Promise<Outcome> {
  const { ports, workspace } = context;
  const { record, layout } = options;
  const runs = options.runs ?? (record === undefined ? 0 : RECORDED_RUNS);
  const target = record === undefined ? undefined : await placeOf(context, record);
  const definition = await settleDefinition(context, {});
  const off = new AbortController();
  const lines = new CalibrationLines(context.screen, context.style, () => ports.now());
  const stopListening = [ports.onInterrupt(() => off.abort()), ports.onEnd(() => off.abort())];
  let result: CalibrationResult | null;
  try {
    result = await ports.calibrate({
      workspace,
      definition: definition.text,
      definitionFile: definition.file,
      environment: environmentOf(context),
      runs,
      layout,
      signal: off.signal,
      onProgress: (progress) => lines.tell(progress),
    });
  } finally {
    for (const stop of stopListening) stop();
    lines.close();
  }
  if (result === null) return { code: EXIT.stopped, json: { state: 'stopped' }, text: 'called off: nothing is stored' };
  const { calibration, values, file } = result;
  const { v: _v, ...shown } = calibration;
  const recorded = target === undefined ? null : { file: target, runs: Math.min(runs, values.length) };
  if (recorded !== null) await ports.files.write(recorded.file, `${JSON.stringify(values.slice(0, recorded.runs))}\n`);
  return { code: EXIT.ended, json: { ...shown, file, ...(recorded === null ? {} : { record: recorded }) }, text: calibrationText(result, definition.definition, recorded, context.outStyle) };
}

/** Said before minutes of measuring, not after them. */
async function placeOf({ ports }: Context, record: string): Promise<string> {
  const file = path.resolve(ports.cwd, record);
  if (await ports.files.isFolder(file)) throw new Failure('usage', `--record: ${file} is a folder`);
  if (!(await ports.files.isFolder(path.dirname(file)))) throw new Failure('usage', `--record: there is no folder ${path.dirname(file)}`);
  return file;
}
