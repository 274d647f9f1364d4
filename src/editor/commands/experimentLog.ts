import * as vscode from 'vscode';
import { Failure } from '../../campaign/failure.ts';
import { BlobStore } from '../../campaign/store/blobs.ts';
import { formatDuration } from '../../campaign/numbers.ts';
import { pickOne } from '../vscode/pick.ts';
import type { Target } from './target.ts';

/** Output of builds, checks and crashes, as it was printed; it needs no engine. */
export async function showExperimentLog({ model, experiment }: Target): Promise<void> {
  const { logs, name } = experiment;
  if (logs.length === 0) throw new Failure('unknown-candidate', `${name} has no log yet: nothing of it was built`);
  const options = logs.toReversed().map((entry) => ({ label: entry.step, description: entry.ms === null ? '' : formatDuration(entry.ms), icon: 'output', value: entry }));
  const [latest] = options;
  const chosen = options.length === 1 && latest !== undefined ? latest.value : await pickOne({ title: `Log of ${name}`, step: 1, steps: 1, prompt: 'Which step? The latest first.' }, options);
  const bytes = new BlobStore(model.workspace, model.live?.id ?? '').get(chosen.blob.sha256);
  if (bytes === undefined) throw new Failure('missing-input', 'this log is no longer stored', 'Cleaning up has removed it.');
  const document = await vscode.workspace.openTextDocument({ content: bytes.toString('utf8'), language: 'log' });
  await vscode.window.showTextDocument(document, { preview: true });
}
