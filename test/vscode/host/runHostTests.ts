import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../install/paths.ts';
import { isSupported } from '../install/preconditions.ts';
import { endEngine } from '../workspace/engines.ts';
import { makePlainWorkspace } from '../workspace/plainWorkspace.ts';
import { copyPosedSample } from '../workspace/posedSample.ts';
import type { Workspace } from '../workspace/sampleWorkspace.ts';
import { bundleHostTests } from './bundle.ts';
import { addCounts, type HostCounts } from './counts.ts';
import type { HostRun } from './hostRun.ts';
import { runInBrowser } from './inBrowser.ts';
import { downloadDesktop, hasScreen, runInDesktop } from './inDesktop.ts';

export interface HostTestOptions {
  /** Test files, relative to the root. */
  readonly files: readonly string[];
  /** For what is made on the way. */
  readonly folder: string;
  /** The extension's folder; missing: this tree. */
  readonly extension?: string | undefined;
  readonly grep?: string | undefined;
  /** A folder for the report; what V8 writes goes below it. */
  readonly coverage?: string | undefined;
  readonly inspect?: number | undefined;
  readonly seconds: number;
  readonly verbose: boolean;
  /** `desktop` or `npm`; missing: whichever this machine can have. */
  readonly editor?: string | undefined;
}

/** One window each: what a test's file is called says which workspace it wants. */
const WINDOWS: readonly { readonly wants: (file: string) => boolean; readonly open: () => Workspace }[] = [
  { wants: (file) => file.endsWith('.plain.test.ts'), open: makePlainWorkspace },
  { wants: (file) => !file.endsWith('.plain.test.ts'), open: copyPosedSample },
];

/** Runs the test files; the sum of mocha's counts. A window that ended without any counts as a failure. */
export async function runHostTests(options: HostTestOptions): Promise<HostCounts> {
  if (options.coverage !== undefined) fs.rmSync(options.coverage, { recursive: true, force: true });
  const all: HostCounts[] = [];
  for (const { wants, open } of WINDOWS) {
    const files = options.files.filter(wants);
    if (files.length > 0) all.push(await runWindow(options, files, open()));
  }
  return addCounts(all);
}

async function runWindow(options: HostTestOptions, files: readonly string[], workspace: Workspace): Promise<HostCounts> {
  const result = path.join(options.folder, 'result.json');
  fs.rmSync(result, { force: true });
  try {
    const tests = await bundleHostTests(files, options.folder);
    const code = await runInEditor({ ...options, tests, extension: options.extension ?? ROOT, folder: workspace.folder, env: environmentOf(options, result) }, options.editor);
    const counts = readCounts(result);
    // The host's own word is heard, too: something may have gone wrong after mocha's last count.
    if (counts !== undefined && counts.failures === 0 && counts.passes + counts.pending > 0 && code !== 0) throw new Error(`the extension host ended with ${code} though no test failed`);
    if (counts === undefined) throw new Error(`the extension host ended with ${code} and left no result`);
    return counts;
  } finally {
    await endEngine(workspace.folder);
    workspace.remove();
  }
}

function environmentOf({ grep, coverage }: HostTestOptions, result: string): Record<string, string> {
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

function readCounts(file: string): HostCounts | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as HostCounts;
  } catch {
    return undefined;
  }
}
