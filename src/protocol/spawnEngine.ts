import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Failure, type FailureCode } from '../campaign/failure.ts';
import { ownerOf, readEngineLock } from '../campaign/store/engineLock.ts';
import { cacheRoot, workspaceCache } from '../campaign/store/layout.ts';
import { VERSION } from '../support/version.ts';
import { failureReportSchema } from './engine.ts';

/** An engine's bundle as it is run: a copy that an update of the extension does not pull away. */
export interface EngineBundle {
  readonly file: string;
  /** `<version>-<8 hex of its hash>`: two builds are two versions. */
  readonly version: string;
}

const START_MS = 20_000;
const POLL_MS = 20;

/**
 * Names of the environment that an engine itself needs. Keys are never among them, and what builds and runs may see goes to
 * the engine with the request that starts a campaign.
 */
const ENGINE_ENVIRONMENT = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'XDG_CACHE_HOME', 'XDG_RUNTIME_DIR', 'NODE_V8_COVERAGE'];

async function identify(engineFile: string): Promise<EngineBundle> {
  let bytes: Buffer;
  try {
    bytes = await fs.promises.readFile(engineFile);
  } catch {
    throw new Failure('internal', `the engine is missing: ${engineFile}`, 'In a clone, `npm run build` makes it; else install Marginalia again.');
  }
  const version = `${VERSION}-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}`;
  const file = path.join(cacheRoot(), 'engine', version, path.basename(engineFile));
  if (!fs.existsSync(file)) {
    await fs.promises.mkdir(path.dirname(file), { recursive: true });
    await fs.promises.writeFile(`${file}.${process.pid}`, bytes);
    await fs.promises.rename(`${file}.${process.pid}`, file);
  }
  return { file, version };
}

/** Starts a detached engine and returns once the workspace has a living one, ours or one that was faster. */
async function start(workspace: string, bundle: EngineBundle, takeOver: boolean): Promise<void> {
  const folder = workspaceCache(workspace);
  await fs.promises.mkdir(folder, { recursive: true });
  const logFile = path.join(folder, 'engine.log');
  const from = sizeOf(logFile);
  const log = fs.openSync(logFile, 'a', 0o600);
  const args = [bundle.file, '--workspace', workspace, '--engine-version', bundle.version, ...(takeOver ? ['--take-over'] : [])];
  const child = spawn(process.execPath, args, { detached: true, cwd: folder, stdio: ['ignore', log, log], env: engineEnvironment() });
  fs.closeSync(log);
  let ended = false;
  child.on('exit', () => (ended = true));
  child.on('error', () => (ended = true));
  child.unref();
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (ownerOf(readEngineLock(workspace), Date.now()) === 'alive') return;
    if (ended) throw readFailure(logFile, from);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Failure('engine-lost', `the engine did not start within ${START_MS / 1000} s`, `Its log is ${logFile}.`);
}

function engineEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ELECTRON_RUN_AS_NODE: '1' };
  for (const name of ENGINE_ENVIRONMENT) if (process.env[name] !== undefined) env[name] = process.env[name];
  return env;
}

function sizeOf(file: string): number {
  try {
    return fs.statSync(file).size;
  } catch {
    return 0;
  }
}

/** What an engine that ended at once said last. */
function readFailure(logFile: string, from: number): Failure {
  const text = fs.readFileSync(logFile).subarray(from).toString('utf8').trim();
  const last = text.split('\n').at(-1) ?? '';
  try {
    const report = failureReportSchema.parse(JSON.parse(last));
    return new Failure(report.code as FailureCode, report.message, report.hint);
  } catch {
    return new Failure('engine-lost', `the engine ended at once: ${last.slice(0, 500)}`, `Its log is ${logFile}.`);
  }
}

export const spawnEngine = { identify, start };
