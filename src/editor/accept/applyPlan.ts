import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../campaign/failure.ts';
import type { Folders } from '../vscode/folders.ts';
import type { PlannedFile } from './plan.ts';
import { computeTextEdits } from './textEdits.ts';

/**
 * Makes the planned change as one edit that one undo takes back. Nothing is saved here. Throws Failure where a document
 * changed meanwhile: then nothing was changed.
 */
export async function applyPlan(root: string, files: readonly PlannedFile[], folders: Folders, isStill: () => boolean): Promise<vscode.TextDocument[]> {
  const edit = new vscode.WorkspaceEdit();
  const documents: vscode.TextDocument[] = [];
  const opened = await Promise.all(files.map(async (file) => ({ ...file, uri: folders.uri(path.join(root, file.path)), document: file.before === null ? undefined : await open(root, file, folders) })));
  for (const { uri, document, before, after } of opened) {
    if (after === null) edit.deleteFile(uri, { ignoreIfNotExists: false });
    else if (document === undefined) edit.createFile(uri, { overwrite: false, contents: Buffer.from(after) });
    else {
      for (const { from, to, text } of computeTextEdits(before ?? '', after)) edit.replace(uri, new vscode.Range(document.positionAt(from), document.positionAt(to)), text);
      documents.push(document);
    }
  }
  // From here on nothing comes between: the edit carries the documents' versions and fails where they no longer hold.
  if (!isStill() || opened.some(({ document, before }) => document !== undefined && document.getText() !== before)) throw changed();
  if (!(await vscode.workspace.applyEdit(edit))) throw changed();
  return documents;
}

async function open(root: string, { path: file, before }: PlannedFile, folders: Folders): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(folders.uri(path.join(root, file)));
  if (document.getText() !== before) throw changed();
  return document;
}

function changed(): Failure {
  return new Failure('conflict', 'a file changed while the candidate was put in; nothing was changed', 'Try again.');
}
