import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../campaign/failure.ts';
import type { Experiment } from '../../campaign/state.ts';
import type { CandidateCode } from '../code/candidateCode.ts';
import type { Target } from '../commands/target.ts';
import type { EditorContext } from '../context.ts';
import type { CampaignModel } from '../model/campaignModel.ts';
import { Owner } from '../owner.ts';
import { environment } from '../vscode/environment.ts';
import { toast, whisper } from '../vscode/toast.ts';
import { applyPlan } from './applyPlan.ts';
import { planAccept, type EditorPlan } from './plan.ts';
import { readPresent, type PresentTexts } from './presentTexts.ts';
import { SavedAccepts } from './savedAccepts.ts';
import { UnsavedAccepts } from './unsavedAccepts.ts';

/**
 * Accepting in the editor: the change is made in the documents, as one edit that one undo takes back, and never behind an open
 * buffer. What was clean is saved; then the engine is told, which finds every line in place and only records the word.
 * What was dirty stays dirty: it is recorded once the user saves. Only what is no text goes through the engine's hands.
 */
export class AcceptInEditor extends Owner {
  readonly #context: EditorContext;
  readonly #unsaved: UnsavedAccepts;
  readonly #saved = this.own(new SavedAccepts());
  /** One accept at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(context: EditorContext) {
    super();
    this.#context = context;
    this.#unsaved = this.own(new UnsavedAccepts((model, experiment) => record(model, experiment), context.log));
  }

  accept(target: Target): Promise<void> {
    const next = this.#last.then(() => this.#accept(target, []));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #accept(target: Target, along: readonly Experiment[]): Promise<void> {
    const { model, experiment } = target;
    if (model.live?.state.created?.diff === true) return this.#byEngine(target, []);
    const all = [...along, experiment];
    const { reader, folders } = this.#context;
    const codes = await Promise.all(all.map(async (one) => reader.read(model.workspace, one)));
    const [first] = codes;
    if (first === null || first === undefined || codes.some((code) => code === null)) throw new Failure('conflict', `${experiment.name} does not apply to the campaign’s code, so there is nothing to accept`);
    const known = codes.filter((code) => code !== null);
    const present = await readPresent(first.root, pathsOf(known), folders);
    const plan = planAccept(known, present.of);
    switch (plan.kind) {
      case 'conflict':
        return this.#conflict(target, along, plan, present);
      case 'engine':
        return this.#engineInstead(target, along, known, plan.why, present);
      case 'edits':
        return this.#edit(model, all, first.root, plan, present);
    }
  }

  async #edit(model: CampaignModel, all: readonly Experiment[], root: string, plan: Extract<EditorPlan, { kind: 'edits' }>, present: PresentTexts): Promise<void> {
    const documents = await applyPlan(root, plan.files, this.#context.folders, present.isStill);
    const dirtyBefore = new Set(plan.files.filter(({ path: file }) => present.isDirty(file)).map(({ path: file }) => path.join(root, file)));
    const toSave = documents.filter((document) => !dirtyBefore.has(this.#context.folders.realPath(document.uri) ?? ''));
    const texts = new Map(plan.files.map(({ path: file, before }) => [path.join(root, file), before]));
    for (const document of toSave) {
      this.#saved.add(document, texts.get(this.#context.folders.realPath(document.uri) ?? '') ?? '');
      await document.save();
    }
    const left = documents.filter(({ isDirty }) => isDirty);
    this.#context.tracker.request();
    if (left.length > 0) {
      for (const one of all) this.#unsaved.add({ model, experiment: one.name, documents: left });
      whisper(`${all.map(({ name }) => name).join(', ')}: in your unsaved ${left.length === 1 ? 'file' : 'files'}, recorded once you save`);
      return;
    }
    for (const one of all) await record(model, one.name);
    whisper(plan.files.length === 0 ? `${nameAll(all)} accepted; every line was in your files already` : `${nameAll(all)} accepted; undo takes it back`);
  }

  async #conflict(target: Target, along: readonly Experiment[], plan: Extract<EditorPlan, { kind: 'conflict' }>, present: PresentTexts): Promise<void> {
    const { model, experiment } = target;
    const needed = along.length > 0 ? [] : neededBy(model, experiment);
    const where = plan.conflicts.map(({ path: file, why }) => `${file}: ${why}${present.isDirty(file) ? ', with changes that you have not saved' : ''}`).join('; ');
    const told = `${experiment.name} does not fit your files as they are now. ${where}. Nothing was changed.`;
    const both = { label: `Accept with ${needed.map(({ name }) => name).join(', ')}`, value: 'both' as const };
    const compare = { label: 'Compare', value: 'compare' as const };
    const measured = needed.length === 0 ? '' : ` It was measured on ${needed.map(({ name }) => name).join(', ')}, kept but not accepted.`;
    const pressed = await toast('warning', `${told}${measured}`, needed.length > 0 ? [both, compare] : [compare]);
    if (pressed === 'both') return this.#accept(target, needed);
    if (pressed === 'compare') await vscode.commands.executeCommand('marginalia.compare', { workspace: model.workspace, experiment: experiment.name });
  }

  /** The engine writes to the disk: never under a document that has unsaved changes. */
  async #engineInstead(target: Target, along: readonly Experiment[], codes: readonly CandidateCode[], why: string, present: PresentTexts): Promise<void> {
    const dirty = pathsOf(codes).filter((file) => present.isDirty(file));
    if (dirty.length > 0) throw new Failure('conflict', `${dirty.join(', ')} has changes that are not saved, and ${target.experiment.name} cannot be put in as text (${why})`, 'Save or revert, then accept again.');
    this.#context.log.info(`${target.experiment.name} is accepted through the engine: ${why}`);
    return this.#byEngine(target, along);
  }

  async #byEngine({ model, experiment }: Target, along: readonly Experiment[]): Promise<void> {
    for (const one of [...along, experiment]) await record(model, one.name);
    this.#context.tracker.request();
    whisper(`${nameAll([...along, experiment])} accepted`);
  }
}

/** The engine compares the files with the candidate: lines that are in place are recorded, others it would write. */
async function record(model: CampaignModel, experiment: string): Promise<void> {
  const campaign = model.live?.id ?? '';
  await model.withEngine((client) => client.request('accept', { request: crypto.randomUUID(), campaign, experiment, environment: environment() }));
}

/** Kept candidates that this one was measured on and that are not in the user's files yet, oldest first. */
function neededBy({ live }: CampaignModel, { on }: Experiment): Experiment[] {
  return on.flatMap((name) => {
    const other = live?.state.experiments[name];
    return other === undefined || other.review === 'accepted' ? [] : [other];
  });
}

function pathsOf(codes: readonly CandidateCode[]): string[] {
  return [...new Set(codes.flatMap(({ files }) => files.flatMap(({ oldPath, newPath }) => [oldPath, newPath].filter((one) => one !== null))))];
}

function nameAll(experiments: readonly Experiment[]): string {
  return experiments.map(({ name }) => name).join(' and ');
}
