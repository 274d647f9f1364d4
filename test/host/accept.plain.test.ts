import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { applyPlan } from '../../src/editor/accept/applyPlan.ts';
import { readPresent } from '../../src/editor/accept/presentTexts.ts';
import { SavedAccepts } from '../../src/editor/accept/savedAccepts.ts';
import type { PlannedFile } from '../../src/editor/accept/plan.ts';
import { Folders } from '../../src/editor/vscode/folders.ts';

const A = 'one\ntwo\nthree\nfour\nfive\n';
const B = 'alpha\nbeta\ngamma\n';

describe('an accept as one edit', () => {
  const folders = new Folders();
  let root: string;

  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'marginalia-accept-')));
    fs.writeFileSync(path.join(root, 'a.txt'), A);
    fs.writeFileSync(path.join(root, 'b.txt'), B);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    fs.rmSync(root, { recursive: true, force: true });
  });

  const uri = (name: string) => vscode.Uri.file(path.join(root, name));
  const read = (name: string) => fs.readFileSync(path.join(root, name), 'utf8');
  const textOf = async (name: string) => (await vscode.workspace.openTextDocument(uri(name))).getText();
  const planned: PlannedFile[] = [
    { path: 'a.txt', before: A, after: A.replace('three', 'THREE') },
    { path: 'b.txt', before: B, after: B.replace('beta\n', '') },
  ];
  const apply = (files: readonly PlannedFile[] = planned, isStill = () => true) => applyPlan(root, files, folders, isStill);

  it('changes all files, and one undo gives back exactly the old texts', async () => {
    await vscode.window.showTextDocument(uri('a.txt'));
    await apply();
    assert.deepEqual([await textOf('a.txt'), await textOf('b.txt')], planned.map(({ after }) => after));
    await vscode.commands.executeCommand('undo');
    assert.deepEqual([await textOf('a.txt'), await textOf('b.txt')], [A, B]);
  });

  it('is saved again by its undo where it was saved', async () => {
    const saved = new SavedAccepts();
    try {
      await vscode.window.showTextDocument(uri('a.txt'));
      for (const document of await apply()) {
        saved.add(document, planned.find(({ path: name }) => document.uri.fsPath.endsWith(name))?.before ?? '');
        await document.save();
      }
      assert.deepEqual([read('a.txt'), read('b.txt')], planned.map(({ after }) => after));
      await vscode.commands.executeCommand('undo');
      await until(() => read('a.txt') === A && read('b.txt') === B);
    } finally {
      saved.dispose();
    }
  });

  it('changes nothing where a document has changed meanwhile', async () => {
    const editor = await vscode.window.showTextDocument(uri('a.txt'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'mine\n'));
    await assert.rejects(apply(), /changed while/);
    assert.deepEqual([editor.document.getText(), await textOf('b.txt')], [`mine\n${A}`, B]);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('makes files as well', async () => {
    await vscode.window.showTextDocument(uri('a.txt'));
    await apply([planned[0] as PlannedFile, { path: 'sub/new.txt', before: null, after: 'new\n' }]);
    assert.equal(read('sub/new.txt'), 'new\n');
  });

  it('reads what stands in the editor, and knows what it must not write', async () => {
    fs.writeFileSync(path.join(root, 'mixed.txt'), 'one\r\ntwo\n');
    fs.writeFileSync(path.join(root, 'latin.txt'), Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]));
    fs.symlinkSync('a.txt', path.join(root, 'link.txt'));
    const editor = await vscode.window.showTextDocument(uri('a.txt'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'mine\n'));
    const present = await readPresent(root, ['a.txt', 'b.txt', 'none.txt', 'mixed.txt', 'latin.txt', 'link.txt', '../x.txt', '.git/config'], folders);
    assert.equal(present.of('a.txt'), `mine\n${A}`);
    assert.equal(present.isDirty('a.txt'), true);
    assert.equal(present.of('b.txt'), B);
    assert.equal(present.of('none.txt'), null);
    for (const name of ['mixed.txt', 'latin.txt', 'link.txt', '../x.txt', '.git/config']) assert.equal(present.of(name), undefined, name);
    assert.equal(present.isStill(), true);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'more\n'));
    assert.equal(present.isStill(), false);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('loses no line over many edits, accepts and undos', async () => {
    const editor = await vscode.window.showTextDocument(uri('a.txt'));
    let seed = 7;
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    for (let round = 0; round < 25; round += 1) {
      const mine = `mine ${round}\n`;
      await editor.edit((edit) => edit.insert(new vscode.Position(random(editor.document.lineCount), 0), mine));
      const before = editor.document.getText();
      const after = before.includes('THREE') ? before.replace('THREE', 'three') : before.replace('three', 'THREE');
      await apply([{ path: 'a.txt', before, after }]);
      assert.equal(editor.document.getText(), after);
      if (random(2) === 0) {
        await vscode.commands.executeCommand('undo');
        assert.equal(editor.document.getText(), before);
      }
      assert(editor.document.getText().includes(mine));
    }
    for (let round = 0; round < 25; round += 1) assert(editor.document.getText().includes(`mine ${round}\n`));
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
