import * as vscode from 'vscode';
import type { TargetName } from '../commands/target.ts';
import { COMMAND } from '../ids.ts';
import { Owner } from '../owner.ts';
import { onSettings, readSettings } from '../vscode/settings.ts';
import type { DocumentMarks } from './documentMarks.ts';

/** Accept, Reject and Compare above the first line of a candidate in a file; a lens to switch where several share the lines. */
export class CandidateLenses extends Owner implements vscode.CodeLensProvider {
  readonly #changed = this.own(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #marks: DocumentMarks;

  constructor(marks: DocumentMarks) {
    super();
    this.#marks = marks;
    this.own(marks.changed.on(() => this.#changed.fire()));
    this.own(onSettings(() => this.#changed.fire()));
    this.own(vscode.languages.registerCodeLensProvider({ scheme: 'file' }, this));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!readSettings().codeLens) return [];
    return this.#marks.of(document).flatMap(({ tracked, anchor, hasLenses, others }) => {
      if (!hasLenses) return [];
      const name: TargetName = { workspace: tracked.model.workspace, experiment: tracked.experiment.name };
      const lens = (title: string, command: string, ...more: readonly unknown[]) => new vscode.CodeLens(new vscode.Range(anchor, 0, anchor, 0), { title, command, arguments: [name, ...more] });
      return [
        lens('$(check)\u00a0Accept', COMMAND.accept),
        lens('$(close)\u00a0Reject', COMMAND.reject),
        lens('$(diff)\u00a0Compare', COMMAND.compare),
        ...(others.length === 0 ? [] : [lens(`$(layers)\u00a0${others.length} more here`, COMMAND.switchCandidate, others)]),
      ];
    });
  }
}
