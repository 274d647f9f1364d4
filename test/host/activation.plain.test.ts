import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { say } from './say.ts';

const ID = 'marginalia.marginalia';
/** What it may take on a machine of its own. */
const ACTIVATION_MS = 50;
/** What is asserted, in processor time: tests share their machine, and this process does other things meanwhile. */
const MOST_MS = 20 * ACTIVATION_MS;

/** What VS Code starts by itself shares this process: until it is there, its time would be counted as ours. */
async function settle(): Promise<void> {
  const atStart = vscode.extensions.all.filter(({ packageJSON }) => (packageJSON as Manifest).activationEvents?.some((event) => event === '*' || event === 'onStartupFinished'));
  // What fails to start is no affair of ours.
  await Promise.allSettled(atStart.map((extension) => extension.activate()));
}

interface Manifest {
  readonly activationEvents?: readonly string[];
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation in a workspace without a campaign', () => {
  let workspace: string;
  let wallMs: number;
  let processorMs: number;

  before(async () => {
    workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const extension = vscode.extensions.getExtension(ID);
    assert(extension, `${ID} is not there`);
    assert.equal(extension.isActive, false, 'it was active before anything was asked of it');
    await settle();
    const [started, usage] = [performance.now(), process.cpuUsage()];
    await extension.activate();
    const { user, system } = process.cpuUsage(usage);
    wallMs = performance.now() - started;
    processorMs = (user + system) / 1000;
  });

  it('takes little time', () => {
    say(`activation: ${wallMs.toFixed(0)} ms, ${processorMs.toFixed(0)} ms of processor time (bound: ${ACTIVATION_MS})`);
    assert(processorMs < MOST_MS, `${processorMs} ms`);
  });

  it('starts no engine and writes nothing', () => {
    assert.equal(fs.existsSync(path.join(workspace, '.marginalia')), false);
  });

  it('registers every command of package.json', async () => {
    const { contributes } = vscode.extensions.getExtension(ID)?.packageJSON as Manifest;
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
