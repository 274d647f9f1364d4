import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../campaign/failure.ts';
import { campaignFolder } from '../../campaign/store/layout.ts';
import type { EditorContext } from '../context.ts';
import { requireModel } from './requireModel.ts';

/** The definition that the campaign runs by, not the file as it is now. */
export async function openDefinition(context: EditorContext): Promise<void> {
  const model = requireModel(context);
  const id = model.live?.id;
  if (id === undefined) throw new Failure('no-campaign', 'there is no campaign in this workspace yet', 'Start one first.');
  const file = path.join(campaignFolder(model.workspace, id), 'definition.yaml');
  if (!fs.existsSync(file)) throw new Failure('missing-input', `the definition of ${id} is no longer stored`);
  await vscode.window.showTextDocument(context.folders.uri(file), { preview: true });
}
