import * as vscode from 'vscode';
import type { CampaignModel } from '../model/campaignModel.ts';
import type { Campaigns } from '../model/campaigns.ts';
import type { CandidateTracker } from '../inline/tracker.ts';
import type { CandidateReader } from '../code/candidateCode.ts';
import { COMMAND, VIEW } from '../ids.ts';
import { colourOf } from '../look/glyph.ts';
import { Owner } from '../owner.ts';
import { Pace } from '../pace.ts';
import { computeHunkRows, type HunkRow } from './hunkRows.ts';
import { computeCampaignRow, computeExperimentRow, computeExperimentRows, computeWaveRows, countToReview, type CampaignRow, type ExperimentRow, type TreeInput, type WaveRow } from './rows.ts';

export type TreeNode = { readonly model: CampaignModel } & (CampaignRow | WaveRow | ExperimentRow | HunkRow);

/** Rows move under the pointer at most so often. */
const PACE_MS = 400;

/** The tree of campaigns, waves, experiments and hunks: rows are computed elsewhere, here they become items. */
export class ExperimentTree extends Owner implements vscode.TreeDataProvider<TreeNode> {
  readonly #changed = this.own(new vscode.EventEmitter<TreeNode[] | undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #campaigns: Campaigns;
  readonly #tracker: CandidateTracker;
  readonly #reader: CandidateReader;
  readonly #view: vscode.TreeView<TreeNode>;
  #drawn: readonly unknown[] = [];
  /** The rows that VS Code has, by their ids: only an object that it was given can be drawn anew by itself. */
  readonly #nodes = new Map<string, TreeNode>();

  constructor(campaigns: Campaigns, tracker: CandidateTracker, reader: CandidateReader) {
    super();
    this.#campaigns = campaigns;
    this.#tracker = tracker;
    this.#reader = reader;
    this.#view = this.own(vscode.window.createTreeView(VIEW.experiments, { treeDataProvider: this, showCollapseAll: true }));
    const pace = this.own(new Pace(PACE_MS, () => this.#refresh()));
    this.own(campaigns.changed.on(() => pace.request()));
    this.own(tracker.changed.on(() => pace.request()));
    this.#refresh();
  }

  getTreeItem(given: TreeNode): vscode.TreeItem {
    const node = this.#presentOf(given);
    const item = new vscode.TreeItem(node.label, stateOf(node));
    item.id = `${node.model.workspace}/${node.id}`;
    item.description = node.description;
    item.accessibilityInformation = { label: node.spoken, role: 'treeitem' };
    if (node.glyph !== null) item.iconPath = new vscode.ThemeIcon(`marginalia-${node.glyph}`, new vscode.ThemeColor(colourOf(node.glyph)));
    if (node.kind === 'hunk') {
      item.iconPath = new vscode.ThemeIcon('file-code');
      item.command = { command: COMMAND.openCandidate, title: 'Open', arguments: [node] };
    }
    item.contextValue = node.kind === 'experiment' ? ['experiment', ...node.can].join(';') : node.kind;
    item.tooltip = tooltipOf(node);
    return item;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) this.#nodes.clear();
    const children = await this.#childrenOf(node);
    for (const child of children) this.#nodes.set(`${child.model.workspace}/${child.id}`, child);
    return children;
  }

  async #childrenOf(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return this.#roots();
    const input = this.#inputOf(node.model);
    if (input === null) return [];
    const { model } = node;
    switch (node.kind) {
      case 'campaign':
        return computeWaveRows(input).map((row) => ({ ...row, model }));
      case 'wave':
        return computeExperimentRows(input, node.wave).map((row) => ({ ...row, model }));
      case 'experiment':
        return this.#hunksOf(node);
      case 'hunk':
        return [];
    }
  }

  getParent(): undefined {
    return undefined;
  }

  /** A row that was not made anew since: how far an experiment has come is read where it is drawn. */
  #presentOf(node: TreeNode): TreeNode {
    const input = node.kind === 'experiment' ? this.#inputOf(node.model) : null;
    const experiment = node.kind === 'experiment' ? input?.live.state.experiments[node.name] : undefined;
    return input === null || experiment === undefined ? node : { ...computeExperimentRow(input, experiment), model: node.model };
  }

  #runningNodes(): TreeNode[] {
    return this.#campaigns.all.flatMap(({ live, workspace }) => Object.keys(live?.livePairs ?? {}).flatMap((name) => this.#nodes.get(`${workspace}/${live?.id ?? ''}/${name}`) ?? []));
  }

  /** What rows are made of, without making them: the map of experiments is another one after each event. */
  #ingredients(): readonly unknown[] {
    const models = this.#campaigns.all.flatMap(({ live }) => (live === null ? [null] : [live.state.experiments, live.state.total, live.state.phase, live.live]));
    const places = this.#tracker.tracked.map(({ files }) => files.map(({ placements }) => placements));
    return [...models, JSON.stringify(places)];
  }

  #roots(): TreeNode[] {
    return this.#campaigns.all.flatMap((model) => {
      const input = this.#inputOf(model);
      return input === null ? [] : [{ ...computeCampaignRow(input), model }];
    });
  }

  #inputOf(model: CampaignModel): TreeInput | null {
    const { live, definition } = model;
    if (live === null || definition === null) return null;
    return { live, definition, standing: (name) => this.#tracker.standingOf(model, name) };
  }

  async #hunksOf(node: Extract<TreeNode, { kind: 'experiment' }>): Promise<TreeNode[]> {
    const { model } = node;
    const tracked = this.#tracker.tracked.find((one) => one.model === model && one.experiment.name === node.name);
    if (tracked !== undefined) {
      return tracked.files.flatMap(({ file, placements }) => computeHunkRows(node.id, node.name, file, placements).map((row) => ({ ...row, model })));
    }
    const experiment = model.live?.state.experiments[node.name];
    if (experiment === undefined || !vscode.workspace.isTrusted) return [];
    const code = await this.#reader.read(model.workspace, experiment);
    return (code?.files ?? []).flatMap((file) => computeHunkRows(node.id, node.name, file, null).map((row) => ({ ...row, model })));
  }

  #refresh(): void {
    // Most of what happens changes no row, and a tree that is drawn anew loses the pointer.
    const ingredients = this.#ingredients();
    if (ingredients.length === this.#drawn.length && ingredients.every((one, at) => one === this.#drawn[at])) {
      const running = this.#runningNodes();
      if (running.length > 0) this.#changed.fire(running);
      return;
    }
    this.#drawn = ingredients;
    const toReview = this.#campaigns.all.reduce((sum, model) => sum + (model.live === null ? 0 : countToReview(model.live.state, (name) => this.#tracker.standingOf(model, name))), 0);
    this.#view.badge = toReview === 0 ? undefined : { value: toReview, tooltip: `${toReview} ${toReview === 1 ? 'candidate waits' : 'candidates wait'} for your review` };
    this.#changed.fire(undefined);
  }
}

function stateOf({ expands }: TreeNode): vscode.TreeItemCollapsibleState {
  switch (expands) {
    case 'never':
      return vscode.TreeItemCollapsibleState.None;
    case 'collapsed':
      return vscode.TreeItemCollapsibleState.Collapsed;
    case 'expanded':
      return vscode.TreeItemCollapsibleState.Expanded;
  }
}

/** Plain text: what a candidate says of itself is not ours and is never read as Markdown. */
function tooltipOf(node: TreeNode): string {
  const experiment = node.kind === 'experiment' ? node.model.live?.state.experiments[node.name] : undefined;
  if (experiment === undefined) return [node.label, node.description].filter((part) => part !== '').join(' \u00b7 ');
  const { proposal, reason, pairs } = experiment;
  return [`${node.label}: ${node.description}`, proposal.title, proposal.hypothesis, reason, pairs > 0 ? `${pairs} pairs` : ''].filter((part) => part !== '').join('\n\n');
}
