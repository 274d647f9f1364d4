import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { readZipEntries } from '../../scripts/package/zipEntries.ts';
import { installRuntime } from '../vscode/install/installRuntime.ts';
import { ARTIFACTS, ROOT } from '../vscode/install/paths.ts';
import { listExtensions } from '../vscode/server/extensions.ts';
import { makePlainWorkspace } from '../vscode/workspace/plainWorkspace.ts';
import { useEditor } from './useEditor.ts';

const VSIX = path.join(ARTIFACTS, 'e2e', 'marginalia.vsix');
const MOST_BYTES = 3_000_000;
/** vsce's own three files, and what the allow-list lets in. */
const EXPECTED = /^(\[Content_Types\]\.xml|extension\.vsixmanifest|extension\/(package(\.nls)?\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD-PARTY-NOTICES\.txt|dist\/\w+\.cjs|dist\/webview\/\w+\.(js|css)|media\/.+\.(svg|png|woff|md)|l10n\/.+\.json|examples\/tinylm\/.+))$/;
const NEEDED = ['package.json', 'package.nls.json', 'readme.md', 'changelog.md', 'LICENSE.txt', 'THIRD-PARTY-NOTICES.txt', 'dist/extension.cjs', 'dist/engine.cjs', 'dist/cli.cjs', 'media/extension.png', 'examples/tinylm/marginalia.yaml'];

async function makePackage(): Promise<string> {
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'scripts', 'package.mjs'), '--out', VSIX], { cwd: ROOT });
  return VSIX;
}

describe('the package', () => {
  const editor = useEditor({ workspace: makePlainWorkspace, vsix: makePackage });
  const names = () => readZipEntries(VSIX).map(({ name }) => name);

  it('is small', () => {
    const { size } = fs.statSync(VSIX);
    assert(size <= MOST_BYTES, `${size} bytes`);
  });

  it('has what it needs and nothing else', () => {
    assert.deepEqual(names().filter((name) => !EXPECTED.test(name)), []);
    assert.deepEqual(NEEDED.filter((name) => !names().includes(`extension/${name}`)), []);
  });

  it('has no build outputs, source maps or work of a campaign', () => {
    assert.deepEqual(names().filter((name) => /\.map$|\.ts$|\/build\/|\.marginalia|node_modules/.test(name)), []);
  });

  it('keeps the sample’s programs programs', () => {
    const scripts = readZipEntries(VSIX).filter(({ name }) => name.startsWith('extension/examples/') && name.endsWith('.sh'));
    assert(scripts.length > 0);
    assert.deepEqual(scripts.filter(({ mode }) => (mode & 0o111) === 0), []);
  });

  it('has a page for every webview that the tree has', () => {
    const pages = fs.readdirSync(path.join(ROOT, 'webview-ui')).filter((name) => fs.existsSync(path.join(ROOT, 'webview-ui', name, 'main.ts')));
    assert.deepEqual(pages.filter((page) => !names().includes(`extension/dist/webview/${page}.js`)), []);
  });

  it('is installed under its name and version', async () => {
    const { publisher, name, version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { readonly publisher: string; readonly name: string; readonly version: string };
    assert.deepEqual(await listExtensions(await installRuntime(), editor().session.home), [`${publisher}.${name}@${version}`]);
  });

  it('activates and shows its sidebar', async () => {
    const { sidebar } = editor().window;
    await sidebar.open('Marginalia');
    assert.match(await sidebar.view('Experiments').welcomeText(), /No campaign in this workspace yet/);
    assert.deepEqual(editor().session.complaints, []);
  });

  it('says in a toast that a campaign needs a folder', async () => {
    const window = await editor().session.openEmptyWindow();
    await window.quickInput.runCommand('Marginalia: Start optimization campaign');
    await window.notifications.toast('A campaign runs in a folder').waitFor();
    await window.screenshot('toast');
    await window.close();
  });
});
