import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { makePlainWorkspace } from '../vscode/workspace/plainWorkspace.ts';
import { useEditor } from './useEditor.ts';

describe('a workspace without a campaign', () => {
  const editor = useEditor({ workspace: makePlainWorkspace });

  it('is told so in the sidebar, with a button to begin', async () => {
    const { sidebar } = editor().window;
    await sidebar.open('Marginalia');
    const text = await sidebar.view('Experiments').welcomeText();
    assert.match(text, /No campaign in this workspace yet/);
    assert.match(text, /Start optimization campaign/);
  });

  it('looks like that in three themes', () => editor().window.screenshots('welcome'));

  it('begins with a question where nothing was found to measure', async () => {
    const { window } = editor();
    await window.quickInput.runCommand('Marginalia: Start optimization campaign');
    await window.quickInput.waitForTitle('Start optimization campaign');
    await window.screenshots('start-question');
    await window.quickInput.dismiss();
  });

  it('is left as it was', () => {
    assert.equal(fs.existsSync(path.join(editor().workspace.folder, '.marginalia')), false);
    assert.deepEqual(editor().session.complaints, []);
  });
});
