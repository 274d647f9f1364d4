import path from 'node:path';
import type { CodeRef } from '../../campaign/events.ts';
import type { Experiment } from '../../campaign/state.ts';
import { parseDiff, type DiffFile } from '../../review/diff.ts';
import type { Hunk } from '../../review/hunk.ts';
import { withTexts } from '../../review/hunkTexts.ts';
import { Git } from '../../support/git.ts';

/** One file of a candidate's change. */
export interface CandidateFile {
  /** As in the diff: relative to the repository's root; null where there is none on that side. */
  readonly oldPath: string | null;
  readonly newPath: string | null;
  readonly diff: DiffFile;
  /** In the code that it was measured against, and in the candidate. */
  readonly before: Buffer | null;
  readonly after: Buffer | null;
  /** As Unicode; null where there is no text (binary files, other encodings are read anew where they matter). */
  readonly beforeText: string | null;
  readonly afterText: string | null;
  /** With the lines of these texts. */
  readonly hunks: readonly Hunk[];
  readonly added: number;
  readonly removed: number;
}

/** What a candidate changes, read from the repository: it needs no engine. */
export interface CandidateCode {
  readonly root: string;
  readonly files: readonly CandidateFile[];
}

const DIFF = ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '--find-renames', '--unified=3', '--src-prefix=a/', '--dst-prefix=b/', '--ignore-submodules=none'];
const MOST_KEPT = 64;

/** Reads candidates' changes and keeps the last ones: a candidate's commit never changes. */
export class CandidateReader {
  readonly #git = new Git();
  readonly #known = new Map<string, Promise<CandidateCode>>();

  /** null where the candidate never became a commit. Rejects with a GitError where its commits are gone. */
  async read(workspace: string, { head, candidate }: Pick<Experiment, 'head' | 'candidate'>): Promise<CandidateCode | null> {
    if (head === null || candidate === null) return null;
    const key = `${workspace}\0${head.commit}\0${candidate.commit}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const reading = this.#read(workspace, head, candidate);
    this.#known.set(key, reading);
    reading.catch(() => this.#known.delete(key));
    if (this.#known.size > MOST_KEPT) this.#known.delete(this.#known.keys().next().value ?? '');
    return reading;
  }

  /** A file of any commit as text; '' where it is not there. */
  async text(workspace: string, commit: string, file: string): Promise<string> {
    const [bytes] = await this.#git.objects([`${commit}:${file}`], { cwd: workspace });
    return bytes?.toString('utf8') ?? '';
  }

  async #read(workspace: string, head: CodeRef, candidate: CodeRef): Promise<CandidateCode> {
    const root = (await this.#git.text(['rev-parse', '--show-toplevel'], { cwd: workspace })).replace(/\n$/, '');
    const raw = await this.#git.bytes([...DIFF, head.commit, candidate.commit], { cwd: root, config: ['core.quotePath=true'] });
    const { files } = parseDiff(raw.toString('latin1'));
    const paths = (side: 'oldPath' | 'newPath') => files.map((file) => file[side]);
    const [before, after] = await Promise.all([this.#blobs(root, head, paths('oldPath')), this.#blobs(root, candidate, paths('newPath'))]);
    return { root: path.normalize(root), files: files.map((file, i) => makeFile(file, before[i] ?? null, after[i] ?? null)) };
  }

  async #blobs(root: string, code: CodeRef, paths: readonly (string | null)[]): Promise<(Buffer | null)[]> {
    const wanted = paths.filter((one) => one !== null && !one.includes('\n'));
    const found = await this.#git.objects(wanted.map((one) => `${code.commit}:${one}`), { cwd: root });
    return paths.map((one) => (one === null ? null : (found[wanted.indexOf(one)] ?? null)));
  }
}

function makeFile(diff: DiffFile, before: Buffer | null, after: Buffer | null): CandidateFile {
  const beforeText = diff.binary ? null : toText(before);
  const afterText = diff.binary ? null : toText(after);
  const hunks = withTexts(diff.hunks, beforeText ?? '', afterText ?? '');
  const count = (kind: 'added' | 'removed') => hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.kind === kind).length, 0);
  return { oldPath: diff.oldPath, newPath: diff.newPath, diff, before, after, beforeText, afterText, hunks, added: count('added'), removed: count('removed') };
}

/** A document's text has no byte order mark. */
function toText(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString('utf8').replace(/^\uFEFF/, '');
}
