#!/usr/bin/env node
// `npm run package [-- --out FILE]`: production bundles, notices, and vsce's package in dist/marginalia-<version>.vsix.
import { ROOT } from './preconditions.mjs';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { listEntries } from '../esbuild.mjs';

// Only now, since an old Node cannot even load them.
const { buildProduction } = await import('./package/buildProduction.ts');
const { collectPackages } = await import('./package/bundlePackages.ts');
const { stage } = await import('./package/stage.ts');
const { writeNotices } = await import('./package/writeNotices.ts');
const { readZipEntries } = await import('./package/zipEntries.ts');

const MOST_BYTES = 3_000_000;
const VSCE = path.join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');

function runVsce(folder, file, hasRepository) {
  // Without a repository there is nothing that relative links could lead to; they stay as they are.
  const links = hasRepository ? [] : ['--allow-missing-repository', '--no-rewrite-relative-links'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [VSCE, 'package', '--no-dependencies', '--out', file, ...links], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`vsce ended with ${status}\n${stdout}${stderr}`);
  for (const line of stderr.split('\n')) if (/WARNING|ERROR/.test(line)) console.error(line);
}

async function makePackage(file) {
  const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const entries = listEntries();
  if (!entries.some(({ output }) => output === 'extension.cjs') || manifest.main === undefined) throw new Error('there is no extension yet: package.json has no `main`');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'marginalia-package-'));
  try {
    stage(ROOT, folder);
    const inputs = await buildProduction(ROOT, entries, path.join(folder, 'dist'));
    const packages = collectPackages(ROOT, inputs);
    fs.writeFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), writeNotices(manifest.displayName, packages));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // By rename: whoever installs it meanwhile has the old one or the new one.
    const draft = path.join(path.dirname(file), `.${process.pid}.vsix`);
    runVsce(folder, draft, manifest.repository !== undefined);
    fs.renameSync(draft, file);
    return packages;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({ options: { out: { type: 'string' } } });
try {
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const file = path.resolve(values.out ?? path.join(ROOT, 'dist', `marginalia-${version}.vsix`));
  const packages = await makePackage(file);
  const { size } = fs.statSync(file);
  console.log(`${path.relative(process.cwd(), file)}: ${(size / 1e6).toFixed(2)} MB, ${readZipEntries(file).length} files, notices of ${packages.length} packages`);
  if (size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES / 1e6} MB`);
} catch (error) {
  console.error(`package: ${error.message}`);
  process.exitCode = 1;
}
