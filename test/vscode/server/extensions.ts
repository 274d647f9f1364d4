import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Runtime } from '../install/paths.ts';
import type { Home } from './home.ts';

async function runServer(runtime: Runtime, home: Home, args: readonly string[]): Promise<string> {
  const folders = ['--accept-server-license-terms', '--server-data-dir', `${home.folder}/server`, '--extensions-dir', home.extensions];
  const { stdout, stderr } = await promisify(execFile)(runtime.node, [runtime.server, ...folders, ...args], { env: { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...home.environment }, timeout: 60_000 });
  return stdout + stderr;
}

export async function installVsix(runtime: Runtime, home: Home, vsix: string): Promise<void> {
  const output = await runServer(runtime, home, ['--install-extension', vsix, '--force']);
  if (!/successfully installed/.test(output)) throw new Error(`${vsix} was not installed:\n${output}`);
}

/** `publisher.name@version` of each. */
export async function listExtensions(runtime: Runtime, home: Home): Promise<string[]> {
  const output = await runServer(runtime, home, ['--list-extensions', '--show-versions']);
  return output.split('\n').filter((line) => /^\S+\.\S+@\S+$/.test(line));
}
