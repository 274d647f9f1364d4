#!/usr/bin/env node
// `npm run test:host [-- test files] [--grep X] [--coverage] [--inspect PORT] [--seconds N] [--verbose] [--editor desktop|npm]`:
// mocha inside the extension host of a real VS Code, on a copy of the sample (`*.plain.test.ts`: in a folder without a campaign).
import { ROOT } from './preconditions.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../esbuild.mjs';

// Only now, since an old Node cannot even load them.
const { runHostTests } = await import('../test/vscode/host/runHostTests.ts');
const { writeCoverage } = await import('../test/vscode/host/coverage.ts');

const FOLDER = path.join(ROOT, '.artifacts', 'host-tests');
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

async function run() {
  const patterns = positionals.length > 0 ? positionals : ['test/host/**/*.test.ts'];
  const files = fs.globSync(patterns, { cwd: ROOT }).map((file) => path.relative(ROOT, path.resolve(ROOT, file))).sort();
  if (files.length === 0) throw new Error(`no file matches ${patterns.join(' ')}`);
  if (values.extension === undefined) await buildIfStale();
  fs.mkdirSync(FOLDER, { recursive: true });
  // Of this run alone: another may be under way.
  const folder = fs.mkdtempSync(path.join(FOLDER, 'run-'));
  const coverage = values.coverage ? path.join(ROOT, '.artifacts', 'coverage', 'host') : undefined;
  const { grep, verbose, editor } = values;
  const ended = await runHostTests({
    files,
    folder,
    extension: values.extension === undefined ? undefined : path.resolve(values.extension),
    grep,
    coverage,
    inspect: values.inspect === undefined ? undefined : Number(values.inspect),
    seconds: Number(values.seconds),
    verbose,
    editor,
  }).finally(() => fs.rmSync(folder, { recursive: true, force: true }));
  if (coverage !== undefined) writeCoverage(coverage);
  return ended;
}

try {
  const counts = await run();
  fs.writeFileSync(process.env.MARGINALIA_TEST_COUNTS ?? path.join(FOLDER, 'result.json'), JSON.stringify(counts));
  console.log(`host: ${counts.passes} passed, ${counts.failures} failed, ${counts.pending} skipped`);
  // A filter may leave nothing in one window; nothing in any is a mistake.
  process.exitCode = counts.failures > 0 || counts.passes + counts.pending === 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error && error.name === 'Missing' ? error.message : error);
  process.exitCode = 2;
}
