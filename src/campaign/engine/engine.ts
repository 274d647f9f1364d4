import fs from 'node:fs';
import path from 'node:path';
import { parseDefinition } from '../definition/read.ts';
import type { Definition } from '../definition/schema.ts';
import { Failure } from '../failure.ts';
import { computeCampaignId } from '../ids.ts';
import type { CampaignContext, Stages } from '../stages.ts';
import { campaignFolder } from '../store/layout.ts';
import { listCampaigns } from '../store/read.ts';
import type { Clock } from '../../support/clock.ts';
import type { LineFileSystem } from '../../support/lineFile.ts';
import { freshSeed } from '../../support/random.ts';
import type { z } from 'zod';
import type { Snapshot, startParams } from '../../protocol/engine.ts';
import { runCampaign } from './campaignRun.ts';
import { CampaignRecord } from './record.ts';
import { createdOf, type Run } from './run.ts';
import { StopSwitch } from './stopSwitch.ts';

/** Pairs of the total where nothing else is said (decisions.md 3.12). */
const TOTAL_PAIRS = 30;

export interface EngineOptions {
  readonly workspace: string;
  readonly version: string;
  readonly stages: Stages;
  readonly clock: Clock;
  /** Tests put a full disk here. */
  readonly system?: LineFileSystem;
}

/** A campaign that the engine has open, at work or not. */
export interface OpenCampaign {
  readonly record: CampaignRecord;
  readonly definition: Definition;
  context: CampaignContext;
  run: Run | null;
  /** Settled when the campaign no longer runs. */
  done: Promise<void>;
}

/** One engine of one workspace: opens campaigns, runs at most one of them. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #open = new Map<string, OpenCampaign>();

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  get workspace(): string {
    return this.#options.workspace;
  }

  get stages(): Stages {
    return this.#options.stages;
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  /** The campaign at work, if one is. */
  get running(): OpenCampaign | undefined {
    return [...this.#open.values()].find((campaign) => campaign.run !== null);
  }

  async start(params: z.output<typeof startParams>): Promise<string> {
    const repeated = await this.#findByRequest(params.request);
    if (repeated) return repeated;
    this.#requireIdle();
    const definition = parseDefinition(params.definition, params.definitionFile || 'the definition');
    const proposers = chooseProposers(definition, params);
    const { stages, workspace, clock } = this.#options;
    const source = { diff: params.diff ?? false, patches: params.patches ?? definition.patches ?? null, branches: params.branches ?? null };
    const prepared = await stages.prepare({ workspace, definition, definitionFile: params.definitionFile, proposers, ...source });
    const id = computeCampaignId(new Date(clock.now()), await listCampaigns(workspace));
    const record = this.#newRecord(id);
    record.append(
      {
        kind: 'campaign_created',
        campaign: id,
        workspace,
        definition: params.definition,
        definitionFile: params.definitionFile,
        base: { ...prepared.base, workTreePaths: [...prepared.base.workTreePaths] },
        seed: params.seed ?? freshSeed(),
        benchmark: prepared.benchmark,
        protectedFiles: { ...prepared.protectedFiles },
        declared: Math.max(1, definition.budget.experiments) * new Set(definition.hosts.map((host) => host.name ?? host.provider)).size,
        proposers,
        ...source,
        changes: prepared.changes === null ? null : record.put(prepared.changes),
        totalPairs: params.totalPairs ?? TOTAL_PAIRS,
        simulated: false,
        request: params.request,
      },
      { sync: true },
    );
    for (const message of prepared.notices) record.append({ kind: 'notice', level: 'info', message });
    fs.writeFileSync(path.join(campaignFolder(workspace, id), 'definition.yaml'), params.definition);
    const campaign = this.#adopt(record, definition, params.environment);
    const code = stages.code(campaign.context);
    await code.setRef(id, 'base', prepared.base.commit);
    await code.setRef(id, 'head', prepared.base.commit);
    this.run(campaign);
    return id;
  }

  /** Opens a campaign of the workspace; the same one again is the same object. */
  async openCampaign(id: string, environment: Readonly<Record<string, string>> = {}): Promise<OpenCampaign> {
    const open = this.#open.get(id);
    if (open) {
      // Who goes on with a campaign brings the environment that its builds see from then on.
      if (open.run === null && Object.keys(environment).length > 0) open.context = { ...open.context, environment };
      return open;
    }
    const known = await listCampaigns(this.workspace);
    if (!known.includes(id)) throw new Failure('no-campaign', `there is no campaign ${id} here`, known.length > 0 ? `There are ${known.join(', ')}.` : '');
    const record = this.#newRecord(id);
    const created = createdOf(record.state);
    return this.#adopt(record, parseDefinition(created.definition, created.definitionFile), environment);
  }

  /** The campaign that a request without a name means: the one at work, else the latest. */
  async currentCampaign(): Promise<OpenCampaign | undefined> {
    const latest = (await listCampaigns(this.workspace)).at(-1);
    return this.running ?? (latest === undefined ? undefined : this.openCampaign(latest));
  }

  /** Sets a campaign to work. Throws Failure 'busy' where another one is. */
  run(campaign: OpenCampaign): void {
    if (campaign.run) return;
    this.#requireIdle();
    const { record, context, definition } = campaign;
    const { stages, clock, workspace, version } = this.#options;
    const { state } = record;
    const lostMs = state.engineRunning ? Math.max(0, clock.now() - state.lastAt) : 0;
    record.append({ kind: 'engine_started', pid: process.pid, version, lostMs });
    if (lostMs > 0) {
      record.append({ kind: 'notice', level: 'info', message: `The engine had ended without a word; ${Math.round(lostMs / 1000)} s were lost. Nothing recorded is measured again.` });
    }
    const run: Run = {
      workspace,
      record,
      definition,
      stages,
      hosts: stages.hosts(context),
      proposers: stages.proposers(context),
      code: stages.code(context),
      gates: stages.gates(context),
      workTree: stages.workTree(context),
      clock,
      stop: new StopSwitch(),
    };
    campaign.run = run;
    campaign.done = runCampaign(run).finally(() => {
      campaign.run = null;
    });
  }

  /** The campaign's state for a client, and where its notifications go on. */
  snapshotOf({ record, run }: OpenCampaign): Snapshot {
    return {
      campaign: record.campaign,
      seq: record.broadcast.seq,
      state: record.state,
      livePairs: record.livePairs(),
      activity: record.broadcast.activity,
      live: run !== null,
    };
  }

  close(): void {
    for (const { record } of this.#open.values()) record.close();
    this.#open.clear();
  }

  #newRecord(campaign: string): CampaignRecord {
    const { workspace, clock, system } = this.#options;
    return new CampaignRecord({ workspace, campaign, now: () => clock.now(), ...(system ? { system } : {}) });
  }

  #adopt(record: CampaignRecord, definition: Definition, environment: Readonly<Record<string, string>>): OpenCampaign {
    const context: CampaignContext = {
      workspace: this.workspace,
      campaign: record.campaign,
      created: createdOf(record.state),
      definition,
      environment,
      put: (bytes) => record.put(bytes),
      get: (sha256) => record.blobs.get(sha256),
      notice: (level, message) => void record.append({ kind: 'notice', level, message }),
    };
    const campaign: OpenCampaign = { record, definition, context, run: null, done: Promise.resolve() };
    this.#open.set(record.campaign, campaign);
    return campaign;
  }

  #requireIdle(): void {
    const busy = this.running;
    if (busy) throw new Failure('busy', `campaign ${busy.record.campaign} is running in this workspace`, 'Attach to it, or stop it first.');
  }

  async #findByRequest(request: string): Promise<string | undefined> {
    const latest = await this.currentCampaign().catch(() => undefined);
    return latest && request in latest.record.state.requests ? latest.record.campaign : undefined;
  }
}

/** `--patches`, `--branches` and `--diff` mean the patch queue, unless proposers are named. */
function chooseProposers(definition: Definition, params: z.output<typeof startParams>): string[] {
  if (params.proposers) return [...params.proposers];
  if (params.patches !== undefined || params.branches !== undefined || params.diff) return ['patches'];
  return [...(definition.proposers ?? ['patches'])];
}

