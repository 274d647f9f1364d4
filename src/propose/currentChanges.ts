import { parsePatchHeader } from './patchHeader.ts';
import type { PatchSource, QueuedPatch } from './patches.ts';

const FROM = 'current changes';

/** The work tree's own changes as the one candidate (--diff). */
export class CurrentChanges implements PatchSource {
  readonly #read: () => Promise<Uint8Array>;

  constructor(options: { readonly read: () => Promise<Uint8Array> }) {
    this.#read = options.read;
  }

  list(): Promise<readonly QueuedPatch[]> {
    const header = { ...parsePatchHeader(''), title: 'Current changes of the work tree' };
    return Promise.resolve([{ from: FROM, read: async () => ({ name: 'current-changes', from: FROM, header, patch: await this.#read() }) }]);
  }
}
