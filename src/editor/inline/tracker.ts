import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Experiment } from '../../campaign/state.ts';
import type { CandidateCode, CandidateReader } from '../code/candidateCode.ts';
import { computeReview, type Standing } from '../look/review.ts';
import type { CampaignModel } from '../model/campaignModel.ts';
import type { Campaigns } from '../model/campaigns.ts';
import { Owner } from '../owner.ts';
import { Pace } from '../pace.ts';
import { Signal } from '../signal.ts';
import type { Folders } from '../vscode/folders.ts';
import type { Log } from '../vscode/log.ts';
import { foldStandings, placeFile, type FilePlacement } from './standing.ts';

/** Keystrokes come faster than anyone looks at marks. */
const PACE_MS = 120;
const MOST_TRACKED = 200;

export interface TrackedFile extends FilePlacement {
  readonly absolute: string;
  /** The text that the placement is of. */
  readonly present: string | null;
}

export interface Tracked {
  readonly model: CampaignModel;
  readonly experiment: Experiment;
  readonly code: CandidateCode;
  readonly files: readonly TrackedFile[];
  readonly standing: Exclude<Standing, null>;
}

/**
 * Where kept candidates stand in the user's files: one place that reads documents, from which decorations, lenses, the
 * tree and the status bar take theirs. Derived from the text at every change, so undo and a branch switch need no hook.
 */
export class CandidateTracker extends Owner {
  readonly changed = this.own(new Signal());
  readonly #campaigns: Campaigns;
  readonly #reader: CandidateReader;
  readonly #folders: Folders;
  readonly #log: Log;
  readonly #pace = this.own(new Pace(PACE_MS, () => void this.#work()));
  #tracked: readonly Tracked[] = [];
  #isWorking = false;
  #isAgain = false;
  /** The one that was opened last is tracked also where it was not kept. */
  #opened: { readonly workspace: string; readonly experiment: string } | null = null;

  constructor(campaigns: Campaigns, reader: CandidateReader, folders: Folders, log: Log) {
    super();
    this.#folders = folders;
    this.#campaigns = campaigns;
    this.#reader = reader;
    this.#log = log;
    this.own(campaigns.changed.on(() => this.#pace.request()));
    this.own(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#touched(document.uri)));
    this.own(vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#touched(uri)));
    this.own(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#touched(uri)));
    const watcher = this.own(vscode.workspace.createFileSystemWatcher('**/*'));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) this.own(event((uri) => this.#touched(uri)));
  }

  get tracked(): readonly Tracked[] {
    return this.#tracked;
  }

  standingOf(model: CampaignModel, experiment: string): Standing {
    return this.#tracked.find((one) => one.model === model && one.experiment.name === experiment)?.standing ?? null;
  }

  /** Shows a candidate's lines also where it was not kept. */
  open(model: CampaignModel, experiment: string): void {
    this.#opened = { workspace: model.workspace, experiment };
    this.#pace.request();
  }

  request(): void {
    this.#pace.request();
  }

  get opened(): string | null {
    return this.#opened?.experiment ?? null;
  }

  #touched(uri: vscode.Uri): void {
    const file = this.#folders.realPath(uri);
    if (file !== undefined && this.#tracked.some(({ files }) => files.some(({ absolute }) => absolute === file))) this.#pace.request();
  }

  /** One pass at a time; what comes meanwhile makes another one. */
  async #work(): Promise<void> {
    if (this.#isWorking) {
      this.#isAgain = true;
      return;
    }
    this.#isWorking = true;
    try {
      do {
        this.#isAgain = false;
        this.#tracked = await this.#track();
        this.changed.fire();
      } while (this.#isAgain);
    } finally {
      this.#isWorking = false;
    }
  }

  async #track(): Promise<Tracked[]> {
    // git is not run in a folder that nobody vouches for.
    if (!vscode.workspace.isTrusted) return [];
    const tracked: Tracked[] = [];
    const texts = new TextsNow(this.#folders);
    for (const model of this.#campaigns.all) {
      for (const experiment of this.#wanted(model).slice(0, MOST_TRACKED)) {
        try {
          const code = await this.#reader.read(model.workspace, experiment);
          if (code !== null) tracked.push(await place(model, experiment, code, texts));
        } catch (error) {
          this.#log.warn(`${experiment.name}: its change cannot be read: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    return tracked;
  }

  #wanted({ live, workspace }: CampaignModel): Experiment[] {
    if (live === null || live.state.created?.diff === true) return [];
    const opened = this.#opened?.workspace === workspace ? this.#opened.experiment : null;
    return Object.values(live.state.experiments).filter((experiment) => {
      if (experiment.name === opened) return true;
      const review = computeReview(experiment, null);
      return review === 'to review' || review === 'accepted' || review === 'partly';
    });
  }
}

async function place(model: CampaignModel, experiment: Experiment, code: CandidateCode, texts: TextsNow): Promise<Tracked> {
  const files: TrackedFile[] = [];
  for (const file of code.files) {
    const absolute = path.join(code.root, file.newPath ?? file.oldPath ?? '');
    const now = await texts.of(absolute);
    // A renamed file may not have its new name yet.
    const former = now === null && file.oldPath !== null && file.oldPath !== file.newPath ? path.join(code.root, file.oldPath) : null;
    const present = former === null ? now : await texts.of(former);
    files.push({ ...placeFile(file, present), absolute: former !== null && present !== null ? former : absolute, present });
  }
  return { model, experiment, code, files, standing: foldStandings(files.map(({ standing }) => standing)) };
}

/** The texts of one pass: documents as they are in the editor, else files as they are on the disk. */
class TextsNow {
  readonly #known = new Map<string, Promise<string | null>>();
  readonly #folders: Folders;

  constructor(folders: Folders) {
    this.#folders = folders;
  }

  of(file: string): Promise<string | null> {
    const known = this.#known.get(file) ?? this.#read(file);
    this.#known.set(file, known);
    return known;
  }

  async #read(file: string): Promise<string | null> {
    const document = this.#folders.document(file);
    if (document !== undefined) return document.getText();
    try {
      return (await fs.promises.readFile(file, 'utf8')).replace(/^\uFEFF/, '');
    } catch {
      return null;
    }
  }
}
