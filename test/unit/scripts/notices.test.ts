import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { collectPackages } from '../../../scripts/package/bundlePackages.ts';
import { writeNotices } from '../../../scripts/package/writeNotices.ts';

describe('notices of bundled packages', () => {
  let root: string;
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-notices-'));
  });
  afterEach(() => fs.rmSync(root, { recursive: true }));

  function addPackage(folder: string, manifest: Record<string, unknown>, files: Record<string, string> = {}): void {
    fs.mkdirSync(path.join(root, folder), { recursive: true });
    fs.writeFileSync(path.join(root, folder, 'package.json'), JSON.stringify(manifest));
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(root, folder, name), text);
  }

  it('has each package of which a file is in the bundle, once, with its licence', () => {
    addPackage('node_modules/@a/b', { name: '@a/b', version: '1.0.0', license: 'MIT' }, { LICENSE: 'Terms of b\r\n', NOTICE: 'A notice' });
    addPackage('node_modules/c', { name: 'c', version: '2.0.0', license: 'ISC', author: 'Somebody', repository: { url: 'git+https://example.org/c.git' } });
    addPackage('node_modules/c/node_modules/d', { name: 'd', version: '3.0.0', license: '(MIT OR GPL-3.0)' }, { 'license.md': 'Terms of d' });
    const found = collectPackages(root, ['src/x.ts', 'node_modules/@a/b/i.js', 'node_modules/@a/b/lib/j.js', 'node_modules/c/node_modules/d/k.js', 'node_modules/c/l.js']);
    assert.deepEqual(found.map(({ name }) => name), ['@a/b', 'c', 'd']);
    const text = writeNotices('X', found);
    for (const part of ['@a/b 1.0.0 (MIT)\n\nTerms of b\n\nA notice', 'c 2.0.0 (ISC)\nhttps://example.org/c\n\nCopyright (c) Somebody', 'Terms of d']) assert(text.includes(part), part);
  });

  it('refuses a licence that somebody has to decide on', () => {
    for (const license of ['GPL-3.0', 'MIT AND GPL-3.0', undefined]) {
      addPackage('node_modules/e', { name: 'e', version: '1.0.0', license });
      assert.throws(() => collectPackages(root, ['node_modules/e/i.js']), /e 1\.0\.0 is in the bundle, and its licence/);
    }
  });
});
