#!/usr/bin/env node
// `npm run test:e2e [-- test files] [mocha options]`: a headless browser drives a real VS Code. Pictures of every surface
// in three themes go to .artifacts/screenshots/, of tests that failed to its folder failed/.
import { ROOT } from './preconditions.mjs';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildIfStale } from '../esbuild.mjs';

await buildIfStale();
// Of the last run alone.
fs.rmSync(path.join(ROOT, '.artifacts', 'screenshots', 'failed'), { recursive: true, force: true });
const extra = process.argv.slice(2);
const spec = extra.some((argument) => argument.endsWith('.ts')) ? [] : ['test/e2e/**/*.test.ts'];
const mocha = path.join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
const child = spawn(process.execPath, [mocha, '--timeout', '60000', ...spec, ...extra], { cwd: ROOT, stdio: 'inherit' });
// The terminal sends Ctrl-C to both: mocha ends what it has started.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
