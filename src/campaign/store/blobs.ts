import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { BlobRef } from '../events.ts';
import { WriteFailed } from '../../support/lineFile.ts';
import { campaignFolder } from './layout.ts';

/** Longer contents are cut in the middle; processes are capped below this already. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Logs, patches and page texts, by content. */
export class BlobStore {
  readonly #folder: string;

  constructor(workspace: string, campaign: string) {
    this.#folder = path.join(campaignFolder(workspace, campaign), 'blobs');
  }

  /** Throws WriteFailed. Storing the same bytes again writes nothing. */
  put(bytes: Uint8Array): BlobRef {
    const kept = bytes.length <= MOST_BYTES ? bytes : Buffer.concat([bytes.subarray(0, MOST_BYTES / 2), Buffer.from('\n[cut]\n'), bytes.subarray(-MOST_BYTES / 2)]);
    const sha256 = createHash('sha256').update(kept).digest('hex');
    const file = path.join(this.#folder, sha256);
    try {
      if (!fs.existsSync(file)) {
        fs.mkdirSync(this.#folder, { recursive: true });
        fs.writeFileSync(`${file}.new`, kept, { mode: 0o600 });
        fs.renameSync(`${file}.new`, file);
      }
    } catch (error) {
      fs.rmSync(`${file}.new`, { force: true });
      throw new WriteFailed(file, error);
    }
    return { sha256, bytes: kept.length };
  }

  /** undefined: dropped by `clean`, or removed by hand. */
  get(sha256: string): Buffer | undefined {
    try {
      return fs.readFileSync(path.join(this.#folder, sha256));
    } catch {
      return undefined;
    }
  }
}
