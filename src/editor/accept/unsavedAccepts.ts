import * as vscode from 'vscode';
import type { CampaignModel } from '../model/campaignModel.ts';
import { Owner } from '../owner.ts';
import type { Log } from '../vscode/log.ts';

interface Unsaved {
  readonly model: CampaignModel;
  readonly experiment: string;
  readonly documents: readonly vscode.TextDocument[];
}

/**
 * Accepts whose lines stand in documents with unsaved changes. They are recorded once all of these are saved, and forgotten
 * where one is closed or taken back: what the log says is what is on the disk.
 */
export class UnsavedAccepts extends Owner {
  readonly #record: (model: CampaignModel, experiment: string) => Promise<void>;
  readonly #log: Log;
  #waiting: Unsaved[] = [];

  constructor(record: (model: CampaignModel, experiment: string) => Promise<void>, log: Log) {
    super();
    this.#record = record;
    this.#log = log;
    this.own(vscode.workspace.onDidSaveTextDocument(() => void this.#settle()));
    this.own(vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)));
    this.own(vscode.workspace.onDidChangeTextDocument(({ document, reason }) => reason === vscode.TextDocumentChangeReason.Undo && this.#forget(document)));
  }

  add(unsaved: Unsaved): void {
    this.#waiting.push(unsaved);
  }

  #forget(document: vscode.TextDocument): void {
    this.#waiting = this.#waiting.filter(({ documents }) => !documents.includes(document));
  }

  async #settle(): Promise<void> {
    const saved = this.#waiting.filter(({ documents }) => documents.every(({ isDirty }) => !isDirty));
    this.#waiting = this.#waiting.filter((one) => !saved.includes(one));
    for (const { model, experiment } of saved) {
      await this.#record(model, experiment).catch((error: unknown) => this.#log.warn(`${experiment} is in your files, but could not be recorded: ${error instanceof Error ? error.message : String(error)}`));
    }
  }
}
