import * as vscode from 'vscode';
import { CONTEXT } from '../ids.ts';
import { Owner } from '../owner.ts';
import { setContextKey } from '../vscode/contextKeys.ts';
import type { DocumentMarks } from './documentMarks.ts';

/** Whether the active editor shows a candidate: for keybindings and menus of the user's. */
export class MarkedEditorKey extends Owner {
  constructor(marks: DocumentMarks) {
    super();
    const update = () => {
      const document = vscode.window.activeTextEditor?.document;
      setContextKey(CONTEXT.editorHasCandidate, document !== undefined && marks.of(document).length > 0);
    };
    this.own(marks.changed.on(update));
    this.own(vscode.window.onDidChangeActiveTextEditor(update));
    update();
  }
}
