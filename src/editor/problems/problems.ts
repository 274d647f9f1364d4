import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { ownerOf, readEngineLock } from '../../campaign/store/engineLock.ts';
import { workspaceCache } from '../../campaign/store/layout.ts';
import { VERSION } from '../../support/version.ts';
import { requireModel } from '../commands/requireModel.ts';
import type { EditorContext } from '../context.ts';
import type { CampaignModel } from '../model/campaignModel.ts';
import { sentence } from '../vscode/commands.ts';
import { pickOne, type Option } from '../vscode/pick.ts';
import { computeReport, describeEngine, type ProblemFacts } from './computeReport.ts';
import { redact } from './redact.ts';

const LOG_TAIL = 8_000;

type Wish = 'log' | 'engineLog' | 'restart' | 'report';

/** Engine state, last error, log, restart, and a report that can be sent. */
export async function showProblems(context: EditorContext): Promise<void> {
  const model = requireModel(context);
  const facts = readFacts(model);
  const last = facts.problem === null ? 'No error since this window was opened.' : sentence(facts.problem.message);
  const options: Option<Wish>[] = [
    { label: 'Show the log of this window', icon: 'output', value: 'log' },
    { label: 'Show the engine’s log', icon: 'file', value: 'engineLog', description: path.basename(engineLogFile(model)) },
    { label: 'Restart the engine', icon: 'debug-restart', value: 'restart', description: 'the campaign goes on where it is', detail: vscode.workspace.isTrusted ? '' : 'Needs a trusted workspace.' },
    { label: 'Make a report to send', icon: 'report', value: 'report', description: 'opens a text, without names, tokens and code; nothing is sent' },
  ];
  switch (await pickOne({ title: describeEngine(facts), step: 1, steps: 1, prompt: last }, options)) {
    case 'log':
      return context.log.show(true);
    case 'engineLog':
      return show(facts.engineLog, 'log');
    case 'restart':
      return model.restart();
    case 'report': {
      const known = { home: os.homedir(), user: os.userInfo().username, host: os.hostname(), environment: process.env };
      return show(redact(computeReport(facts), known), 'markdown');
    }
  }
}

function readFacts(model: CampaignModel): ProblemFacts {
  const lock = readEngineLock(model.workspace) ?? null;
  const now = Date.now();
  return {
    version: VERSION,
    editor: vscode.version,
    platform: `${os.platform()} ${os.arch()}, Node ${process.versions.node}${vscode.env.remoteName === undefined ? '' : `, ${vscode.env.remoteName}`}`,
    now,
    owner: ownerOf(lock ?? undefined, now),
    lock,
    isConnected: model.isConnected,
    problem: model.problem?.report() ?? null,
    campaign: model.live?.id ?? '',
    state: model.live?.state ?? null,
    engineLog: tailOf(engineLogFile(model)),
  };
}

function engineLogFile({ workspace }: CampaignModel): string {
  return path.join(workspaceCache(workspace), 'engine.log');
}

function tailOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').slice(-LOG_TAIL);
  } catch {
    return '';
  }
}

async function show(content: string, language: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ content, language });
  await vscode.window.showTextDocument(document, { preview: true });
}
