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
  /** The user's settings as the editor has written them by now. */
  readSettings(): Settings;
  /**
   * A path to an extension under development by which the runtime does not lie below it: VS Code takes every theme below it
   * for one of its own, and shows the first instead of the one in the settings.
   */
  linkExtension(folder: string): string;
  remove(): void;
}

/** The path is short: there will be sockets below it, and theirs may have 107 characters. */
export function makeHome(settings: Settings = {}): Home {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-code-'));
  const user = path.join(folder, 'user', 'User');
  const extensions = path.join(folder, 'extensions');
  const tmp = path.join(folder, 'tmp');
  for (const made of [user, extensions, tmp]) fs.mkdirSync(made, { recursive: true });
  const file = path.join(user, 'settings.json');
  fs.writeFileSync(file, JSON.stringify({ ...QUIET, ...settings }, null, 2));
  return {
    folder,
    extensions,
    environment: { TMPDIR: tmp, XDG_RUNTIME_DIR: tmp, XDG_CACHE_HOME: path.join(folder, 'cache'), XDG_CONFIG_HOME: path.join(folder, 'config'), XDG_DATA_HOME: path.join(folder, 'data') },
    readSettings: () => readSettings(file),
    linkExtension: (target) => {
      const link = path.join(folder, 'development');
      if (!fs.existsSync(link)) fs.symlinkSync(target, link);
      return link;
    },
    remove: () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** Nothing where the editor is writing them just now. */
function readSettings(file: string): Settings {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Settings;
  } catch {
    return {};
  }
}
