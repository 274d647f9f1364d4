import * as vscode from 'vscode';
import type { EditorContext } from '../context.ts';
import { COMMAND, VIEW } from '../ids.ts';
import type { CampaignModel } from '../model/campaignModel.ts';
import { Owner } from '../owner.ts';
import { executeCommand } from '../vscode/commands.ts';
import { readSettings } from '../vscode/settings.ts';
import { toast } from '../vscode/toast.ts';
import { computeNotice, type Notice } from './computeNotice.ts';

/** A notice that nobody closes is out of sight by then. */
const OUT_OF_SIGHT_MS = 15_000;

/** One notice at a time: what happens while one is open waits, and of several only the last is told. */
export class Notices extends Owner {
  #isOpen = false;
  #next: (() => Promise<void>) | null = null;

  constructor({ campaigns, log }: EditorContext) {
    super();
    this.own(
      campaigns.happened.on(({ model, event }) => {
        const { live, definition } = model;
        if (live === null) return;
        const notice = computeNotice(event, live.state, definition, readSettings().notifications);
        if (notice === null) return;
        log.info(notice.message);
        void this.#tell(() => show(model, notice));
      }),
    );
  }

  async #tell(show: () => Promise<void>): Promise<void> {
    if (this.#isOpen) {
      this.#next = show;
      return;
    }
    this.#isOpen = true;
    try {
      await Promise.race([show(), new Promise((resolve) => setTimeout(resolve, OUT_OF_SIGHT_MS))]);
    } finally {
      this.#isOpen = false;
      const next = this.#next;
      this.#next = null;
      if (next !== null) void this.#tell(next);
    }
  }
}

async function show(model: CampaignModel, { level, message, experiment, button }: Notice): Promise<void> {
  const less = { label: 'Tell less', value: 'less' as const };
  const pressed = await toast(level, message, [...(button === null ? [] : [{ label: LABELS[button], value: button }]), ...(level === 'info' ? [less] : [])]);
  switch (pressed) {
    case undefined:
      return;
    case 'open':
      await executeCommand(COMMAND.openCandidate, { workspace: model.workspace, experiment });
      return;
    case 'report':
      await executeCommand(COMMAND.openReport);
      return;
    case 'problems':
      await executeCommand(COMMAND.showProblems);
      return;
    case 'sidebar':
      await vscode.commands.executeCommand(`${VIEW.campaign}.focus`);
      return;
    case 'less':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'marginalia.notifications');
  }
}

const LABELS = { open: 'Show', report: 'Open report', problems: 'Show problems', sidebar: 'Show campaign' } as const;
