import fs from 'node:fs';
import path from 'node:path';

/** Something outside this tree is missing; the message says what and where to get it. */
export class Missing extends Error {
  override readonly name = 'Missing';
}

const TOOLS = [
  { names: ['npm'], what: 'npm', hint: 'It comes with Node.' },
  { names: ['cc', 'gcc'], what: 'a C compiler', hint: 'Two small native modules are built. On Debian: apt-get install gcc.' },
  { names: ['c++', 'g++'], what: 'a C++ compiler', hint: 'Two small native modules are built. On Debian: apt-get install g++.' },
  { names: ['make'], what: 'make', hint: 'Two small native modules are built. On Debian: apt-get install make.' },
  { names: ['python3'], what: 'Python 3', hint: 'node-gyp needs it. On Debian: apt-get install python3.' },
];

export function isSupported(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

export function complainAboutTools(search = process.env.PATH ?? ''): string | undefined {
  const missing = TOOLS.filter(({ names }) => !names.some((name) => isOnPath(name, search)));
  return missing.length === 0 ? undefined : missing.map(({ what, hint }) => `${what} is missing. ${hint}`).join('\n');
}

export function requireTools(): void {
  if (!isSupported()) throw new Missing(`The npm-borne VS Code is for linux-x64, and this is ${process.platform}-${process.arch}. Host tests run in a downloaded VS Code there; browser tests do not run.`);
  const complaint = complainAboutTools();
  if (complaint !== undefined) throw new Missing(complaint);
}

function isOnPath(name: string, search: string): boolean {
  return search.split(path.delimiter).some((folder) => {
    try {
      fs.accessSync(path.join(folder, name), fs.constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
