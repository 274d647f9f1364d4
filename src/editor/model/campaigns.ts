import type { CampaignEvent } from '../../campaign/events.ts';
import { Owner } from '../owner.ts';
import { Signal } from '../signal.ts';
import type { CampaignModel } from './campaignModel.ts';

/** The window's campaigns: a model for each workspace folder, and the one that views without a place show. */
export class Campaigns extends Owner {
  readonly changed = this.own(new Signal());
  readonly happened = this.own(new Signal<{ readonly model: CampaignModel; readonly event: CampaignEvent }>());
  readonly #make: (workspace: string) => CampaignModel;
  readonly #models = new Map<string, CampaignModel>();
  #preferred: string | undefined;

  constructor(make: (workspace: string) => CampaignModel) {
    super();
    this.#make = make;
  }

  get all(): readonly CampaignModel[] {
    return [...this.#models.values()];
  }

  /** The campaign at work, else that of the folder in use, else the first there is. */
  get current(): CampaignModel | undefined {
    const preferred = this.#preferred === undefined ? undefined : this.#models.get(this.#preferred);
    if (preferred?.live) return preferred;
    return this.all.find(({ live }) => live?.live) ?? this.all.find(({ live }) => live !== null) ?? preferred ?? this.all[0];
  }

  of(workspace: string): CampaignModel | undefined {
    return this.#models.get(workspace);
  }

  /** The model whose folder holds the file; the innermost where folders nest. */
  owning(file: string): CampaignModel | undefined {
    return this.all.filter(({ workspace }) => file === workspace || file.startsWith(`${workspace}/`)).sort((a, b) => b.workspace.length - a.workspace.length)[0];
  }

  prefer(workspace: string): void {
    this.#preferred = workspace;
    this.changed.fire();
  }

  /** Follows the window's folders as they come and go. */
  setFolders(folders: readonly string[]): void {
    for (const [workspace, model] of this.#models) {
      if (folders.includes(workspace)) continue;
      model.dispose();
      this.#models.delete(workspace);
    }
    for (const workspace of folders) {
      if (this.#models.has(workspace)) continue;
      const model = this.#make(workspace);
      model.changed.on(() => this.changed.fire());
      model.happened.on((event) => this.happened.fire({ model, event }));
      this.#models.set(workspace, model);
      void model.refresh();
    }
    this.changed.fire();
  }

  async refresh(): Promise<void> {
    await Promise.all(this.all.map((model) => model.refresh()));
  }

  override dispose(): void {
    for (const model of this.#models.values()) model.dispose();
    this.#models.clear();
    super.dispose();
  }
}
