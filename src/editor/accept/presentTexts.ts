import fs from 'node:fs';
import path from 'node:path';
import type * as vscode from 'vscode';
import type { Folders } from '../vscode/folders.ts';

/** The user's files as they are at one moment: what stands in the editor, else what is on the disk. */
export interface PresentTexts {
  /** undefined: it is no text that the editor shows as it is (binary, another encoding, mixed line ends, a link). */
  readonly of: (file: string) => string | null | undefined;
  readonly isDirty: (file: string) => boolean;
  /** Whether nothing has changed since. */
  readonly isStill: () => boolean;
}

export async function readPresent(root: string, files: readonly string[], folders: Folders): Promise<PresentTexts> {
  const texts = new Map<string, string | null | undefined>();
  const versions: (() => boolean)[] = [];
  const dirty = new Set<string>();
  for (const file of files) {
    const absolute = path.join(root, file);
    const document = folders.document(absolute);
    const onDisk = await readPlain(root, absolute);
    if (document === undefined) texts.set(file, onDisk);
    else {
      const { version } = document;
      if (document.isDirty) dirty.add(file);
      texts.set(file, textOf(document, onDisk));
      versions.push(() => !document.isClosed && document.version === version);
    }
  }
  return { of: (file) => texts.get(file), isDirty: (file) => dirty.has(file), isStill: () => versions.every((holds) => holds()) };
}

/** A clean document that differs from its file would change more than the accept when it is saved. */
function textOf(document: vscode.TextDocument, onDisk: string | null | undefined): string | undefined {
  const text = document.getText();
  if (document.isDirty) return onDisk === undefined ? undefined : text;
  return onDisk === text ? text : undefined;
}

/** null: nothing is there; undefined: nothing that may be taken for a plain text of the repository. */
async function readPlain(root: string, file: string): Promise<string | null | undefined> {
  if (path.relative(root, file).split(path.sep).some((part) => part === '..' || part.toLowerCase() === '.git')) return undefined;
  try {
    if ((await fs.promises.realpath(file)) !== file || !(await fs.promises.lstat(file)).isFile()) return undefined;
    const bytes = await fs.promises.readFile(file);
    const text = bytes.toString('utf8');
    if (text.includes('\ufffd') || text.includes('\0')) return undefined;
    return hasMixedEnds(text) ? undefined : text.replace(/^\uFEFF/, '');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing && (await hasRealParent(root, file)) ? null : undefined;
  }
}

/** The editor writes one kind of line end. */
function hasMixedEnds(text: string): boolean {
  return /\r\n/.test(text) && /(^|[^\r])\n/.test(text);
}

async function hasRealParent(root: string, file: string): Promise<boolean> {
  for (let folder = path.dirname(file); folder.startsWith(root); folder = path.dirname(folder)) {
    try {
      return (await fs.promises.realpath(folder)) === folder;
    } catch {
      // It is made with the file.
    }
  }
  return false;
}
