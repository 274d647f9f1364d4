// The test suites and the minutes that each may take on two cores (ARCHITECTURE.md: all of them together, 39).
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './preconditions.mjs';

const bin = (...parts) => path.join(ROOT, 'node_modules', ...parts);
const mocha = (folder, ...options) => ({ mocha: true, folder, args: [bin('mocha', 'bin', 'mocha.js'), ...options], spec: `${folder}/**/*.test.ts` });

/**
 * `mocha`: leaves mocha's counts where MARGINALIA_TEST_COUNTS says. `required`: having no test is a failure also where the
 * suite was not asked for by name. `byName`: runs only where it was.
 */
export const SUITES = [
  { name: 'build', minutes: 1, args: ['esbuild.mjs'], required: true },
  { name: 'typecheck', minutes: 2, args: [bin('typescript', 'bin', 'tsc'), '--noEmit'], required: true },
  { name: 'lint', minutes: 2, args: [bin('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'], required: true },
  { name: 'unit', minutes: 4, required: true, ...mocha('test/unit') },
  { name: 'engine', minutes: 9, required: true, ...mocha('test/engine', '--timeout', '120000') },
  { name: 'demo', minutes: 5, ...mocha('test/demo', '--timeout', '550000') },
  { name: 'bench', minutes: 3, ...mocha('test/bench', '--timeout', '170000') },
  // What its runner installs takes 1 GB: until there is an extension to test, only on request.
  { name: 'host', minutes: 4, byName: true, mocha: true, folder: 'test/host', args: ['scripts/host-tests.mjs'] },
];

/** Those that were named, else all that have tests. */
export function chooseSuites(names, root = ROOT) {
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) throw new Error(`no suite is called ${unknown.join(', ')}; there are ${SUITES.map(({ name }) => name).join(', ')}`);
  if (names.length > 0) return SUITES.filter(({ name }) => names.includes(name));
  return SUITES.filter((suite) => !suite.byName && (suite.required || hasTests(path.join(root, suite.folder))));
}

function hasTests(folder) {
  return fs.existsSync(folder) && fs.readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith('.test.ts'));
}
