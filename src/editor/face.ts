import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { connectEngine } from '../protocol/client.ts';
import { AcceptInEditor } from './accept/accept.ts';
import { CandidateReader } from './code/candidateCode.ts';
import { registerCampaignCommands } from './commands/campaignCommands.ts';
import { registerCandidateCommands } from './commands/candidateCommands.ts';
import { Compare } from './compare/compare.ts';
import type { EditorContext } from './context.ts';
import { COMMAND, CONTEXT } from './ids.ts';
import { CandidateDecorations } from './inline/decorations.ts';
import { DocumentMarks } from './inline/documentMarks.ts';
import { CandidateLenses } from './inline/lenses.ts';
import { MarkedEditorKey } from './inline/markedEditorKey.ts';
import { CandidateTracker } from './inline/tracker.ts';
import { CampaignModel } from './model/campaignModel.ts';
import { Campaigns } from './model/campaigns.ts';
import { CampaignContextKeys } from './model/contextKeys.ts';
import { Notices } from './notices/notices.ts';
import { Owner } from './owner.ts';
import { CampaignSidebar } from './sidebar/sidebarView.ts';
import { hasSample, takeOffer, trySample } from './start/sample.ts';
import { StartCampaign } from './start/startCampaign.ts';
import { StatusBar } from './statusBar/statusBar.ts';
import { ExperimentTree } from './tree/experimentTree.ts';
import { executeCommand, registerCommand } from './vscode/commands.ts';
import { setContextKey } from './vscode/contextKeys.ts';
import { environment } from './vscode/environment.ts';
import { Folders } from './vscode/folders.ts';
import { createLog } from './vscode/log.ts';
import { offerInTerminal } from './vscode/terminalPath.ts';
import { watchFiles } from './vscode/watch.ts';

/** The lock says that an engine came or went; a log without an engine of ours at the other end, that another client changed something. */
const CAMPAIGN_FILES = '.marginalia/{engine.lock,campaigns/*/events.jsonl}';

/** Everything that the extension is in the editor, put together. A bundle of its own: loaded after activation, not by it. */
export class Face extends Owner {
  constructor(extensionContext: vscode.ExtensionContext) {
    super();
    const { extensionUri, extension, globalState } = extensionContext;
    const log = this.own(createLog());
    log.info(`Marginalia ${String((extension.packageJSON as { readonly version?: unknown }).version)}`);
    const folders = new Folders();
    const engineFile = vscode.Uri.joinPath(extensionUri, 'dist', 'engine.cjs').fsPath;
    const campaigns = this.own(new Campaigns((workspace) => makeModel(workspace, engineFile, (line) => log.info(line))));
    const reader = new CandidateReader();
    const tracker = this.own(new CandidateTracker(campaigns, reader, folders, log));
    const context: EditorContext = { extension: extensionUri, engineFile, memory: globalState, log, folders, campaigns, reader, tracker };

    this.own(new CampaignContextKeys(campaigns));
    this.own(new ExperimentTree(campaigns, tracker, reader));
    this.own(new CampaignSidebar(context));
    this.own(new StatusBar(campaigns, tracker));
    this.own(new Notices(context));
    for (const command of registerCampaignCommands(context)) this.own(command);
    this.#addCandidates(context);
    offerInTerminal(extensionContext).catch((error: unknown) => log.warn(`the terminal gets no \`marginalia\`: ${String(error)}`));
    this.#addStart(context);
    this.#followFolders(context);
  }

  /** Candidates in the editor: marks, lenses, comparison, accept and reject. */
  #addCandidates(context: EditorContext): void {
    const { extension, campaigns, folders, reader, tracker } = context;
    const marks = this.own(new DocumentMarks(tracker, folders));
    this.own(new CandidateDecorations(marks, extension));
    this.own(new CandidateLenses(marks));
    this.own(new MarkedEditorKey(marks));
    const compare = this.own(new Compare(reader, campaigns));
    const accept = this.own(new AcceptInEditor(context));
    for (const command of registerCandidateCommands(context, { accept, compare, marks })) this.own(command);
  }

  #addStart(context: EditorContext): void {
    const { extension, memory, log, folders } = context;
    const sample = () => trySample({ extension, memory });
    const start = this.own(new StartCampaign({ ...context, trySample: sample, hasSample: () => hasSample(extension) }));
    this.own(registerCommand(log, COMMAND.start, () => start.run()));
    this.own(registerCommand(log, COMMAND.trySample, sample));
    setContextKey(CONTEXT.hasSample, hasSample(extension));
    const offer = async () => {
      if (vscode.workspace.isTrusted && (await takeOffer(memory, folders.all))) await executeCommand(COMMAND.start);
    };
    this.own(vscode.workspace.onDidGrantWorkspaceTrust(() => void offer()));
    void offer();
  }

  #followFolders({ folders, campaigns }: EditorContext): void {
    let watchers: { dispose(): unknown }[] = [];
    const follow = () => {
      folders.refresh();
      for (const watcher of watchers) watcher.dispose();
      watchers = folders.all.map((folder) => watchFiles(folders.uri(folder).fsPath, CAMPAIGN_FILES, () => void campaigns.of(folder)?.refresh()));
      campaigns.setFolders(folders.all);
    };
    this.own({ dispose: () => watchers.forEach((watcher) => void watcher.dispose()) });
    this.own(vscode.workspace.onDidChangeWorkspaceFolders(follow));
    this.own(vscode.workspace.onDidGrantWorkspaceTrust(() => void campaigns.refresh()));
    // What happened while nobody looked: another window, a terminal, a machine that slept.
    this.own(vscode.window.onDidChangeWindowState(({ focused }) => focused && void campaigns.refresh()));
    follow();
  }
}

function makeModel(workspace: string, engineFile: string, log: (line: string) => void): CampaignModel {
  return new CampaignModel({
    workspace,
    connect: (options) => connectEngine({ workspace, client: 'editor', engineFile, ...options }),
    isTrusted: () => vscode.workspace.isTrusted,
    environment,
    newRequestId: randomUUID,
    log,
  });
}
