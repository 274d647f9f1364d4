import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../install/paths.ts';

/** One bundle of the test files and the code that runs them. Gives the file that the extension host loads. */
export async function bundleHostTests(files: readonly string[], folder: string): Promise<string> {
  const loaders = files.map((file) => `  ${JSON.stringify(file)}: () => import(${JSON.stringify(`./${file}`)}),`);
  await build({
    stdin: { contents: [`import { runTests } from './test/host/index.ts';`, 'export const run = () => runTests({', ...loaders, '});'].join('\n'), resolveDir: ROOT, sourcefile: 'host-tests.ts', loader: 'ts' },
    absWorkingDir: ROOT,
    outfile: path.join(folder, 'tests.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    mainFields: ['module', 'main'],
    define: { 'import.meta.dirname': '__dirname' },
    // mocha finds its own files at run time, from the project's node_modules.
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  // Source maps are heeded in files that are loaded after they were asked for.
  const entry = path.join(folder, 'index.cjs');
  fs.writeFileSync(entry, `require('node:process').setSourceMapsEnabled(true);\nexports.run = () => require('./tests.cjs').run();\n`);
  return entry;
}
