import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../campaign/failure.ts';
import type { CandidateDraft } from '../campaign/stages.ts';
import type { PatchSource, QueuedPatch } from './patches.ts';
import { parsePatchHeader } from './patchHeader.ts';

/** A patch beyond this is no change to review; it is not read. */
const MOST_BYTES = 32 * 1024 * 1024;
const PATCH = /\.(?:patch|diff)$/i;
const byName = new Intl.Collator('en', { numeric: true });

/** A folder of `*.patch` and `*.diff`, in name order; `2-x` comes before `10-x`. */
export class PatchFolder implements PatchSource {
  readonly #folder: string;
  readonly #shown: string;

  constructor(options: { readonly workspace: string; /** As the user wrote it. */ readonly folder: string }) {
    this.#folder = path.resolve(options.workspace, options.folder);
    this.#shown = options.folder.replace(/\/+$/, '');
  }

  /** Read anew each time: what is added while a campaign runs is taken up. */
  async list(): Promise<readonly QueuedPatch[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      const why = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no such folder' : String(error);
      throw new Failure('missing-input', `the patches in ${this.#shown} cannot be read: ${why}`, '`patches` of the definition, or --patches, names a folder of *.patch and *.diff files.');
    });
    const patches = names.filter((name) => PATCH.test(name)).sort((a, b) => byName.compare(a, b) || (a < b ? -1 : 1));
    return patches.map((name) => ({ from: `${this.#shown}/${name}`, read: () => this.#read(name) }));
  }

  /** A file that cannot be read becomes a candidate that cannot be applied, so that it neither stops the queue nor is lost. */
  async #read(name: string): Promise<CandidateDraft> {
    const file = path.join(this.#folder, name);
    const read = async () => {
      const { size } = await stat(file);
      if (size > MOST_BYTES) throw new Error(`it has ${Math.round(size / (1024 * 1024))} MB`);
      return readFile(file);
    };
    const draft = { name: name.replace(PATCH, ''), from: `${this.#shown}/${name}` };
    try {
      const patch = await read();
      return { ...draft, header: parsePatchHeader(patch.toString()), patch };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { ...draft, header: { ...parsePatchHeader(''), title: `${name} could not be read`, description: why }, patch: new Uint8Array() };
    }
  }
}
