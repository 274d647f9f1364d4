import fs from 'node:fs';
import path from 'node:path';
import { Git } from '../../support/git.ts';
import { Failure } from '../failure.ts';
import type { CampaignState, Experiment } from '../state.ts';
import { engineIsAlive } from './engineLock.ts';
import { campaignFolder, workspaceCache } from './layout.ts';
import { listCampaigns, readCampaign } from './read.ts';
import { folderBytes } from './folderBytes.ts';

/** Something that an ended campaign left behind. */
export interface Leftover {
  /** '' for what all campaigns of the workspace share. */
  readonly campaign: string;
  readonly what: 'twins and clone' | 'logs and patches' | 'refs';
  /** A folder, or the refs' common name. */
  readonly where: string;
  readonly bytes: number;
}

export interface CleanPlan {
  /** Made again when needed: nothing is lost with them. */
  readonly caches: readonly Leftover[];
  /** The candidates themselves, by campaign. */
  readonly campaigns: readonly {
    readonly campaign: string;
    readonly leftovers: readonly Leftover[];
    /** Candidates that exist nowhere else: neither accepted nor on a branch or tag of the user's. */
    readonly onlyHere: readonly string[];
  }[];
  /** Campaigns that are left alone, and why. */
  readonly passedOver: readonly { readonly campaign: string; readonly why: string }[];
}

export interface Cleaning {
  /** Reads only. With `campaign` only that one's leftovers, also where it was merely stopped. */
  plan(workspace: string, campaign?: string): Promise<CleanPlan>;
  remove(workspace: string, leftovers: readonly Leftover[]): Promise<void>;
}

export const cleaning: Cleaning = { plan, remove };

async function plan(workspace: string, only?: string): Promise<CleanPlan> {
  await requireNoEngine(workspace);
  const campaigns: CleanPlan['campaigns'][number][] = [];
  const passedOver: CleanPlan['passedOver'][number][] = [];
  for (const campaign of await listCampaigns(workspace)) {
    const { state } = await readCampaign(workspace, campaign);
    if (campaign !== only && !isOver(state)) {
      passedOver.push({ campaign, why: 'it was stopped and can be resumed' });
    } else if (only === undefined || campaign === only) {
      const leftovers = [...blobsOf(workspace, campaign), ...(await refsOf(workspace, campaign))];
      if (leftovers.length > 0) campaigns.push({ campaign, leftovers, onlyHere: await listOnlyHere(workspace, state) });
    }
  }
  // Twins hold what setup made, which a stopped campaign goes on with.
  return { caches: passedOver.length > 0 ? [] : cachesOf(workspace), campaigns, passedOver };
}

function isOver(state: CampaignState): boolean {
  return state.phase === 'ended' || state.phase === 'failed';
}

async function requireNoEngine(workspace: string): Promise<void> {
  if (await engineIsAlive(workspace)) {
    throw new Failure('busy', 'an engine is at work here: nothing is cleaned under it', '`marginalia stop` ends its campaign.');
  }
}

function cachesOf(workspace: string): Leftover[] {
  const folder = workspaceCache(workspace);
  if (!fs.existsSync(folder)) return [];
  return [{ campaign: '', what: 'twins and clone', where: folder, bytes: folderBytes(folder) }];
}

function blobsOf(workspace: string, campaign: string): Leftover[] {
  const folder = path.join(campaignFolder(workspace, campaign), 'blobs');
  if (!fs.existsSync(folder)) return [];
  return [{ campaign, what: 'logs and patches', where: folder, bytes: folderBytes(folder) }];
}

function refsBelow(campaign: string): string {
  return `refs/marginalia/${campaign}/`;
}

/** Their size is that of the objects that no branch, tag or remote of the user's reaches; git drops those in its own time. */
async function refsOf(workspace: string, campaign: string): Promise<Leftover[]> {
  const names = await listRefs(workspace, refsBelow(campaign));
  if (names.length === 0) return [];
  const usage = ['rev-list', '--disk-usage', '--objects', ...names, '--not', '--branches', '--tags', '--remotes'];
  const bytes = Number(await new Git().text(usage, { cwd: workspace }).catch(() => '0'));
  return [{ campaign, what: 'refs', where: refsBelow(campaign), bytes: Number.isFinite(bytes) ? bytes : 0 }];
}

async function listRefs(workspace: string, below: string, ...options: string[]): Promise<string[]> {
  const text = await new Git().text(['for-each-ref', '--format=%(refname)', ...options, below], { cwd: workspace }).catch(() => '');
  return text.split('\n').filter((name) => name !== '');
}

async function listOnlyHere(workspace: string, state: CampaignState): Promise<string[]> {
  const names: string[] = [];
  for (const experiment of Object.values(state.experiments)) {
    if (experiment.review !== 'accepted' && !(await isExported(workspace, experiment))) names.push(experiment.name);
  }
  return names;
}

async function isExported(workspace: string, { candidate }: Experiment): Promise<boolean> {
  if (candidate === null) return false;
  const refs = await listRefs(workspace, 'refs/', `--contains=${candidate.commit}`);
  return refs.some((name) => !name.startsWith('refs/marginalia/'));
}

async function remove(workspace: string, leftovers: readonly Leftover[]): Promise<void> {
  await requireNoEngine(workspace);
  for (const { what, where } of leftovers) {
    if (what === 'refs') {
      const names = await listRefs(workspace, where);
      await new Git().text(['update-ref', '--stdin'], { cwd: workspace, input: names.map((name) => `delete ${name}\n`).join('') });
    } else {
      makeRemovable(where);
      fs.rmSync(where, { recursive: true, force: true });
    }
  }
}

/** Caches of some tools (Go's modules) are folders that may not be written to. */
function makeRemovable(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const inner = path.join(folder, entry.name);
    fs.chmodSync(inner, 0o700);
    makeRemovable(inner);
  }
}
