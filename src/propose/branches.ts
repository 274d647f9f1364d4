import { Failure } from '../campaign/failure.ts';
import type { CandidateDraft, ProposerContext } from '../campaign/stages.ts';
import type { Git } from '../support/git.ts';
import type { PatchSource, QueuedPatch } from './patches.ts';
import { parseHeaderText } from './patchHeader.ts';

const PATCH = ['diff-tree', '-r', '-p', '--no-renames', '--binary', '--full-index', '--no-color', '--no-ext-diff', '--no-textconv'];

/** Local branches: each is the change from where it left the base, and its last commit's message is the header. */
export class BranchQueue implements PatchSource {
  readonly #git: Git;
  readonly #cwd: string;
  readonly #glob: string;

  constructor(options: { readonly git: Git; readonly workspace: string; readonly glob: string }) {
    this.#git = options.git;
    this.#cwd = options.workspace;
    this.#glob = options.glob;
  }

  async list({ base }: ProposerContext): Promise<readonly QueuedPatch[]> {
    const format = '--format=%(objectname) %(refname:short)';
    const text = await this.#git.text(['for-each-ref', '--sort=version:refname', format, `refs/heads/${this.#glob}`], { cwd: this.#cwd });
    const lines = text.split('\n').filter((line) => line !== '');
    if (lines.length === 0) throw new Failure('missing-input', `no branch matches "${this.#glob}"`, 'Give --branches a pattern of local branches, for instance "perf/*".');
    return lines.map((line) => {
      const [commit = '', ...name] = line.split(' ');
      const branch = name.join(' ');
      return { from: `branch ${branch}`, read: () => this.#read(branch, commit, base.commit) };
    });
  }

  async #read(branch: string, commit: string, base: string): Promise<CandidateDraft> {
    const call = { cwd: this.#cwd };
    const message = await this.#git.text(['show', '--no-patch', '--no-show-signature', '--format=%an <%ae>%n%B', commit], call);
    const [author = '', ...body] = message.split('\n');
    const header = parseHeaderText(body.join('\n'));
    const draft = { name: branch, from: `branch ${branch}`, header: { ...header, author: header.author || author } };
    const fork = await this.#git.text(['merge-base', base, commit], call).catch(() => '');
    // Without a common commit there is no change to speak of: it becomes a candidate that cannot be applied.
    if (fork.trim() === '') return { ...draft, patch: new Uint8Array() };
    return { ...draft, patch: await this.#git.bytes([...PATCH, fork.trim(), commit], call) };
  }
}
