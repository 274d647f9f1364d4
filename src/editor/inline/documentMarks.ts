import type * as vscode from 'vscode';
import { formatMetrics } from '../../campaign/numbers.ts';
import type { CandidateTracker, Tracked } from './tracker.ts';
import { glyphOf } from '../look/glyph.ts';
import { computeReview } from '../look/review.ts';
import { wordOf } from '../look/words.ts';
import { Owner } from '../owner.ts';
import { Signal } from '../signal.ts';
import type { Folders } from '../vscode/folders.ts';
import { computeMarks, type Mark, type PlacedCandidate } from './marks.ts';

export interface DocumentMark extends Mark {
  readonly tracked: Tracked;
}

/** The marks of each document, computed once for decorations, lenses and hovers alike. */
export class DocumentMarks extends Owner {
  readonly changed = this.own(new Signal());
  readonly #tracker: CandidateTracker;
  readonly #folders: Folders;
  /** By file: the candidate that the user switched to. */
  readonly #chosen = new Map<string, string>();

  constructor(tracker: CandidateTracker, folders: Folders) {
    super();
    this.#tracker = tracker;
    this.#folders = folders;
    this.own(tracker.changed.on(() => this.changed.fire()));
  }

  of(document: vscode.TextDocument): DocumentMark[] {
    const file = this.#folders.realPath(document.uri);
    if (file === undefined) return [];
    const placed = this.#tracker.tracked.flatMap((tracked) => placedIn(tracked, file, document, tracked.experiment.name === this.#tracker.opened));
    const marks = computeMarks(placed, document.lineCount, this.#chosen.get(file) ?? this.#tracker.opened);
    return marks.flatMap((mark) => {
      const tracked = this.#tracker.tracked.find(({ experiment }) => experiment.name === mark.experiment);
      return tracked === undefined ? [] : [{ ...mark, tracked }];
    });
  }

  /** Shows another candidate on the lines of this one. */
  choose(document: vscode.TextDocument, experiment: string): void {
    const file = this.#folders.realPath(document.uri);
    if (file === undefined) return;
    this.#chosen.set(file, experiment);
    this.changed.fire();
  }
}

/** Only where the placement is of the text that the document has now: lines that moved are not tinted. */
function placedIn({ model, experiment, files }: Tracked, file: string, document: vscode.TextDocument, isOpened: boolean): PlacedCandidate[] {
  const review = computeReview(experiment, 'out');
  const isShown = review === 'to review' || review === 'undone' || review === 'partly' || isOpened;
  const found = files.find(({ absolute }) => absolute === file);
  if (!isShown || found === undefined || found.present !== document.getText()) return [];
  const metrics = model.definition?.metrics ?? [];
  const numbers = formatMetrics(metrics, experiment.estimates);
  const primary = metrics[0];
  const sign = primary?.better === 'lower' ? -1 : 1;
  const rank = sign * (experiment.estimates[primary?.name ?? '']?.delta ?? -Infinity);
  return [{ experiment: experiment.name, glyph: glyphOf(experiment), numbers: numbers || wordOf(experiment), hunks: found.file.hunks, placements: found.placements, rank }];
}
