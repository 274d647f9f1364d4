import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const ROOT = path.join(import.meta.dirname, '..', '..', '..');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs Node with these arguments. What npm or this very test run set in the environment is not handed on. */
export function runNode(args: readonly string[], options: { readonly cwd?: string; readonly env?: Record<string, string> } = {}): Ended {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|MARGINALIA_|NODE_V8)/.test(name)));
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], { cwd: options.cwd ?? ROOT, env: { ...env, ...options.env }, encoding: 'utf8', timeout: 60_000 });
  return { code: status, out: stdout, err: stderr };
}

/** Calls an exported function of a script and gives its result, by way of JSON. */
export function callScript(script: string, call: string): unknown {
  const url = pathToFileURL(path.join(ROOT, script)).href;
  const { out, err } = runNode(['--input-type=module', '--eval', `const script = await import(${JSON.stringify(url)}); console.log('\\n' + JSON.stringify(await (${call})) ?? 'null')`]);
  const last = out.trimEnd().split('\n').at(-1) ?? '';
  if (last === '') throw new Error(err);
  return last === 'undefined' ? undefined : JSON.parse(last);
}

export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
