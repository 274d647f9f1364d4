import fs from 'node:fs';
import Mocha from 'mocha';
import { mapStack } from './mapStack.ts';
import { say } from './say.ts';

/**
 * What VS Code calls. Loads the test files in turn, runs mocha, and leaves its counts where the runner said. A rejection
 * makes the host end with 1, so it also rejects where nothing ran.
 */
export async function runTests(files: Readonly<Record<string, () => Promise<unknown>>>): Promise<void> {
  const { MARGINALIA_HOST_RESULT: result, MARGINALIA_HOST_GREP: grep } = process.env;
  Mocha.reporters.Base.consoleLog = say;
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, color: false, reporter: 'spec', ...(grep === undefined ? {} : { grep }) });
  for (const [file, load] of Object.entries(files)) {
    // What mocha's own loader does; the files are part of this bundle.
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    mocha.suite.emit('require', await load(), file, mocha);
    mocha.suite.emit('post-require', globalThis, file, mocha);
  }
  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats));
    runner.on('fail', (_test, error: Error) => {
      if (error.stack !== undefined) error.stack = mapStack(error.stack);
    });
  });
  if (result !== undefined) fs.writeFileSync(result, JSON.stringify(stats));
  if (stats === undefined || stats.passes + stats.failures + stats.pending === 0) throw new Error('no test ran');
  if (stats.failures > 0) throw new Error(`${stats.failures} of ${stats.tests} tests failed`);
}
