import { mergeFile } from '../../review/mergeFile.ts';
import type { CandidateCode, CandidateFile } from '../code/candidateCode.ts';

/** A file that an accept changes, as a text; null: the file is not there. */
export interface PlannedFile {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

export type EditorPlan =
  | { readonly kind: 'edits'; readonly files: readonly PlannedFile[] }
  /** Not a matter of plain text: the engine writes it, as bytes with mode and links. */
  | { readonly kind: 'engine'; readonly why: string }
  | { readonly kind: 'conflict'; readonly conflicts: readonly { readonly path: string; readonly why: string }[] };

/**
 * What accepting the candidates, one on top of the other, makes of the user's texts. `present` has the text of each file as
 * it stands in the editor, else on the disk; undefined where it is no text that the editor shows as it is.
 */
export function planAccept(candidates: readonly CandidateCode[], present: (path: string) => string | null | undefined): EditorPlan {
  const now = new Map<string, string | null>();
  const conflicts: { path: string; why: string }[] = [];
  for (const { files } of candidates) {
    for (const file of files) {
      const why = reasonForEngine(file);
      if (why !== null) return { kind: 'engine', why };
      const path = file.newPath ?? file.oldPath ?? '';
      const ours = now.has(path) ? now.get(path) : present(path);
      if (ours === undefined) return { kind: 'engine', why: `${path} is not shown as it is on the disk` };
      const outcome = mergeFile(file.diff, new Set(file.hunks.map(({ number }) => number)), { ancestor: file.beforeText, theirs: file.afterText, ours });
      if (outcome.kind === 'conflict') conflicts.push({ path, why: outcome.why });
      else now.set(path, outcome.kind === 'edit' ? outcome.text : ours);
    }
  }
  if (conflicts.length > 0) return { kind: 'conflict', conflicts };
  const files = [...now].map(([path, after]) => ({ path, before: present(path) ?? null, after }));
  return { kind: 'edits', files: files.filter(({ before, after }) => before !== after) };
}

const PLAIN = new Set(['100644', '100755']);

function reasonForEngine({ diff, oldPath, newPath, beforeText, afterText }: CandidateFile): string | null {
  const path = newPath ?? oldPath ?? '';
  if (diff.binary) return `${path} is binary`;
  if (oldPath !== null && newPath !== null && oldPath !== newPath) return `${oldPath} is renamed`;
  const modes = [diff.oldMode, diff.newMode].filter((mode) => mode !== null && mode !== '');
  if (modes.some((mode) => !PLAIN.has(mode as string))) return `${path} is not a plain file`;
  if (new Set(modes).size > 1 || (oldPath === null && diff.newMode === '100755')) return `${path} has another mode`;
  // What does not survive decoding must not be written back from a text.
  if ([beforeText, afterText].some((text) => text?.includes('\ufffd'))) return `${path} is not in UTF-8`;
  return null;
}
