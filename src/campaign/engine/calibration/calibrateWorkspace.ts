import fs from 'node:fs';
import path from 'node:path';
import { parseDefinition } from '../../definition/read.ts';
import type { Definition } from '../../definition/schema.ts';
import { Failure } from '../../failure.ts';
import type { Calibration, CalibrationRequest, CalibrationResult, NeutralCompilers } from '../../calibration.ts';
import { Infrastructure, type Host, type PrepareRequest, type Preparation } from '../../stages.ts';
import { storeCalibration } from '../../store/calibrations.ts';
import { workspaceCache } from '../../store/layout.ts';
import type { Clock } from '../../../support/clock.ts';
import { freshSeed } from '../../../support/random.ts';
import { LEAST_FREE_BYTES } from '../campaignRun.ts';
import { CampaignRecord } from '../record.ts';
import type { HostRun } from '../run.ts';
import { StopSwitch } from '../stopSwitch.ts';
import { measureCalibration, type Measured } from './measureCalibration.ts';
import { tellProgress } from './tellProgress.ts';
import { holdWorkspace } from './workspaceHold.ts';

/** What a calibration takes from the stages and the machine. */
export interface CalibrationWorld {
  readonly version: string;
  readonly clock: Clock;
  readonly machine: Calibration['machine'];
  prepare(request: PrepareRequest): Promise<Preparation>;
  makeHost(options: HostOptions): Host;
  /** null where no gcc or clang is seen. */
  makeCompilers(folder: string, definition: Definition, environment: CalibrationRequest['environment']): Promise<NeutralCompilers | null>;
  freeBytes(workspace: string): Promise<number>;
}

export interface HostOptions {
  readonly name: string;
  readonly workspace: string;
  /** For twins and clone, apart from those of campaigns: these may be in the middle of one that was stopped. */
  readonly cache: string;
  readonly campaign: string;
  readonly definition: Definition;
  readonly protectedFiles: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly record: CampaignRecord;
}

/**
 * Calibrates this machine for the workspace's benchmark, in this process: what it learns is the caller's, who waits for it
 * and may call it off, so nothing of it has to outlive the caller as a campaign does. It holds the workspace like an engine, and
 * measures by the engine's own steps on a record that goes away afterwards. The user's repository gets no ref.
 */
export async function calibrateWorkspace(world: CalibrationWorld, request: CalibrationRequest): Promise<CalibrationResult | null> {
  const { workspace, definitionFile } = request;
  const definition = parseDefinition(request.definition, definitionFile || 'the definition');
  const name = requireLocal(definition);
  // Before anything is written: outside a repository there is nothing to do.
  const prepared = await world.prepare({ workspace, definition, definitionFile, diff: false, proposers: [], patches: null, branches: null });
  return holdWorkspace(workspace, world, async () => {
    if ((await world.freeBytes(workspace)) < LEAST_FREE_BYTES) throw new Failure('disk-full', 'less than 1 GB is free where the twins are built', '`marginalia clean` removes what ended campaigns left.');
    const folder = path.join(workspaceCache(workspace), 'calibration');
    const { run, close } = openRun(world, request, { definition, prepared, folder });
    try {
      const measured = await measure(world, request, { run, name, folder, prepared });
      if (measured === null) return null;
      const calibration: Calibration = { v: 1, at: world.clock.now(), host: name, machine: world.machine, benchmark: prepared.benchmark, ...measured.calibration };
      return { calibration, values: measured.values, file: storeCalibration(workspace, calibration) };
    } finally {
      close();
      await fs.promises.rm(folder, { recursive: true, force: true }).catch(() => undefined);
      // Empty where no campaign has its twins there.
      await fs.promises.rmdir(path.dirname(folder)).catch(() => undefined);
    }
  });
}

function requireLocal(definition: Definition): string {
  const local = definition.hosts.find((host) => host.provider === 'local');
  if (local === undefined) throw new Failure('definition', 'no host of the definition is this machine', 'Add { provider: local } to `hosts` to calibrate it.');
  return local.name ?? local.provider;
}

interface Opened {
  readonly definition: Definition;
  readonly prepared: Preparation;
  readonly folder: string;
}

/** A record of its own in the cache: coins, padding and pairs as in a campaign, and no trace in the workspace. */
function openRun(world: CalibrationWorld, request: CalibrationRequest, { definition, prepared, folder }: Opened): { readonly run: HostRun; close(): void } {
  const recordFolder = path.join(folder, 'record');
  fs.rmSync(recordFolder, { recursive: true, force: true });
  fs.mkdirSync(recordFolder, { recursive: true, mode: 0o700 });
  const { clock } = world;
  const record = new CampaignRecord({ workspace: recordFolder, campaign: `calibration-${clock.now()}`, now: () => clock.now() });
  record.append({
    kind: 'campaign_created',
    campaign: record.campaign,
    workspace: request.workspace,
    definition: request.definition,
    definitionFile: request.definitionFile,
    base: { ...prepared.base, workTreePaths: [...prepared.base.workTreePaths] },
    seed: freshSeed(),
    benchmark: prepared.benchmark,
    protectedFiles: { ...prepared.protectedFiles },
    declared: Math.max(1, definition.budget.experiments) * new Set(definition.hosts.map((host) => host.name ?? host.provider)).size,
    proposers: [],
    diff: false,
    patches: null,
    branches: null,
    changes: null,
    totalPairs: 0,
    simulated: false,
    request: '',
  });
  const stop = new StopSwitch();
  const abort = () => stop.now('stopped');
  if (request.signal.aborted) abort();
  request.signal.addEventListener('abort', abort, { once: true });
  const unfollow = tellProgress(record, request.onProgress);
  return {
    run: { record, definition, clock, stop },
    close() {
      unfollow();
      request.signal.removeEventListener('abort', abort);
      record.close();
    },
  };
}

async function measure(
  world: CalibrationWorld,
  request: CalibrationRequest,
  { run, name, folder, prepared }: { readonly run: HostRun; readonly name: string; readonly folder: string; readonly prepared: Preparation },
): Promise<Measured | null> {
  const { workspace, environment } = request;
  const hosts: Host[] = [];
  const makeHost = (definition: Definition) => {
    const host = world.makeHost({ name, workspace, cache: folder, campaign: run.record.campaign, definition, protectedFiles: Object.keys(prepared.protectedFiles), environment, record: run.record });
    hosts.push(host);
    return host;
  };
  const makeCompilers = () => world.makeCompilers(path.join(folder, 'compilers'), run.definition, environment);
  try {
    return await measureCalibration(run, { makeHost, makeCompilers, code: prepared.base, runs: request.runs, layout: request.layout });
  } catch (error) {
    if (run.stop.reason !== null) return null;
    if (error instanceof Infrastructure) throw new Failure('benchmark-failed', error.message, 'The machine or the definition is at fault.');
    throw error;
  } finally {
    for (const host of hosts) await host.close().catch(() => undefined);
  }
}
