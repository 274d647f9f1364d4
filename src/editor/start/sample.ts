import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../campaign/failure.ts';
import { Git } from '../../support/git.ts';

/** The program that the extension brings to try a campaign on. */
export interface SampleContext {
  readonly extension: vscode.Uri;
  /** Remembers over the opening of another folder where a campaign is to be offered. */
  readonly memory: vscode.Memento;
}

const SAMPLE = 'tinylm';
const OFFER = 'offerStartIn';
const OFFER_MS = 10 * 60_000;
/** What building there left behind. */
const LEFT_OUT = new Set(['build', '.marginalia', '.git']);

export function samplePath(extension: vscode.Uri): string {
  return vscode.Uri.joinPath(extension, 'examples', SAMPLE).fsPath;
}

export function hasSample(extension: vscode.Uri): boolean {
  return fs.existsSync(path.join(samplePath(extension), 'marginalia.yaml'));
}

/** Copies the sample to a folder that the user picks, makes it a repository, and opens it. */
export async function trySample({ extension, memory }: SampleContext): Promise<void> {
  if (!hasSample(extension)) throw new Failure('missing-input', 'the sample did not come with this installation');
  const picked = await vscode.window.showOpenDialog({
    title: 'Where should the sample be put?',
    openLabel: 'Put the sample here',
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
  });
  const parent = picked?.[0]?.fsPath;
  if (parent === undefined) return;
  const folder = await copySample(samplePath(extension), parent);
  await memory.update(OFFER, { folder: await fs.promises.realpath(folder), at: Date.now() });
  const hasFolder = (vscode.workspace.workspaceFolders ?? []).length > 0;
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceNewWindow: hasFolder });
}

export async function copySample(from: string, parent: string): Promise<string> {
  const folder = freeName(path.join(parent, SAMPLE));
  await fs.promises.cp(from, folder, { recursive: true, filter: (source) => source === from || !LEFT_OUT.has(path.basename(source)) });
  const git = new Git();
  await git.text(['init', '--quiet', '--initial-branch=main'], { cwd: folder });
  await git.text(['add', '--all'], { cwd: folder });
  await git.text(['commit', '--quiet', '--message=The sample as it came with Marginalia'], { cwd: folder });
  return folder;
}

function freeName(folder: string): string {
  if (!fs.existsSync(folder)) return folder;
  for (let n = 2; ; n += 1) if (!fs.existsSync(`${folder}-${n}`)) return `${folder}-${n}`;
}

/** Whether a campaign is to be offered in this window, since its folder was just made for that. True once. */
export async function takeOffer(memory: vscode.Memento, workspaces: readonly string[]): Promise<boolean> {
  const offer = memory.get<{ readonly folder: string; readonly at: number }>(OFFER);
  if (offer === undefined || !workspaces.includes(offer.folder)) return false;
  await memory.update(OFFER, undefined);
  return Date.now() - offer.at < OFFER_MS;
}
