import * as vscode from 'vscode';
import { Owner } from '../owner.ts';

interface Saved {
  readonly document: vscode.TextDocument;
  readonly before: string;
  readonly after: string;
}

const MOST = 100;

/**
 * An accept saved what was clean, so its undo saves it again: where an undo or a redo gives back exactly the text of before
 * or after, the file on the disk follows. Any other text is the user's to save.
 */
export class SavedAccepts extends Owner {
  #saved: Saved[] = [];

  constructor() {
    super();
    this.own(
      vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
        if (reason === undefined || !document.isDirty || !this.#isOurs(document)) return;
        void document.save();
      }),
    );
    this.own(vscode.workspace.onDidCloseTextDocument((document) => (this.#saved = this.#saved.filter((one) => one.document !== document))));
  }

  add(document: vscode.TextDocument, before: string): void {
    this.#saved = [...this.#saved.slice(1 - MOST), { document, before, after: document.getText() }];
  }

  #isOurs(document: vscode.TextDocument): boolean {
    const those = this.#saved.filter((one) => one.document === document);
    if (those.length === 0) return false;
    const text = document.getText();
    return those.some(({ before, after }) => text === before || text === after);
  }
}
