import path from 'node:path';
import type * as vscode from 'vscode';

/** `marginalia` in the integrated terminal; a program of that name that the user has installed comes first. */
export function offerInTerminal(collection: vscode.GlobalEnvironmentVariableCollection, extension: vscode.Uri): void {
  const folder = path.join(extension.fsPath, 'dist', 'bin');
  collection.description = 'Adds the command `marginalia`.';
  collection.append('PATH', `${path.delimiter}${folder}`, { applyAtProcessCreation: true, applyAtShellIntegration: true });
  // The launcher runs by the very Node that VS Code brings.
  collection.replace('MARGINALIA_NODE', process.execPath);
}
