import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { AcceptInEditor } from '../accept/accept.ts';
import type { Compare } from '../compare/compare.ts';
import type { EditorContext } from '../context.ts';
import { COMMAND } from '../ids.ts';
import type { DocumentMarks } from '../inline/documentMarks.ts';
import type { Disposable } from '../owner.ts';
import { registerCommand } from '../vscode/commands.ts';
import { environment } from '../vscode/environment.ts';
import { askText, pickOne } from '../vscode/pick.ts';
import { askModal, whisper } from '../vscode/toast.ts';
import { showExperimentLog } from './experimentLog.ts';
import { openCandidate, stepCandidate } from './navigate.ts';
import { chooseTarget, type Target } from './target.ts';

export interface CandidateFeatures {
  readonly accept: AcceptInEditor;
  readonly compare: Compare;
  readonly marks: DocumentMarks;
}

/** What can be done with one candidate. */
export function registerCandidateCommands(context: EditorContext, { accept, compare, marks }: CandidateFeatures): Disposable[] {
  const { log } = context;
  return [
    registerCommand(log, COMMAND.accept, async (argument) => accept.accept(await chooseTarget(context, argument, 'Accept', ({ candidate, review }) => candidate !== null && review !== 'accepted'))),
    registerCommand(log, COMMAND.reject, async (argument) => reject(context, await chooseTarget(context, argument, 'Reject', ({ review }) => review !== 'rejected'))),
    registerCommand(log, COMMAND.compare, async (argument) => compare.show(await chooseTarget(context, argument, 'Compare', ({ candidate }) => candidate !== null))),
    registerCommand(log, COMMAND.openCandidate, (argument) => openCandidate(context, argument, (target) => compare.show(target))),
    registerCommand(log, COMMAND.nextCandidate, () => stepCandidate(context, marks, 1)),
    registerCommand(log, COMMAND.previousCandidate, () => stepCandidate(context, marks, -1)),
    registerCommand(log, COMMAND.switchCandidate, (_, others) => switchCandidate(marks, others)),
    registerCommand(log, COMMAND.showExperimentLog, async (argument) => showExperimentLog(await chooseTarget(context, argument, 'Show the log of', ({ logs }) => logs.length > 0))),
    registerCommand(log, COMMAND.continueExperiment, async (argument) => goOn(await chooseTarget(context, argument, 'Continue measuring', canContinue))),
    registerCommand(log, COMMAND.overrule, async (argument) => overrule(await chooseTarget(context, argument, 'Overrule', ({ state }) => state === 'refused'))),
  ];
}

function canContinue({ verdict }: Target['experiment']): boolean {
  return verdict === 'futile' || verdict === 'not_confirmed' || verdict === 'inconclusive' || verdict === 'guard_unresolved';
}

/** A change of state alone: no file is touched. */
async function reject({ tracker }: EditorContext, { model, experiment }: Target): Promise<void> {
  const reason = await askText({ title: `Reject ${experiment.name}`, step: 1, steps: 1, prompt: 'Why? It goes to the campaign’s record. May stay empty; Escape keeps the candidate.' }, '', (text) => (text.length > 2_000 ? 'At most 2000 characters.' : undefined));
  const campaign = model.live?.id ?? '';
  await model.withEngine((client) => client.request('reject', { request: randomUUID(), campaign, experiment: experiment.name, reason, environment: environment() }));
  const isIn = tracker.standingOf(model, experiment.name) === 'in';
  whisper(isIn ? `${experiment.name} rejected; its lines are still in your files` : `${experiment.name} rejected`);
}

async function goOn({ model, experiment }: Target): Promise<void> {
  const campaign = model.live?.id ?? '';
  await model.withEngine((client) => client.request('continue', { request: randomUUID(), campaign, experiment: experiment.name, environment: environment() }));
  whisper(`${experiment.name} is measured further`);
}

/** The gate's reasons are read before they are overruled. */
async function overrule({ model, experiment }: Target): Promise<void> {
  const reasons = experiment.refusals.map(({ path, why }) => `${path}: ${why}`).join('\n');
  const said = await askModal(`Measure ${experiment.name} although it was refused?`, reasons, [{ label: 'Overrule', value: true }]);
  if (said !== true) return;
  const campaign = model.live?.id ?? '';
  await model.withEngine((client) => client.request('overrule', { request: randomUUID(), campaign, experiment: experiment.name, environment: environment() }));
}

async function switchCandidate(marks: DocumentMarks, others: unknown): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const here = marks.of(editor.document).find(({ anchor, others: rest }) => rest.length > 0 && Math.abs(anchor - editor.selection.active.line) < 50);
  const names = Array.isArray(others) ? others.filter((one) => typeof one === 'string') : (here?.others ?? []);
  const [first] = names;
  if (first === undefined) return;
  const chosen = names.length === 1 ? first : await pickOne({ title: 'Switch candidate', step: 1, steps: 1, prompt: 'Other candidates on these lines' }, names.map((name) => ({ label: name, value: name })));
  marks.choose(editor.document, chosen);
}
