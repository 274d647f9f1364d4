import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

const ID = 'marginalia.marginalia';
/** What it may take by itself. Asserted is ten times that: other programs share the machine that tests run on. */
const ACTIVATION_MS = 50;

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation in a workspace without a campaign', () => {
  let workspace: string;
  let tookMs: number;

  before(async () => {
    workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const extension = vscode.extensions.getExtension(ID);
    assert(extension, `${ID} is not there`);
    assert.equal(extension.isActive, false, 'it was active before anything was asked of it');
    const started = performance.now();
    await extension.activate();
    tookMs = performance.now() - started;
  });

  it('takes little time', () => {
    console.log(`activation: ${tookMs.toFixed(1)} ms (at most ${ACTIVATION_MS} by itself)`);
    assert(tookMs < 10 * ACTIVATION_MS, `${tookMs} ms`);
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
