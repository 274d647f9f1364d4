import type * as vscode from 'vscode';
import type { CandidateReader } from './code/candidateCode.ts';
import type { CandidateTracker } from './inline/tracker.ts';
import type { Campaigns } from './model/campaigns.ts';
import type { Folders } from './vscode/folders.ts';
import type { Log } from './vscode/log.ts';

/** What features are made of; each takes what it needs. */
export interface EditorContext {
  readonly extension: vscode.Uri;
  /** Where the engine's bundle lies. */
  readonly engineFile: string;
  readonly memory: vscode.Memento;
  readonly log: Log;
  readonly folders: Folders;
  readonly campaigns: Campaigns;
  readonly reader: CandidateReader;
  readonly tracker: CandidateTracker;
}
