import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests, TestRunFailedError } from '@vscode/test-electron';
import { ARTIFACTS } from '../install/paths.ts';
import { QUIET } from '../server/settings.ts';
import type { HostRun } from './hostRun.ts';

const PATIENCE_MS = 15_000;

/** A desktop VS Code needs a screen on Linux. */
export function hasScreen(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/** The downloaded VS Code, or why there is none. */
export async function downloadDesktop(): Promise<{ readonly program: string } | { readonly reason: string }> {
  try {
    return { program: await downloadAndUnzipVSCode({ cachePath: path.join(ARTIFACTS, 'vscode-desktop'), timeout: PATIENCE_MS }) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

export async function runInDesktop(run: HostRun, program: string): Promise<number> {
  const user = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-code-'));
  try {
    fs.mkdirSync(path.join(user, 'User'));
    fs.writeFileSync(path.join(user, 'User', 'settings.json'), JSON.stringify(QUIET));
    return await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: run.extension,
      extensionTestsPath: run.tests,
      extensionTestsEnv: { ...run.env },
      launchArgs: [run.folder, '--user-data-dir', user, '--disable-workspace-trust', '--disable-extensions', '--skip-welcome', '--skip-release-notes'],
    });
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    fs.rmSync(user, { recursive: true, force: true, maxRetries: 5 });
  }
}
