import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

/** Workspace folders by their real paths: git and the engine know no other, VS Code keeps the one that was opened. */
export class Folders {
  #folders: readonly { readonly opened: string; readonly real: string }[] = [];

  constructor() {
    this.refresh();
  }

  /** Real paths. */
  get all(): readonly string[] {
    return this.#folders.map(({ real }) => real);
  }

  refresh(): void {
    const local = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    this.#folders = local.map(({ uri }) => ({ opened: uri.fsPath, real: realOf(uri.fsPath) }));
  }

  /** The real path of a document or folder; undefined where it is not on this machine's disk. */
  realPath(uri: vscode.Uri): string | undefined {
    if (uri.scheme !== 'file') return undefined;
    return swap(uri.fsPath, this.#folders.map(({ opened, real }) => ({ from: opened, to: real })));
  }

  /** As the window calls it. */
  uri(realPath: string): vscode.Uri {
    return vscode.Uri.file(swap(realPath, this.#folders.map(({ opened, real }) => ({ from: real, to: opened }))));
  }

  document(realPath: string): vscode.TextDocument | undefined {
    const wanted = this.uri(realPath).toString();
    return vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === wanted);
  }
}

function swap(file: string, pairs: readonly { readonly from: string; readonly to: string }[]): string {
  const pair = pairs.find(({ from }) => file === from || file.startsWith(from + path.sep));
  return pair === undefined ? file : pair.to + file.slice(pair.from.length);
}

function realOf(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    return folder;
  }
}
