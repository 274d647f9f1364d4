import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { CampaignState } from '../state.ts';
import { campaignFolder } from './layout.ts';

/** Raised with every change to CampaignState: an older cache is dropped, never converted. */
const CACHE_VERSION = 4;

const cacheSchema = z.object({
  v: z.literal(CACHE_VERSION),
  seq: z.int().min(0),
  /** Bytes of events.jsonl that the state stands for. */
  offset: z.int().min(0),
  /** SHA-256 of those bytes. */
  prefix: z.string(),
  // Our own fold wrote it for these very bytes, which the hash proves; checking every field again would cost the time it saves.
  state: z.custom<CampaignState>((value) => typeof value === 'object' && value !== null),
});

export type StateCache = Omit<z.infer<typeof cacheSchema>, 'v'>;

function cacheFile(workspace: string, campaign: string): string {
  return path.join(campaignFolder(workspace, campaign), 'state.json');
}

/** The cache, if it stands for a prefix of this log; undefined drops it. */
export function readStateCache(workspace: string, campaign: string, content: Buffer): StateCache | undefined {
  try {
    const cache = cacheSchema.parse(JSON.parse(fs.readFileSync(cacheFile(workspace, campaign), 'utf8')));
    if (cache.offset > content.length || cache.state.seq !== cache.seq) return undefined;
    const prefix = createHash('sha256').update(content.subarray(0, cache.offset)).digest('hex');
    return prefix === cache.prefix ? cache : undefined;
  } catch {
    return undefined;
  }
}

export function writeStateCache(workspace: string, campaign: string, cache: StateCache): void {
  const file = cacheFile(workspace, campaign);
  try {
    fs.writeFileSync(`${file}.new`, JSON.stringify({ v: CACHE_VERSION, ...cache }), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  } catch {
    // A cache that cannot be written is no cache; the log has everything.
    fs.rmSync(`${file}.new`, { force: true });
  }
}
