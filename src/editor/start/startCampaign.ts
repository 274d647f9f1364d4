import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../campaign/failure.ts';
import { systemFiles } from '../../support/files.ts';
import { VIEW } from '../ids.ts';
import type { CampaignModel } from '../model/campaignModel.ts';
import type { Campaigns } from '../model/campaigns.ts';
import { Owner } from '../owner.ts';
import type { Folders } from '../vscode/folders.ts';
import type { Log } from '../vscode/log.ts';
import { pickOne } from '../vscode/pick.ts';
import { readSettings } from '../vscode/settings.ts';
import { toast } from '../vscode/toast.ts';
import { sourceParams } from './candidateSource.ts';
import { askForDraft } from './questions.ts';
import { ReviewPanel } from './reviewPanel.ts';
import { applyLimits, findDraft, settleDraft, settleExisting, type Settled } from './settle.ts';

export interface StartContext {
  readonly extension: vscode.Uri;
  readonly campaigns: Campaigns;
  readonly folders: Folders;
  readonly log: Log;
  readonly trySample: () => Promise<void>;
  readonly hasSample: () => boolean;
}

/** From the palette to the page before the start, and from there to the campaign. */
export class StartCampaign extends Owner {
  readonly #context: StartContext;
  #panel: ReviewPanel | null = null;

  constructor(context: StartContext) {
    super();
    this.#context = context;
  }

  async run(): Promise<void> {
    if (this.#panel !== null) return this.#panel.reveal();
    if (this.#context.folders.all.length === 0) return this.#offerFolder();
    if (!vscode.workspace.isTrusted) throw new Failure('not-allowed', 'this workspace is not trusted, so nothing is run in it', 'Trust the workspace first.');
    const model = await this.#chooseModel();
    if (model.live?.live === true) return this.#alreadyRunning();
    const settled = settleExisting(model.workspace) ?? (await this.#settleNew(model.workspace));
    if (settled !== null) this.#openReview(model, applyLimits(settled, readSettings()));
  }

  async #offerFolder(): Promise<void> {
    const choices = [{ label: 'Open folder…', value: 'open' as const }, ...(this.#context.hasSample() ? [{ label: 'Try it on the sample', value: 'sample' as const }] : [])];
    const chosen = await toast('info', 'A campaign runs in a folder. Open one with a benchmark and a test suite, or try it on the sample.', choices);
    if (chosen === 'open') await vscode.commands.executeCommand('workbench.action.files.openFolder');
    if (chosen === 'sample') await this.#context.trySample();
  }

  async #alreadyRunning(): Promise<void> {
    await vscode.commands.executeCommand(`${VIEW.campaign}.focus`);
    await toast('info', 'A campaign is running in this workspace already. It has to end or be stopped before another one starts.');
  }

  async #chooseModel(): Promise<CampaignModel> {
    const { campaigns } = this.#context;
    const [first, ...others] = campaigns.all;
    if (first === undefined) throw new Failure('no-repository', 'no folder of this machine is open');
    if (others.length === 0) return first;
    const options = campaigns.all.map((model) => ({ label: path.basename(model.workspace), description: model.workspace, icon: 'folder', value: model }));
    const chosen = await pickOne({ title: 'Start optimization campaign', step: 1, steps: 1, prompt: 'In which folder?' }, options);
    campaigns.prefer(chosen.workspace);
    return chosen;
  }

  /** null: the sample was chosen instead. */
  async #settleNew(workspace: string): Promise<Settled | null> {
    const found = findDraft(workspace);
    if (found.run === undefined && this.#context.hasSample()) {
      const chosen = await pickOne({ title: 'Start optimization campaign', step: 1, steps: 1, prompt: 'No benchmark was found in this folder' }, [
        { label: 'Name the benchmark of this folder…', icon: 'edit', value: 'ask' as const },
        { label: 'Try it on the sample', description: 'a small program in C, copied to a folder of your choice', icon: 'beaker', value: 'sample' as const },
      ]);
      if (chosen === 'sample') {
        await this.#context.trySample();
        return null;
      }
    }
    const { draft, source } = await askForDraft(workspace, found);
    return settleDraft(draft, source);
  }

  #openReview(model: CampaignModel, settled: Settled): void {
    const { extension, folders, log } = this.#context;
    const panel = new ReviewPanel(
      extension,
      {
        workspace: model.workspace,
        title: path.basename(model.workspace),
        settled,
        diskLimit: readSettings().disk * 1e9,
        remote: remoteName(),
        start: (chosen, save) => this.#start(model, chosen, save),
        edit: (chosen) => this.#edit(model.workspace, chosen),
        openFile: async (file) => {
          if (path.relative(model.workspace, path.resolve(model.workspace, file)).startsWith('..')) return;
          await vscode.window.showTextDocument(folders.uri(path.join(model.workspace, file)), { viewColumn: vscode.ViewColumn.Beside, preview: true });
        },
      },
      log,
    );
    this.#panel = panel;
    panel.onClosed(() => (this.#panel = null));
  }

  async #start(model: CampaignModel, chosen: Settled, save: boolean): Promise<void> {
    const settled = applyLimits(chosen, readSettings());
    if (save && !settled.isSaved) await systemFiles.writeAtomic(path.join(model.workspace, settled.file), settled.text);
    const id = await model.start({ definition: settled.text, definitionFile: settled.file, ...sourceParams(settled.source) });
    this.#context.log.info(`campaign ${id} has begun in ${model.workspace}`);
    await vscode.commands.executeCommand(`${VIEW.campaign}.focus`);
  }

  async #edit(workspace: string, settled: Settled): Promise<vscode.TextDocument> {
    const { folders } = this.#context;
    const document = settled.isSaved
      ? await vscode.workspace.openTextDocument(folders.uri(path.join(workspace, settled.file)))
      : await vscode.workspace.openTextDocument({ language: 'yaml', content: settled.text });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
    return document;
  }
}

/** What has to stay up for the campaign to go on without its window. */
function remoteName(): string {
  switch (vscode.env.remoteName) {
    case 'wsl':
      return 'WSL';
    case 'dev-container':
    case 'attached-container':
      return 'the container';
    default:
      return '';
  }
}
