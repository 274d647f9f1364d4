#!/usr/bin/env node
// `npm run test:host [-- test files] [--grep X] [--coverage] [--inspect PORT] [--seconds N] [--verbose] [--editor desktop|npm]`:
// mocha inside the extension host of a real VS Code, on a copy of the sample.
import { ROOT } from './preconditions.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../esbuild.mjs';

// Only now, since an old Node cannot even load them.
const { bundleHostTests } = await import('../test/vscode/host/bundle.ts');
const { runHostTests } = await import('../test/vscode/host/runHostTests.ts');
const { writeCoverage } = await import('../test/vscode/host/coverage.ts');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    grep: { type: 'string' },
    coverage: { type: 'boolean', default: false },
    inspect: { type: 'string' },
    seconds: { type: 'string', default: '240' },
    verbose: { type: 'boolean', default: false },
    editor: { type: 'string' },
    extension: { type: 'string' },
  },
});

const OUT = path.join(ROOT, '.artifacts', 'host-tests');
const RESULT = process.env.MARGINALIA_TEST_COUNTS ?? path.join(OUT, 'result.json');
const patterns = positionals.length > 0 ? positionals : ['test/host/**/*.test.ts'];
const files = fs.globSync(patterns, { cwd: ROOT }).map((file) => path.relative(ROOT, path.resolve(ROOT, file))).sort();

async function run() {
  if (files.length === 0) throw new Error(`no file matches ${patterns.join(' ')}`);
  if (values.extension === undefined) await buildIfStale();
  const tests = await bundleHostTests(files, OUT);
  const coverage = values.coverage ? path.join(ROOT, '.artifacts', 'coverage', 'host') : undefined;
  const ended = await runHostTests({
    tests,
    result: RESULT,
    grep: values.grep,
    coverage,
    inspect: values.inspect === undefined ? undefined : Number(values.inspect),
    seconds: Number(values.seconds),
    verbose: values.verbose,
    editor: values.editor,
    extension: values.extension === undefined ? undefined : path.resolve(values.extension),
  });
  if (coverage !== undefined) writeCoverage(coverage);
  return ended;
}

try {
  const { code, stats } = await run();
  if (stats) console.log(`host: ${stats.passes} passed, ${stats.failures} failed, ${stats.pending} skipped`);
  else console.error('host: it ended without a result');
  process.exitCode = stats ? code : code || 5;
} catch (error) {
  console.error(error);
  process.exitCode = 2;
}
