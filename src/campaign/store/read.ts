import fs from 'node:fs';
import { Failure } from '../failure.ts';
import type { PairLine } from '../pairs.ts';
import { EMPTY_STATE, fold, type CampaignState } from '../state.ts';
import { isOpen } from '../words.ts';
import { campaignsFolder, eventsFile } from './layout.ts';
import { readPairs } from './pairLog.ts';
import { parseEvents } from './parseEvents.ts';
import { readStateCache } from './stateCache.ts';

/** A campaign as it lies on the disk, read without an engine and without writing. */
export interface CampaignOnDisk {
  readonly state: CampaignState;
  /** Pairs so far of experiments that are under way, by name. */
  readonly livePairs: Record<string, number>;
  /** Written in part by a newer version: what only that one knows is left out. */
  readonly newer: boolean;
  pairs(experiment: string): Promise<PairLine[]>;
}

/** Ids of the workspace's campaigns, oldest first. */
export async function listCampaigns(workspace: string): Promise<string[]> {
  let names: string[];
  try {
    names = await fs.promises.readdir(campaignsFolder(workspace));
  } catch {
    return [];
  }
  return names.filter((name) => /^c\d{8}-\d+$/.test(name) && fs.existsSync(eventsFile(workspace, name))).sort(byAge);
}

function byAge(a: string, b: string): number {
  const parts = (id: string) => id.slice(1).split('-').map(Number);
  const [dayA = 0, nA = 0] = parts(a);
  const [dayB = 0, nB = 0] = parts(b);
  return dayA - dayB || nA - nB;
}

/** Throws Failure 'no-campaign' or 'corrupt-log'. A torn last line is left for the engine to cut off. */
export async function readCampaign(workspace: string, id: string): Promise<CampaignOnDisk> {
  const file = eventsFile(workspace, id);
  let content: Buffer;
  try {
    content = await fs.promises.readFile(file);
  } catch {
    throw new Failure('no-campaign', `there is no campaign ${id} here`, '`marginalia status` lists the campaigns of this workspace.');
  }
  content = content.subarray(0, content.lastIndexOf(0x0a) + 1);
  const cache = readStateCache(workspace, id, content);
  const from = cache?.state ?? EMPTY_STATE;
  const rest = content.subarray(cache?.offset ?? 0);
  const events = [...parseEvents(rest, { file, after: from.seq, line: from.seq, tolerateNewer: true })];
  const state = fold(events, from);
  return {
    state,
    livePairs: countLivePairs(workspace, id, state),
    newer: countLines(rest) > events.length,
    pairs: async (experiment) => readPairs(workspace, id, experiment),
  };
}

function countLivePairs(workspace: string, id: string, state: CampaignState): Record<string, number> {
  const live: Record<string, number> = {};
  for (const experiment of Object.values(state.experiments)) {
    if (isOpen(experiment.state) && experiment.stage > 0) live[experiment.name] = readPairs(workspace, id, experiment.name).length;
  }
  return live;
}

function countLines(content: Buffer): number {
  let lines = 0;
  for (let at = content.indexOf(0x0a); at !== -1; at = content.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}
