import * as vscode from 'vscode';
import { Failure } from '../../campaign/failure.ts';
import { experimentsInOrder, type Experiment } from '../../campaign/state.ts';
import type { EditorContext } from '../context.ts';
import { computeReview, isToReview, shownWord } from '../look/review.ts';
import { glyphOf } from '../look/glyph.ts';
import { primaryText, wordOf } from '../look/words.ts';
import type { CampaignModel } from '../model/campaignModel.ts';
import { pickOne } from '../vscode/pick.ts';

/** The candidate that a command is about. */
export interface Target {
  readonly model: CampaignModel;
  readonly experiment: Experiment;
}

/** How lenses, hovers and the sidebar name a candidate. */
export interface TargetName {
  readonly workspace: string;
  readonly experiment: string;
}

/** From a tree row, a lens or the sidebar; without an argument the one under the cursor, else the user picks. Rejects with Cancelled. */
export async function chooseTarget(context: EditorContext, argument: unknown, prompt: string, suits: (experiment: Experiment) => boolean): Promise<Target> {
  const named = nameOf(argument);
  const model = named === null ? context.campaigns.current : context.campaigns.of(named.workspace);
  if (model === undefined || model.live === null) throw new Failure('no-campaign', 'there is no campaign in this workspace yet', 'Start one first.');
  const { experiments } = model.live.state;
  const name = named?.experiment ?? underCursor(context, model);
  const experiment = name !== null && Object.hasOwn(experiments, name) ? experiments[name] : undefined;
  if (experiment !== undefined) return { model, experiment };
  if (named !== null) throw new Failure('unknown-candidate', `the campaign has no candidate “${named.experiment}”`);
  return pick(context, model, prompt, suits);
}

function nameOf(argument: unknown): TargetName | null {
  if (typeof argument !== 'object' || argument === null) return null;
  if ('workspace' in argument && 'experiment' in argument && typeof argument.workspace === 'string' && typeof argument.experiment === 'string') {
    return { workspace: argument.workspace, experiment: argument.experiment };
  }
  if (!('model' in argument)) return null;
  // A row of the tree: an experiment has its name, a hunk that of its experiment.
  const { model } = argument as { readonly model: CampaignModel };
  if ('name' in argument && typeof argument.name === 'string') return { workspace: model.workspace, experiment: argument.name };
  if ('experiment' in argument && typeof argument.experiment === 'string') return { workspace: model.workspace, experiment: argument.experiment };
  return null;
}

/** In an editor the candidate whose lines the cursor is in; beside a comparison the one that is compared. */
function underCursor({ tracker, folders }: EditorContext, model: CampaignModel): string | null {
  const editor = vscode.window.activeTextEditor;
  const compared = comparedIn(vscode.window.tabGroups.activeTabGroup.activeTab);
  if (compared !== null && Object.hasOwn(model.live?.state.experiments ?? {}, compared)) return compared;
  const file = editor === undefined ? undefined : folders.realPath(editor.document.uri);
  if (editor === undefined || file === undefined) return null;
  const { line } = editor.selection.active;
  const hit = tracker.tracked.find(
    (one) => one.model === model && one.files.some(({ absolute, placements }) => absolute === file && placements.some((at) => at.state !== 'other' && line >= at.line - 1 && line <= at.line + Math.max(at.count, 1))),
  );
  return hit?.experiment.name ?? null;
}

function comparedIn(tab: vscode.Tab | undefined): string | null {
  if (tab?.input instanceof vscode.TabInputTextDiff) return new URLSearchParams(tab.input.modified.query).get('experiment');
  // The tab of several files has no input that extensions can read; its title begins with the candidate's name.
  return tab !== undefined && tab.input === undefined ? (tab.label.split(' · ')[0] ?? null) : null;
}

async function pick({ tracker }: EditorContext, model: CampaignModel, prompt: string, suits: (experiment: Experiment) => boolean): Promise<Target> {
  const { live, definition } = model;
  const review = (experiment: Experiment) => computeReview(experiment, tracker.standingOf(model, experiment.name));
  const all = live === null ? [] : experimentsInOrder(live.state).filter(suits);
  if (all.length === 0) throw new Failure('unknown-candidate', 'no candidate is ready for that yet');
  const sorted = all.sort((a, b) => Number(isToReview(review(b))) - Number(isToReview(review(a))) || a.order - b.order);
  const options = sorted.map((experiment) => {
    const glyph = glyphOf(experiment);
    const numbers = definition === null ? '' : primaryText(definition, experiment);
    const description = [wordOf(experiment), shownWord(review(experiment)), numbers].filter((part) => part !== '').join(' · ');
    return { label: experiment.name, description, detail: experiment.proposal.title, icon: `marginalia-${glyph}`, value: experiment };
  });
  return { model, experiment: await pickOne({ title: prompt, step: 1, steps: 1, prompt: 'Candidate' }, options) };
}
