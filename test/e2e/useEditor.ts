import fs from 'node:fs';
import path from 'node:path';
import { EditorSession, type SessionOptions } from '../vscode/editorSession.ts';
import { SCREENSHOTS, type Workbench } from '../vscode/workbench/workbench.ts';
import type { Workspace } from '../vscode/workspace/sampleWorkspace.ts';

/** An editor for a suite, with one window open. */
export interface Editor {
  readonly session: EditorSession;
  readonly workspace: Workspace;
  window: Workbench;
}

export interface EditorOptions extends Omit<SessionOptions, 'folder' | 'vsix'> {
  readonly workspace: () => Workspace;
  /** Makes the package to install. */
  readonly vsix?: () => Promise<string>;
}

/** Hooks that start an editor before the suite and end it, after it; a test that fails leaves a picture. */
export function useEditor({ workspace: makeWorkspace, vsix, ...options }: EditorOptions): () => Editor {
  let editor: Editor | undefined;

  before('an editor', async function () {
    // The first start of all may install the runtime.
    this.timeout(300_000);
    const file = await vsix?.();
    const workspace = makeWorkspace();
    const session = await EditorSession.start({ ...options, folder: workspace.folder, ...(file === undefined ? {} : { vsix: file }) });
    editor = { session, workspace, window: await session.openWindow() };
  });

  afterEach('a picture of what failed', async function () {
    if (this.currentTest?.state !== 'failed' || editor === undefined) return;
    const name = this.currentTest.fullTitle().replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100);
    fs.mkdirSync(path.join(SCREENSHOTS, 'failed'), { recursive: true });
    for (const [index, { page }] of [...editor.session.windows].entries()) await page.screenshot({ path: path.join(SCREENSHOTS, 'failed', `${name}.${index + 1}.png`) }).catch(() => undefined);
  });

  after('the end of the editor', async function () {
    this.timeout(60_000);
    if (editor === undefined) return;
    await editor.session.stop();
    editor.workspace.remove();
  });

  return () => {
    if (editor === undefined) throw new Error('the editor has not started');
    return editor;
  };
}
