import * as vscode from 'vscode';
import { findDefinition, parseDefinition } from '../../campaign/definition/read.ts';
import { fromSidebarSchema, type ActionName, type FromSidebar, type SidebarView, type ToSidebar } from '../../protocol/webview.ts';
import type { EditorContext } from '../context.ts';
import { COMMAND, VIEW, type CommandId } from '../ids.ts';
import type { CampaignModel } from '../model/campaignModel.ts';
import { Owner } from '../owner.ts';
import { Pace } from '../pace.ts';
import { hasSample } from '../start/sample.ts';
import { findDraft } from '../start/settle.ts';
import { executeCommand, sentence } from '../vscode/commands.ts';
import { webviewHtml, webviewOptions } from '../vscode/webviewHtml.ts';
import { computeEmpty, type EmptyInput } from './computeEmpty.ts';
import { computeSidebar } from './computeSidebar.ts';

/** A view is drawn at most so often; times on it move every so often while a campaign runs. */
const PACE_MS = 200;
const TICK_MS = 15_000;

/** The campaign's view: outlives the page, which comes and goes as the sidebar is hidden and moved. */
export class CampaignSidebar extends Owner implements vscode.WebviewViewProvider {
  readonly #context: EditorContext;
  readonly #pace = this.own(new Pace(PACE_MS, () => this.#post()));
  #view: vscode.WebviewView | null = null;
  #isReady = false;

  constructor(context: EditorContext) {
    super();
    this.#context = context;
    this.own(vscode.window.registerWebviewViewProvider(VIEW.campaign, this));
    this.own(context.campaigns.changed.on(() => this.#pace.request()));
    this.own(context.tracker.changed.on(() => this.#pace.request()));
    this.own(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#pace.request()));
    const ticks = setInterval(() => context.campaigns.current?.live?.live === true && this.#pace.request(), TICK_MS);
    this.own({ dispose: () => clearInterval(ticks) });
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { extension } = this.#context;
    this.#view = view;
    this.#isReady = false;
    view.webview.options = webviewOptions(extension);
    const listening = view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    // A hidden view loses what it is told; it says `ready` again when it comes back, and asks for all of it.
    view.onDidDispose(() => {
      listening.dispose();
      if (this.#view === view) this.#view = null;
    });
    view.webview.html = webviewHtml(view.webview, extension, { script: 'sidebar.js', title: 'Campaign', element: 'marginalia-sidebar' });
  }

  #post(): void {
    const view = this.#view;
    if (view === null || !this.#isReady) return;
    const content = this.#compute();
    view.description = content.kind === 'campaign' ? content.campaign : '';
    if (!view.visible) return;
    const message: ToSidebar = { type: 'view', view: content };
    void view.webview.postMessage(message);
  }

  #compute(): SidebarView {
    const { campaigns, tracker } = this.#context;
    const model = campaigns.current;
    if (model === undefined || model.live === null || model.definition === null) return this.#computeEmpty(model);
    return computeSidebar({
      live: model.live,
      definition: model.definition,
      standing: (name) => tracker.standingOf(model, name),
      now: Date.now(),
      isTrusted: vscode.workspace.isTrusted,
      problem: model.problem === null ? '' : sentence(model.problem.message),
    });
  }

  #computeEmpty(model: CampaignModel | undefined): SidebarView {
    const common = { hasFolder: model !== undefined, isTrusted: vscode.workspace.isTrusted, hasSample: hasSample(this.#context.extension) };
    return computeEmpty({ ...common, ...(model === undefined ? { draft: null, definition: null } : foundIn(model.workspace)) });
  }

  #receive(raw: unknown): void {
    const parsed = fromSidebarSchema.safeParse(raw);
    if (parsed.success) this.#act(parsed.data);
    else this.#context.log.warn('the sidebar sent what it should not');
  }

  #act(message: FromSidebar): void {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#post();
        return;
      case 'open': {
        const workspace = this.#context.campaigns.current?.workspace;
        if (workspace !== undefined) void executeCommand(COMMAND.openCandidate, { workspace, experiment: message.experiment });
        return;
      }
      case 'action':
        void this.#do(message.action);
    }
  }

  #do(action: ActionName): Thenable<unknown> {
    if (action === 'trust') return vscode.commands.executeCommand('workbench.trust.manage');
    return executeCommand(COMMANDS[action]);
  }
}

const COMMANDS: Readonly<Record<Exclude<ActionName, 'trust'>, CommandId>> = {
  start: COMMAND.start,
  sample: COMMAND.trySample,
  attach: COMMAND.attach,
  stop: COMMAND.stop,
  resume: COMMAND.resume,
  report: COMMAND.openReport,
  clean: COMMAND.clean,
  problems: COMMAND.showProblems,
  definition: COMMAND.openDefinition,
};

/** Reading the workspace's files is looking, which needs no trust. */
function foundIn(workspace: string): Pick<EmptyInput, 'draft' | 'definition'> {
  try {
    const existing = findDefinition(workspace);
    if (existing === null) return { draft: findDraft(workspace), definition: null };
    const { benchmark, metrics, checks, build } = parseDefinition(existing.text, existing.file);
    const names = metrics.map(({ name, unit }) => `${name}${unit === '' ? '' : ` (${unit})`}`).join(', ');
    return { draft: null, definition: { run: benchmark.run, metrics: names, checks: checks ?? '', build: build ?? '' } };
  } catch {
    return { draft: null, definition: null };
  }
}
