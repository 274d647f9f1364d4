import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { QUIET, type Settings } from './settings.ts';

/**
 * Where a run keeps all that VS Code and the extension would otherwise spread over the machine: user data, extensions,
 * temporary files, sockets, caches. It outlives the server, so that a server that is started again finds the same user.
 */
export interface Home {
  readonly folder: string;
  readonly extensions: string;
  readonly environment: Readonly<Record<string, string>>;
  writeSettings(settings: Settings): void;
  remove(): void;
}

/** The path is short: there will be sockets below it, and theirs may have 107 characters. */
export function makeHome(settings: Settings = {}): Home {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-code-'));
  const user = path.join(folder, 'user', 'User');
  const extensions = path.join(folder, 'extensions');
  const tmp = path.join(folder, 'tmp');
  for (const made of [user, extensions, tmp]) fs.mkdirSync(made, { recursive: true });
  const writeSettings = (more: Settings) => fs.writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...QUIET, ...settings, ...more }, null, 2));
  writeSettings({});
  return {
    folder,
    extensions,
    environment: { TMPDIR: tmp, XDG_RUNTIME_DIR: tmp, XDG_CACHE_HOME: path.join(folder, 'cache'), XDG_CONFIG_HOME: path.join(folder, 'config'), XDG_DATA_HOME: path.join(folder, 'data') },
    writeSettings,
    remove: () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}
