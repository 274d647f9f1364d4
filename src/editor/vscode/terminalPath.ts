import path from 'node:path';
import type * as vscode from 'vscode';
import { systemFiles } from '../../support/files.ts';

/**
 * `marginalia` in the integrated terminal; a program of that name that the user has installed comes first. The launcher lies
 * in the extension's storage: its place stays the same over updates, and it can be run however the extension was unpacked.
 */
export async function offerInTerminal({ environmentVariableCollection: collection, extensionUri, globalStorageUri }: vscode.ExtensionContext): Promise<void> {
  const folder = path.join(globalStorageUri.fsPath, 'bin');
  const launcher = path.join(folder, 'marginalia');
  const text = launcherText(process.execPath, path.join(extensionUri.fsPath, 'dist', 'cli.cjs'));
  const present = await systemFiles.read(launcher).catch(() => undefined);
  if (present?.toString('utf8') !== text) await systemFiles.writeAtomic(launcher, text, 0o755);
  collection.description = 'Adds the command `marginalia`.';
  collection.append('PATH', `${path.delimiter}${folder}`, { applyAtProcessCreation: true, applyAtShellIntegration: true });
}

/** Run by the very Node that VS Code brings. */
function launcherText(node: string, program: string): string {
  return `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quote(node)} ${quote(program)} "$@"\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
