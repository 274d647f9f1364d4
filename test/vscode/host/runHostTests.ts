import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../install/paths.ts';
import { isSupported } from '../install/preconditions.ts';
import { endEngine } from '../workspace/engines.ts';
import { copySample } from '../workspace/sampleWorkspace.ts';
import type { HostRun } from './hostRun.ts';
import { runInBrowser } from './inBrowser.ts';
import { downloadDesktop, hasScreen, runInDesktop } from './inDesktop.ts';

export interface HostTestOptions {
  readonly tests: string;
  /** The extension's folder; missing: this tree. */
  readonly extension?: string | undefined;
  /** Where mocha's counts go, as JSON. */
  readonly result: string;
  readonly grep?: string | undefined;
  /** A folder for the report; what V8 writes goes below it. */
  readonly coverage?: string | undefined;
  readonly inspect?: number | undefined;
  readonly seconds: number;
  readonly verbose: boolean;
  /** `desktop` or `npm`; missing: whichever this machine can have. */
  readonly editor?: string | undefined;
}

export interface HostStats {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

/** Runs the bundle on a copy of the sample. `stats` is missing where the host ended without leaving any. */
export async function runHostTests(options: HostTestOptions): Promise<{ readonly code: number; readonly stats: HostStats | undefined }> {
  fs.mkdirSync(path.dirname(options.result), { recursive: true });
  fs.rmSync(options.result, { force: true });
  const workspace = copySample();
  try {
    const code = await runInEditor({ ...options, extension: options.extension ?? ROOT, folder: workspace.folder, env: environmentOf(options) }, options.editor);
    return { code, stats: readStats(options.result) };
  } finally {
    await endEngine(workspace.folder);
    workspace.remove();
  }
}

function environmentOf({ result, grep, coverage }: HostTestOptions): Record<string, string> {
  if (coverage !== undefined) fs.rmSync(coverage, { recursive: true, force: true });
  return {
    MARGINALIA_HOST_RESULT: result,
    ...(grep === undefined ? {} : { MARGINALIA_HOST_GREP: grep }),
    ...(coverage === undefined ? {} : { NODE_V8_COVERAGE: path.join(coverage, 'v8') }),
  };
}

/** A downloaded desktop VS Code where there is a screen and the download answers; else the npm-borne one. */
async function runInEditor(run: HostRun, wanted: string | undefined): Promise<number> {
  if (wanted !== undefined && wanted !== 'desktop' && wanted !== 'npm') throw new Error(`no editor is called ${wanted}; there are desktop, npm`);
  if (wanted === 'desktop' || (wanted === undefined && hasScreen())) {
    const found = await downloadDesktop();
    if ('program' in found) return runInDesktop(run, found.program);
    console.error(`VS Code could not be downloaded: ${found.reason}`);
    if (!isSupported()) throw new Error('The npm-borne VS Code stands in on linux-x64 alone.');
  }
  return runInBrowser(run);
}

function readStats(file: string): HostStats | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as HostStats;
  } catch {
    return undefined;
  }
}
