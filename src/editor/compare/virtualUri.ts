import * as vscode from 'vscode';
import { VIRTUAL_SCHEME } from '../ids.ts';

/** One side of a comparison: a file of a commit. */
export interface VirtualFile {
  readonly workspace: string;
  readonly experiment: string;
  /** '' where the file is not there on this side. */
  readonly commit: string;
  /** Relative to the repository's root; also tells VS Code the language. */
  readonly path: string;
}

export function virtualUri({ workspace, experiment, commit, path }: VirtualFile): vscode.Uri {
  return vscode.Uri.from({ scheme: VIRTUAL_SCHEME, path: `/${path}`, query: new URLSearchParams({ workspace, experiment, commit }).toString() });
}

export function readVirtualUri(uri: vscode.Uri): VirtualFile | null {
  const query = new URLSearchParams(uri.query);
  const [workspace, experiment, commit] = [query.get('workspace'), query.get('experiment'), query.get('commit')];
  if (uri.scheme !== VIRTUAL_SCHEME || workspace === null || experiment === null || commit === null) return null;
  return { workspace, experiment, commit, path: uri.path.slice(1) };
}
