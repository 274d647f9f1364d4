import { Failure } from './campaign/failure.ts';
import { composeEngine } from './root.ts';

/** The engine's process. Its last words, where it cannot start, are one line of JSON for the client that started it. */
function argument(name: string): string {
  const at = process.argv.indexOf(name);
  return at === -1 ? '' : (process.argv[at + 1] ?? '');
}

composeEngine({
  workspace: argument('--workspace'),
  version: argument('--engine-version'),
  takeOver: process.argv.includes('--take-over'),
}).then(
  () => process.exit(0),
  (error: unknown) => {
    const failure = error instanceof Failure ? error : new Failure('internal', error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.stderr.write(`${JSON.stringify(failure.report())}\n`);
    process.exit(1);
  },
);
