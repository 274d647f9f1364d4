import * as vscode from 'vscode';
import { Failure } from '../../campaign/failure.ts';
import type { CandidateFile, CandidateReader } from '../code/candidateCode.ts';
import type { Target } from '../commands/target.ts';
import { VIRTUAL_SCHEME } from '../ids.ts';
import { primaryText, wordOf } from '../look/words.ts';
import type { Campaigns } from '../model/campaigns.ts';
import { Owner } from '../owner.ts';
import { readVirtualUri, virtualUri } from './virtualUri.ts';

/** VS Code's own diff editor with both sides virtual: the code that was measured against, and the candidate. */
export class Compare extends Owner implements vscode.TextDocumentContentProvider {
  readonly #reader: CandidateReader;
  readonly #campaigns: Campaigns;

  constructor(reader: CandidateReader, campaigns: Campaigns) {
    super();
    this.#reader = reader;
    this.#campaigns = campaigns;
    this.own(vscode.workspace.registerTextDocumentContentProvider(VIRTUAL_SCHEME, this));
  }

  /** Only commits of candidates that this window's campaigns know: an address is no way to other files. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const file = readVirtualUri(uri);
    if (file === null || file.commit === '' || !vscode.workspace.isTrusted) return '';
    const experiment = this.#campaigns.of(file.workspace)?.live?.state.experiments[file.experiment];
    if (experiment?.head?.commit !== file.commit && experiment?.candidate?.commit !== file.commit) return '';
    return this.#reader.text(file.workspace, file.commit, file.path);
  }

  async show({ model, experiment }: Target): Promise<void> {
    const code = await this.#reader.read(model.workspace, experiment);
    if (code === null || code.files.length === 0) throw new Failure('conflict', `${experiment.name} does not apply to the campaign’s code, so there is nothing to compare`, experiment.reason);
    const sides = code.files.map((file) => sidesOf(model.workspace, experiment, file));
    const numbers = model.definition === null ? '' : primaryText(model.definition, experiment);
    const title = [experiment.name, wordOf(experiment), numbers].filter((part) => part !== '').join(' · ');
    const [only] = sides;
    if (sides.length === 1 && only !== undefined) {
      await vscode.commands.executeCommand('vscode.diff', only.left, only.right, `${only.name} · ${title}`, { preview: true });
      return;
    }
    await vscode.commands.executeCommand('vscode.changes', title, sides.map(({ left, right }) => [right, left, right]));
  }
}

function sidesOf(workspace: string, { name, head, candidate }: Target['experiment'], { oldPath, newPath }: CandidateFile) {
  const path = newPath ?? oldPath ?? '';
  const side = (commit: string | undefined, there: string | null) => virtualUri({ workspace, experiment: name, commit: there === null ? '' : (commit ?? ''), path: there ?? path });
  return { name: path.split('/').at(-1) ?? path, left: side(head?.commit, oldPath), right: side(candidate?.commit, newPath) };
}
