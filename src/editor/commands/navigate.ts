import * as vscode from 'vscode';
import { Failure } from '../../campaign/failure.ts';
import type { EditorContext } from '../context.ts';
import type { DocumentMarks } from '../inline/documentMarks.ts';
import { lineOf } from '../tree/hunkRows.ts';
import { chooseTarget, type Target } from './target.ts';

/** Shows a candidate where its lines are in the user's files; compares it where they are not there. */
export async function openCandidate(context: EditorContext, argument: unknown, compare: (target: Target) => Promise<void>): Promise<void> {
  const target = await chooseTarget(context, argument, 'Show', () => true);
  const { model, experiment } = target;
  context.tracker.open(model, experiment.name);
  const code = await context.reader.read(model.workspace, experiment);
  if (code === null) {
    await vscode.window.showInformationMessage(`${experiment.name}: ${experiment.reason || 'it has no code of its own yet.'}`);
    return;
  }
  const tracked = await waitForTracked(context, target);
  const wanted = wantedPath(argument);
  const file = tracked?.files.find((one) => wanted === null || one.file.newPath === wanted || one.file.oldPath === wanted);
  if (file === undefined || file.present === null || file.standing === 'unclear') return compare(target);
  const at = wantedLine(argument) ?? file.file.hunks.map((hunk, i) => lineOf(hunk, file.placements[i] ?? null))[0] ?? 0;
  await reveal(context, file.absolute, at);
}

/** A hunk of the tree says where it stands. */
function wantedPath(argument: unknown): string | null {
  return typeof argument === 'object' && argument !== null && 'path' in argument && typeof argument.path === 'string' ? argument.path : null;
}

function wantedLine(argument: unknown): number | null {
  return typeof argument === 'object' && argument !== null && 'line' in argument && typeof argument.line === 'number' ? argument.line : null;
}

const PATIENCE_MS = 2_000;

/** The tracker looks at what was opened on its next pass. */
async function waitForTracked({ tracker }: EditorContext, { model, experiment }: Target) {
  const find = () => tracker.tracked.find((one) => one.model === model && one.experiment.name === experiment.name);
  const end = Date.now() + PATIENCE_MS;
  while (find() === undefined && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  return find();
}

async function reveal({ folders }: EditorContext, file: string, line: number): Promise<void> {
  const editor = await vscode.window.showTextDocument(folders.uri(file));
  const at = new vscode.Position(Math.min(line, editor.document.lineCount - 1), 0);
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

interface Stop {
  readonly file: string;
  readonly line: number;
}

/** From the cursor to the next candidate's lines that wait for review, over all files and around the end. */
export async function stepCandidate(context: EditorContext, marks: DocumentMarks, step: 1 | -1): Promise<void> {
  const stops = await listStops(context, marks);
  const first = step === 1 ? stops[0] : stops.at(-1);
  if (first === undefined) throw new Failure('unknown-candidate', 'no candidate’s lines wait for review in your files');
  const editor = vscode.window.activeTextEditor;
  const file = editor === undefined ? undefined : context.folders.realPath(editor.document.uri);
  const here: Stop = { file: file ?? '', line: editor?.selection.active.line ?? -1 };
  const next = step === 1 ? stops.find((stop) => compareStops(stop, here) > 0) : stops.findLast((stop) => compareStops(stop, here) < 0);
  const { file: to, line } = next ?? first;
  await reveal(context, to, line);
}

async function listStops({ tracker, folders }: EditorContext, marks: DocumentMarks): Promise<Stop[]> {
  const files = [...new Set(tracker.tracked.flatMap((one) => one.files.filter(({ standing, present }) => standing !== 'in' && present !== null).map(({ absolute }) => absolute)))];
  const stops: Stop[] = [];
  for (const file of files) {
    const document = await vscode.workspace.openTextDocument(folders.uri(file));
    for (const { anchor, hasLenses } of marks.of(document)) if (hasLenses) stops.push({ file, line: anchor });
  }
  return stops.sort(compareStops);
}

function compareStops(a: Stop, b: Stop): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}
