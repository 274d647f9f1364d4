import * as vscode from 'vscode';
import { GLYPH_NAMES, type GlyphName } from '../../protocol/webview.ts';
import { Owner } from '../owner.ts';
import { Pace } from '../pace.ts';
import { onSettings, readSettings } from '../vscode/settings.ts';
import type { DocumentMark, DocumentMarks } from './documentMarks.ts';
import { hoverOf } from './hover.ts';

const PACE_MS = 60;

/** Draws the marks: tint, gutter icon and the deltas at the line's end. In High Contrast a left bar stands for the tint. */
export class CandidateDecorations extends Owner {
  readonly #marks: DocumentMarks;
  readonly #pace = this.own(new Pace(PACE_MS, () => this.#draw()));
  readonly #replaced = this.own(
    vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('diffEditor.removedLineBackground'),
      borderColor: new vscode.ThemeColor('diffEditor.removedTextBorder'),
      borderStyle: 'solid',
      borderWidth: '0 0 0 3px',
      overviewRulerColor: new vscode.ThemeColor('diffEditorOverview.removedForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  readonly #inserts = this.own(
    vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      borderColor: new vscode.ThemeColor('diffEditorOverview.insertedForeground'),
      borderStyle: 'dashed',
      borderWidth: '0 0 1px 0',
      overviewRulerColor: new vscode.ThemeColor('diffEditorOverview.insertedForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    }),
  );
  readonly #numbers = this.own(vscode.window.createTextEditorDecorationType({ after: { color: new vscode.ThemeColor('descriptionForeground'), margin: '0 0 0 2em' } }));
  readonly #gutters: ReadonlyMap<GlyphName, vscode.TextEditorDecorationType>;

  constructor(marks: DocumentMarks, extension: vscode.Uri) {
    super();
    this.#marks = marks;
    const icon = (theme: 'light' | 'dark', name: GlyphName) => ({ gutterIconPath: vscode.Uri.joinPath(extension, 'media', 'gutter', theme, `${name}.svg`), gutterIconSize: '80%' });
    this.#gutters = new Map(GLYPH_NAMES.map((name) => [name, this.own(vscode.window.createTextEditorDecorationType({ light: icon('light', name), dark: icon('dark', name) }))]));
    this.own(marks.changed.on(() => this.#pace.request()));
    this.own(vscode.window.onDidChangeVisibleTextEditors(() => this.#pace.request()));
    this.own(onSettings(() => this.#pace.request()));
  }

  #draw(): void {
    const isOn = readSettings().decorations;
    for (const editor of vscode.window.visibleTextEditors) if (editor.document.uri.scheme === 'file') this.#drawIn(editor, isOn ? this.#marks.of(editor.document) : []);
  }

  #drawIn(editor: vscode.TextEditor, marks: readonly DocumentMark[]): void {
    const line = (at: number) => editor.document.lineAt(at).range;
    const hovered = (at: number, mark: DocumentMark): vscode.DecorationOptions => ({ range: line(at), hoverMessage: hoverOf(mark) });
    editor.setDecorations(this.#replaced, marks.flatMap((mark) => mark.replaced.map((at) => hovered(at, mark))));
    editor.setDecorations(this.#inserts, marks.flatMap((mark) => (mark.replaced.length > 0 ? [] : mark.inserts.map((at) => hovered(at, mark)))));
    editor.setDecorations(this.#numbers, marks.map(({ anchor, text }) => ({ range: new vscode.Range(line(anchor).end, line(anchor).end), renderOptions: { after: { contentText: text } } })));
    for (const [glyph, type] of this.#gutters) editor.setDecorations(type, marks.filter((mark) => mark.glyph === glyph).map(({ anchor }) => line(anchor)));
  }
}
