import * as vscode from 'vscode';
import { Failure } from '../../campaign/failure.ts';
import { listCampaigns, readCampaign } from '../../campaign/store/read.ts';
import type { EditorContext } from '../context.ts';
import { COMMAND, VIEW } from '../ids.ts';
import { phaseWord, shownPhase } from '../look/words.ts';
import { definitionOf } from '../model/definitionOf.ts';
import type { CampaignModel } from '../model/campaignModel.ts';
import type { Disposable } from '../owner.ts';
import { registerCommand } from '../vscode/commands.ts';
import { askText, pickOne } from '../vscode/pick.ts';
import { withProgress } from '../vscode/progress.ts';
import { showProblems } from '../problems/problems.ts';
import { clean } from './clean.ts';
import { openDefinition } from './openDefinition.ts';
import { requireModel } from './requireModel.ts';

const TITLE = 'Resume campaign';

/** Attach, stop, resume, report: what concerns a campaign as a whole. */
export function registerCampaignCommands(context: EditorContext): Disposable[] {
  const { log } = context;
  return [
    registerCommand(log, COMMAND.attach, () => attach(context)),
    registerCommand(log, COMMAND.stop, () => stop(context)),
    registerCommand(log, COMMAND.resume, () => resume(context)),
    registerCommand(log, COMMAND.openReport, () => openReport(context)),
    registerCommand(log, COMMAND.openDefinition, () => openDefinition(context)),
    registerCommand(log, COMMAND.clean, () => clean(context)),
    registerCommand(log, COMMAND.showLog, () => log.show(true)),
    registerCommand(log, COMMAND.showProblems, () => showProblems(context)),
  ];
}

/** Follows the campaign at work, or shows an earlier one. */
async function attach(context: EditorContext): Promise<void> {
  const model = requireModel(context);
  await model.refresh();
  const ids = await listCampaigns(model.workspace);
  if (ids.length === 0) throw new Failure('no-campaign', 'there is no campaign in this workspace yet', 'Start one first.');
  const chosen = ids.length === 1 || model.live?.live === true ? undefined : await chooseCampaign(model, ids);
  await model.choose(chosen);
  await vscode.commands.executeCommand(`${VIEW.campaign}.focus`);
}

async function chooseCampaign(model: CampaignModel, ids: readonly string[]): Promise<string> {
  const options = await Promise.all(
    ids.toReversed().map(async (id) => {
      const { state } = await readCampaign(model.workspace, id);
      const isLive = model.live?.id === id && model.live.live;
      return { label: id, description: phaseWord(shownPhase(state, isLive)).toLowerCase(), detail: definitionOf(state)?.goal ?? '', icon: 'beaker', value: id };
    }),
  );
  return pickOne({ title: 'Show campaign', step: 1, steps: 1, prompt: 'Campaigns of this workspace, the latest first' }, options);
}

async function stop(context: EditorContext): Promise<void> {
  const model = requireModel(context);
  const campaign = model.live?.live === true ? model.live.id : undefined;
  if (campaign === undefined) throw new Failure('no-campaign', 'no campaign is running here');
  await withProgress('Stopping the campaign', ({ report, signal }) => {
    report('the pair under way is dropped');
    // What was asked for cannot be taken back; only the waiting ends.
    const given = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    const stopped = model.withEngine((client) => client.request('stop', { request: crypto.randomUUID(), campaign }));
    return Promise.race([stopped.then(() => undefined), given]);
  });
}

async function resume(context: EditorContext): Promise<void> {
  const model = requireModel(context);
  const { live, definition } = model;
  if (live === null || definition === null) throw new Failure('no-campaign', 'there is no campaign in this workspace yet', 'Start one first.');
  if (live.live) throw new Failure('busy', `campaign ${live.id} is running already`);
  const limits = live.state.end?.how === 'budget' ? await askLimits(live.state.budget, definition.budget) : {};
  await model.resume(limits);
}

/** What ran out of its budget needs a new one, for the campaign as a whole. */
async function askLimits(now: { readonly experiments: number | null; readonly hours: number | null }, planned: { readonly experiments: number; readonly hours: number }): Promise<{ experiments?: number; hours?: number }> {
  const [hours, experiments] = [now.hours ?? planned.hours, now.experiments ?? planned.experiments];
  const positive = (text: string) => (Number(text) > 0 ? undefined : 'A number above zero.');
  const title = (step: number, prompt: string) => ({ title: TITLE, step, steps: 2, prompt });
  const newHours = Number(await askText(title(1, `Hours for the whole campaign (it had ${hours})`), String(hours * 2), positive));
  const whole = (text: string) => (/^\d+$/.test(text) && Number(text) > 0 ? undefined : 'A whole number above zero.');
  const newExperiments = Number(await askText(title(2, `Experiments for the whole campaign (it had ${experiments})`), String(experiments), whole));
  return { hours: newHours, experiments: newExperiments };
}

async function openReport(context: EditorContext): Promise<void> {
  const model = requireModel(context);
  const campaign = model.live?.id;
  if (campaign === undefined) throw new Failure('no-campaign', 'there is no campaign in this workspace yet', 'Start one first.');
  const { markdown, html } = await withProgress('Writing the report', () => model.withEngine((client) => client.request('report', { campaign })));
  const uri = context.folders.uri(markdown);
  await vscode.commands.executeCommand('markdown.showPreview', uri);
  context.log.info(`report: ${markdown}, ${html}`);
}
