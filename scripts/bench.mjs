#!/usr/bin/env node
// `npm run bench -- NAME [--seed N] [--json]`: runs test/bench/NAME.ts; without a name it lists what there is.
import { ROOT } from './preconditions.mjs';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildIfStale, TERMINAL } from '../esbuild.mjs';

const FOLDER = path.join(ROOT, 'test', 'bench');

/** A benchmark is a file of its own; what they share lies in folders. Its first comment says what it measures. */
function listBenches() {
  const files = fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')) : [];
  return files.sort().map((file) => {
    const text = fs.readFileSync(path.join(FOLDER, file), 'utf8');
    return { name: file.slice(0, -3), about: /^(?:\/\/|\/\*\*|\s*\*) *(\w.*?)(?:\s*\*\/)?$/m.exec(text)?.[1] ?? '' };
  });
}

const [name, ...rest] = process.argv.slice(2);
const benches = listBenches();
if (name === undefined || name.startsWith('-')) {
  for (const bench of benches) console.log(`${bench.name.padEnd(16)} ${bench.about}`);
  if (benches.length === 0) console.log('there is no benchmark yet');
} else if (!benches.some((bench) => bench.name === name)) {
  console.error(`no benchmark is called ${name}; there are ${benches.map((bench) => bench.name).join(', ') || 'none yet'}`);
  process.exitCode = 2;
} else {
  await buildIfStale({ only: TERMINAL });
  const child = spawn(process.execPath, [path.join(FOLDER, `${name}.ts`), ...rest], { cwd: ROOT, stdio: 'inherit' });
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
