#!/usr/bin/env node
// `npm run demo [-- start's options]`: a campaign on a copy of examples/tinylm with its candidates, in this terminal.
import { ROOT } from './preconditions.mjs';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildIfStale, TERMINAL } from '../esbuild.mjs';

const SAMPLE = path.join(ROOT, 'examples', 'tinylm');
const TOTAL_PAIRS = '12';

const NEEDED = [
  { names: ['git'], what: 'git', hint: 'The campaign keeps every candidate as a commit.' },
  { names: ['cc', 'gcc', 'clang'], what: 'a C compiler', hint: 'The sample is written in C. On Debian: apt-get install gcc.' },
  { names: ['make'], what: 'make', hint: 'The sample is built by a makefile. On Debian: apt-get install make.' },
];

function isOnPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => {
    try {
      fs.accessSync(path.join(folder, name), fs.constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function fail(message, hint, isJson) {
  console.error(`demo: ${message}\n${hint}`);
  if (isJson) console.log(JSON.stringify({ error: { code: 'preflight', message, hint } }));
  process.exit(3);
}

/** The sample's own files: what git knows or would take, else everything but build outputs. */
function listSample() {
  try {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '.'], { cwd: SAMPLE, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const files = listed.split('\0').filter((file) => file !== '' && fs.existsSync(path.join(SAMPLE, file)));
    if (files.length > 0) return files;
  } catch {
    // Not a clone: a source archive.
  }
  const files = fs.readdirSync(SAMPLE, { recursive: true }).map(String);
  return files.filter((file) => !/^(build|\.marginalia)(\/|$)/.test(file) && fs.statSync(path.join(SAMPLE, file)).isFile());
}

function makeRepository(folder) {
  for (const file of listSample()) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.copyFileSync(path.join(SAMPLE, file), path.join(folder, file));
  }
  const git = (...args) => execFileSync('git', ['-c', 'user.name=Demo', '-c', 'user.email=demo@localhost', '-c', 'commit.gpgsign=false', '-c', 'core.hooksPath=/dev/null', ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'The sample as it is before any candidate');
}

/** Spread of pairs of the same code, by metric, as the campaign's log has it; per cent. */
function readNoise(folder) {
  const campaigns = path.join(folder, '.marginalia', 'campaigns');
  const [campaign] = fs.existsSync(campaigns) ? fs.readdirSync(campaigns) : [];
  if (campaign === undefined) return [];
  const events = fs.readFileSync(path.join(campaigns, campaign, 'events.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const calibrated = events.findLast(({ kind }) => kind === 'calibrated');
  return Object.entries(calibrated?.calibration.metrics ?? {}).map(([name, { spread }]) => ({ name, percent: Math.expm1(spread) * 100 }));
}

function describeNoise(noise) {
  if (noise.length === 0) return [];
  const told = noise.map(({ name, percent }) => `${name} ${percent.toFixed(1)} %`).join(', ');
  const verdict = noise.every(({ percent }) => percent < 2) ? 'low enough to tell the fusions of 6 % and more from nothing' : 'too high to tell small effects from nothing: some candidates stay undecided, and that is the right answer here';
  return [`Noise of this machine while it ran: ${told}; ${verdict}.`];
}

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    // The terminal sends Ctrl-C to both; what it means is the campaign's to say.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

const extra = process.argv.slice(2);
const isJson = extra.includes('--json');
for (const { names, what, hint } of NEEDED) if (!names.some(isOnPath)) fail(`${what} is missing`, hint, isJson);
if (!fs.existsSync(SAMPLE)) fail('examples/tinylm is missing', 'Run the demo from a whole clone.', isJson);

await buildIfStale({ only: TERMINAL });
const folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'marginalia-demo-')), 'tinylm');
fs.mkdirSync(folder);
makeRepository(folder);
console.error(`A campaign on a copy of examples/tinylm. It takes a few minutes and stays in ${folder}\n`);

const cli = path.join(ROOT, 'dist', 'cli.cjs');
const code = await run([cli, 'start', '--cwd', folder, '--yes', '--total-pairs', TOTAL_PAIRS, ...extra]);
if (!isJson) {
  const command = `npm run -s marginalia -- --cwd ${folder}`;
  for (const line of describeNoise(readNoise(folder))) console.log(`\n${line}`);
  console.log(`\nThe sample and its campaign stay in ${folder}. To go on with it from this clone:`);
  console.log(`    ${command} show <candidate>\n    ${command} accept <candidate>\n    ${command} clean --yes      removes twins, logs and refs`);
}
process.exitCode = code;
