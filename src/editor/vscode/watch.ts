import * as vscode from 'vscode';
import type { Disposable } from '../owner.ts';

/** Tells when files below the folder that match the pattern come, change or go. */
export function watchFiles(folder: string, pattern: string, listener: () => void): Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), pattern));
  watcher.onDidCreate(listener);
  watcher.onDidChange(listener);
  watcher.onDidDelete(listener);
  return watcher;
}
