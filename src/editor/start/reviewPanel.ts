import * as vscode from 'vscode';
import { parseDefinition } from '../../campaign/definition/read.ts';
import { Failure } from '../../campaign/failure.ts';
import { fromReviewSchema, type FromReview, type ReviewView, type ToReview } from '../../protocol/webview.ts';
import { Owner } from '../owner.ts';
import { sentence } from '../vscode/commands.ts';
import type { Log } from '../vscode/log.ts';
import { webviewHtml, webviewOptions } from '../vscode/webviewHtml.ts';
import { computeReviewView } from './computeReview.ts';
import type { Settled } from './settle.ts';
import { countPatches, findScripts, readFacts, type WorkspaceFacts } from './workspaceFacts.ts';

export interface ReviewRequest {
  readonly workspace: string;
  readonly title: string;
  readonly settled: Settled;
  readonly diskLimit: number;
  readonly remote: string;
  /** Starts the campaign; rejects where it cannot be started, and the page stays. */
  readonly start: (settled: Settled, save: boolean) => Promise<void>;
  /** Opens the definition for editing and says what its document is. */
  readonly edit: (settled: Settled) => Promise<vscode.TextDocument>;
  readonly openFile: (file: string) => Promise<void>;
}

/** The one page before anything runs. It follows the definition's document while that is edited. */
export class ReviewPanel extends Owner {
  readonly #panel: vscode.WebviewPanel;
  readonly #request: ReviewRequest;
  readonly #log: Log;
  #settled: Settled;
  #facts: WorkspaceFacts | null = null;
  #view: ReviewView | null = null;
  #edited: vscode.TextDocument | null = null;

  constructor(extension: vscode.Uri, request: ReviewRequest, log: Log) {
    super();
    this.#request = request;
    this.#settled = request.settled;
    this.#log = log;
    this.#panel = this.own(vscode.window.createWebviewPanel('marginalia.review', 'Start campaign', vscode.ViewColumn.Active, webviewOptions(extension)));
    this.#panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'extension.svg');
    this.own(this.#panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    this.own(this.#panel.onDidDispose(() => this.dispose()));
    this.own(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#follow(document)));
    this.own(vscode.workspace.onDidSaveTextDocument((document) => this.#follow(document)));
    this.#panel.webview.html = webviewHtml(this.#panel.webview, extension, { script: 'review.js', title: 'Start campaign', element: 'marginalia-review' });
    void this.#read();
  }

  reveal(): void {
    this.#panel.reveal();
  }

  onClosed(listener: () => void): void {
    this.own(this.#panel.onDidDispose(listener));
  }

  async #read(): Promise<void> {
    this.#facts = await readFacts(this.#request.workspace);
    this.#show('');
  }

  #show(problem: string, state: ReviewView['state'] = 'ready'): void {
    if (this.#facts === null) return;
    const { workspace, title, diskLimit, remote } = this.#request;
    const { text, file, isSaved, source, from } = this.#settled;
    try {
      const definition = parseDefinition(text, file);
      const scripts = findScripts(workspace, definition);
      const patches = countPatches(workspace, source, definition);
      this.#view = { ...computeReviewView({ ...this.#facts, folder: title, definition, text, file, isSaved, source, from, scripts, patches, diskLimit, remote, problem }), state };
    } catch (error) {
      const message = error instanceof Failure ? sentence(`${error.message}${error.hint === '' ? '' : `. ${error.hint}`}`) : String(error);
      if (this.#view !== null) this.#view = { ...this.#view, definition: text, problem: message, state };
    }
    this.#post();
  }

  #post(): void {
    if (this.#view === null) return;
    const message: ToReview = { type: 'view', view: this.#view };
    void this.#panel.webview.postMessage(message);
  }

  #receive(raw: unknown): void {
    const parsed = fromReviewSchema.safeParse(raw);
    if (!parsed.success) return this.#log.warn('the start page sent what it should not');
    this.#act(parsed.data).catch((error: unknown) => {
      this.#log.warn(error instanceof Error ? error.message : String(error));
      const hint = error instanceof Failure && error.hint !== '' ? ` ${error.hint}` : '';
      this.#show(`${sentence(error instanceof Error ? error.message : String(error))}${hint}`);
    });
  }

  async #act(message: FromReview): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#post();
      case 'start':
        this.#show('', 'starting');
        await this.#request.start(this.#settled, message.save);
        return this.dispose();
      case 'edit':
        this.#edited = await this.#request.edit(this.#settled);
        return;
      case 'cancel':
        return this.dispose();
      case 'openFile':
        return this.#request.openFile(message.file);
    }
  }

  /** What is edited is shown as it will be started. */
  #follow(document: vscode.TextDocument): void {
    if (document !== this.#edited) return;
    const isSaved = !document.isUntitled && !document.isDirty;
    this.#settled = { ...this.#settled, text: document.getText(), isSaved };
    this.#show('');
  }
}
