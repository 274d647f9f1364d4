import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../vscode/workbench/until.ts';
import { engineOf } from '../vscode/workspace/engines.ts';
import { copyPosedSample } from '../vscode/workspace/posedSample.ts';
import { git } from '../vscode/workspace/sampleWorkspace.ts';
import { useEditor } from './useEditor.ts';

/** The dry start, the calibration and a candidate's pairs: half a minute on a machine of its own. */
const VERDICT_MS = 240_000;

describe('a campaign, from the palette to the next day', function () {
  // One story: what follows a step that failed would only say so again.
  this.bail(true);
  // Two that are kept, and one whose checks fail.
  const editor = useEditor({ workspace: () => copyPosedSample({ candidates: 3 }) });
  const experiments = () => editor().window.sidebar.view('Experiments');
  const candidate = (index: number) => {
    const names = fs.readdirSync(path.join(editor().workspace.folder, 'candidates')).filter((name) => name.endsWith('.patch')).sort();
    return (names[index] ?? '').replace(/\.patch$/, '');
  };
  const changes = () => git(editor().workspace.folder, 'status', '--porcelain', '--untracked-files=no');

  it('begins with one page that says what will happen', async () => {
    const { window } = editor();
    await window.quickInput.runCommand('Marginalia: Start optimization campaign');
    const page = await window.webview('marginalia-review');
    await page.locator('h1', { hasText: 'Faster CPU text generation' }).waitFor();
    const text = await page.locator('main').innerText();
    for (const part of ['make -j2', './build/bench -o json', './checks.sh', 'marginalia.yaml']) assert(text.includes(part), `${part} is not on the page:\n${text}`);
    assert.equal(engineOf(editor().workspace.folder), undefined, 'an engine runs before the start');
    await window.screenshots('start-page');
  });

  it('runs once it is started', async () => {
    const { window, workspace } = editor();
    const page = await window.webview('marginalia-review');
    await page.locator('button', { hasText: 'Start campaign' }).click();
    await window.sidebar.open('Marginalia');
    await experiments().row(candidate(0)).waitFor(VERDICT_MS);
    assert.notEqual(engineOf(workspace.folder), undefined);
    await window.screenshots('running');
  }).timeout(VERDICT_MS + 60_000);

  it('shows a verdict with its numbers', async () => {
    const { window } = editor();
    await experiments().row(new RegExp(`${candidate(0)}.*kept`, 's')).waitFor(VERDICT_MS);
    const label = await experiments().row(candidate(0)).label();
    assert.match(label, /kept/);
    // Posed is 9 per cent.
    assert.match(label, /tg plus (8\.[89]|9)/);
    await window.statusBar.waitFor(/to review/);
    await window.screenshots('kept');
  }).timeout(VERDICT_MS + 60_000);

  it('leaves the work tree alone meanwhile', () => assert.equal(changes(), ''));

  it('goes on while its window is closed, and is found again further on', async () => {
    const { session, workspace } = editor();
    const engine = engineOf(workspace.folder);
    await editor().window.close();
    assert.equal(engineOf(workspace.folder), engine);
    editor().window = await session.openWindow();
    await editor().window.sidebar.open('Marginalia');
    await experiments().row(new RegExp(`${candidate(1)}.*kept`, 's')).waitFor(VERDICT_MS);
    await experiments().row(new RegExp(`${candidate(2)}.*checks failed`, 's')).waitFor(VERDICT_MS);
    assert.equal(engineOf(workspace.folder), engine);
  }).timeout(2 * VERDICT_MS + 60_000);

  it('marks the lines that a kept candidate replaces', async () => {
    const { window } = editor();
    await window.quickInput.runCommand('Marginalia: Next candidate');
    await window.editor.waitForTrailingText('tg +');
    await window.editor.lens('Accept').waitFor();
    assert((await window.editor.tintedLines()).length > 0, 'no line is tinted');
    await window.screenshots('inline');
  });

  it('accepts one', async () => {
    const { window } = editor();
    await experiments().row(candidate(0)).press('Accept');
    await experiments().row(new RegExp(`${candidate(0)}.*accepted`, 's')).waitFor();
    await window.screenshots('accepted');
  });

  it('rejects another', async () => {
    const { window } = editor();
    await experiments().row(candidate(1)).press('Reject');
    // It asks for a reason, which may be empty.
    await window.quickInput.waitForTitle(`Reject ${candidate(1)}`);
    await window.quickInput.accept();
    await experiments().row(new RegExp(`${candidate(1)}.*rejected`, 's')).waitFor();
  });

  it('takes the accept back by one undo', async () => {
    const { window } = editor();
    await window.quickInput.openFile('ops.c');
    await window.editor.waitForLine('softmax');
    await window.editor.press('Control+Z');
    await until(() => changes() === '', 'the files were not as before');
    await experiments().row(new RegExp(`${candidate(0)}.*undone`, 's')).waitFor();
    await window.screenshots('undone');
  });

  it('is the same campaign after another return', async () => {
    const { session } = editor();
    await editor().window.close();
    editor().window = await session.openWindow();
    await editor().window.sidebar.open('Marginalia');
    await experiments().row(new RegExp(`${candidate(1)}.*rejected`, 's')).waitFor();
    assert.deepEqual(session.complaints, []);
  });
});
