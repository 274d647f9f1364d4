import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { EXIT, Failure } from '../campaign/failure.ts';
import { addAccept } from './commands/accept.ts';
import { addAttach } from './commands/attach.ts';
import { addCalibrate } from './commands/calibrate.ts';
import { addClean } from './commands/clean.ts';
import { addContinue, addOverrule } from './commands/continue.ts';
import { addJudge } from './commands/judge.ts';
import { addReject } from './commands/reject.ts';
import type { Act, Register } from './commands/register.ts';
import { addReport } from './commands/report.ts';
import { addResume } from './commands/resume.ts';
import { addShow } from './commands/show.ts';
import { addStart } from './commands/start.ts';
import { addStatus } from './commands/status.ts';
import { addStop } from './commands/stop.ts';
import { makeContext, type Context, type GlobalOptions } from './context.ts';
import { failureFrom, outcomeOfFailure, type Outcome } from './outcome.ts';
import { clean } from './output/screen.ts';
import type { Ports } from './ports.ts';

const COMMANDS: readonly Register[] = [
  addStart,
  addAttach,
  addStatus,
  addStop,
  addResume,
  addShow,
  addContinue,
  addOverrule,
  addAccept,
  addReject,
  addReport,
  addClean,
  addJudge,
  addCalibrate,
];

/** Runs one command line. `argv` is what follows the program's name. Gives the exit code; never throws. */
export async function runProgram(argv: readonly string[], ports: Ports): Promise<number> {
  let context: Context | undefined;
  let outcome: Outcome | undefined;
  const act: Act = async (work) => {
    context = await openContext(program, ports);
    outcome = await work(context);
  };
  const program = makeProgram(ports, act);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ended;
    outcome = outcomeOfFailure(error instanceof CommanderError ? usageFailure(error) : failureFrom(error));
  }
  if (outcome === undefined) return EXIT.ended;
  context?.screen.clear();
  print(outcome, ports, argv.includes('--json'));
  return outcome.code;
}

function makeProgram(ports: Ports, act: Act): Command {
  const program = new Command('marginalia')
    .description('Optimization campaigns: candidates measured in pairs against the current code, decided by a test that noise cannot fool.')
    .version(ports.version, '--version')
    .option('--cwd <folder>', 'the workspace', '.')
    .option('--campaign <id>', 'the campaign (default: the running one, else the latest)')
    .option('--json', 'print one JSON object as the last line of standard output')
    .option('--yes', 'take defaults instead of asking; never spends money')
    .addHelpText('after', '\nExit codes: 0 ended, 2 usage or definition, 3 preflight failed, 4 another engine, 5 stopped or out of budget, 6 engine lost.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => ports.stdout.write(text), writeErr: () => undefined });
  for (const add of COMMANDS) add(program, act);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

async function openContext(program: Command, ports: Ports): Promise<Context> {
  const options = program.opts<GlobalOptions>();
  const workspace = path.resolve(ports.cwd, options.cwd);
  if (!(await ports.files.isFolder(workspace))) throw new Failure('usage', `--cwd: there is no folder ${workspace}`);
  return makeContext(ports, workspace, options);
}

function usageFailure(error: CommanderError): { code: 'usage'; message: string; hint: string } {
  if (error.code === 'commander.help') return { code: 'usage', message: 'no command was given', hint: '`marginalia --help` lists them.' };
  const message = error.message.replace(/^error: /, '').replace(/\n/g, ' ');
  return { code: 'usage', message, hint: '`marginalia --help` lists commands, `marginalia <command> --help` its options.' };
}

/** Everything for people first: nothing follows the JSON line. */
function print({ failure, json, text }: Outcome, ports: Ports, asJson: boolean): void {
  if (failure) {
    ports.stderr.write(`marginalia: ${cleanLines(failure.message)}\n`);
    if (failure.hint !== '') ports.stderr.write(`${cleanLines(failure.hint)}\n`);
  }
  if (asJson) ports.stdout.write(`${JSON.stringify(json)}\n`);
  else if (text !== '') ports.stdout.write(`${text}\n`);
}

function cleanLines(text: string): string {
  return text.split('\n').map(clean).join('\n');
}
