import * as vscode from 'vscode';
import { VIEW } from '../ids.ts';
import type { CandidateTracker } from '../inline/tracker.ts';
import type { Campaigns } from '../model/campaigns.ts';
import { Owner } from '../owner.ts';
import { Pace } from '../pace.ts';
import { computeStatusItem } from './computeStatus.ts';

const PACE_MS = 250;

/** One item, on the left: opens the sidebar. */
export class StatusBar extends Owner {
  readonly #campaigns: Campaigns;
  readonly #tracker: CandidateTracker;
  readonly #item = this.own(vscode.window.createStatusBarItem('marginalia.status', vscode.StatusBarAlignment.Left, 50));

  constructor(campaigns: Campaigns, tracker: CandidateTracker) {
    super();
    this.#campaigns = campaigns;
    this.#tracker = tracker;
    this.#item.name = 'Marginalia';
    this.#item.command = `${VIEW.campaign}.focus`;
    const pace = this.own(new Pace(PACE_MS, () => this.#show()));
    this.own(campaigns.changed.on(() => pace.request()));
    this.own(tracker.changed.on(() => pace.request()));
  }

  #show(): void {
    const model = this.#campaigns.current;
    const item = model === undefined ? null : computeStatusItem(model.live, model.definition, (name) => this.#tracker.standingOf(model, name));
    if (item === null) {
      this.#item.hide();
      return;
    }
    this.#item.text = item.text;
    this.#item.tooltip = item.tooltip;
    this.#item.accessibilityInformation = { label: item.spoken, role: 'button' };
    // The error background is the last resort: a campaign that cannot go on.
    this.#item.backgroundColor = item.isError ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.#item.show();
  }
}
