#!/usr/bin/env node
// `npm run vscode [-- --folder DIR] [--posed] [--trust]`: a real VS Code with the packaged extension, in your browser.
// Without a folder it opens a copy of the sample, which goes when you end it. --posed: one whose benchmark is posed and takes
// milliseconds. --trust: asks whether the folder is to be trusted, as the product does.
import { ROOT } from './preconditions.mjs';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

// Only now, since an old Node cannot even load them.
const { serveEditor } = await import('../test/vscode/serveEditor.ts');

const { values } = parseArgs({ options: { folder: { type: 'string' }, posed: { type: 'boolean', default: false }, trust: { type: 'boolean', default: false } } });

function makePackage() {
  const file = path.join(ROOT, '.artifacts', 'vscode', 'marginalia.vsix');
  const { status } = spawnSync(process.execPath, [path.join(ROOT, 'scripts', 'package.mjs'), '--out', file], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  return file;
}

try {
  const folder = values.folder === undefined ? undefined : fs.realpathSync(values.folder);
  const { url, end } = await serveEditor({ vsix: makePackage(), folder, posed: values.posed, workspaceTrust: values.trust });
  console.log(`\n    ${url}\n\nCtrl-C ends it.`);
  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // The second one does not wait.
      if (isEnding) process.exit(130);
      isEnding = true;
      void end().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(error instanceof Error && error.name === 'Missing' ? error.message : error);
  process.exitCode = 2;
}
