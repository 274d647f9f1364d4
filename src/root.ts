import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepareCode } from './campaign/code/prepare.ts';
import { DefinitionGates } from './campaign/code/gates.ts';
import { GitCodeStore } from './campaign/code/codeStore.ts';
import { createWorkTree } from './campaign/code/workTree.ts';
import { openRepository } from './campaign/code/workspaceRepository.ts';
import { calibrateWorkspace, type CalibrationWorld } from './campaign/engine/calibration/calibrateWorkspace.ts';
import { liveAsEngine } from './campaign/engine/engineProcess.ts';
import { folderBytes } from './campaign/store/folderBytes.ts';
import { marginaliaFolder, workspaceCache } from './campaign/store/layout.ts';
import type { Calibrate } from './campaign/calibration.ts';
import type { CampaignContext, Host, PrepareRequest, Proposer, Stages } from './campaign/stages.ts';

import { deliverReport } from './deliver/report/writeReport.ts';
import { makeNeutralCompilers } from './measure/calibration/neutralCompilers.ts';
import { LocalHost } from './measure/localHost.ts';
import { BranchQueue } from './propose/branches.ts';
import { CurrentChanges } from './propose/currentChanges.ts';
import { PatchFolder } from './propose/patchFolder.ts';
import { PatchQueue, type PatchSource } from './propose/patches.ts';
import { findChanges } from './review/accept.ts';
import { systemClock } from './support/clock.ts';
import { Git } from './support/git.ts';
import type { Repository } from './support/repository.ts';
import { Failure } from './campaign/failure.ts';
import type { HostDefinition } from './campaign/definition/schema.ts';

export interface EngineSettings {
  readonly workspace: string;
  readonly version: string;
  readonly takeOver: boolean;
}

/** The engine with the real stages in it. Lives until the engine has nothing left to do. */
export async function composeEngine(settings: EngineSettings): Promise<void> {
  const { workspace, version, takeOver } = settings;
  const git = new Git();
  // Before anything is written: outside a repository there is nothing to do.
  const repository = await openRepository(git, workspace);
  await liveAsEngine({ workspace, version, takeOver, stages: composeStages(workspace, version, git, repository), clock: systemClock });
}

/** Calibration without an engine. */
export function composeCalibration(version: string): Calibrate {
  const git = new Git();
  const world: CalibrationWorld = {
    version,
    clock: systemClock,
    machine: { name: os.hostname(), processor: os.cpus()[0]?.model.trim() ?? '', threads: os.availableParallelism() },
    prepare: (request) => prepareCode(git, request),
    makeHost: ({ record, ...options }) => new LocalHost({ ...options, kind: options.name, put: (bytes) => record.put(bytes) }),
    makeCompilers: (folder, { env }, client) => makeNeutralCompilers(folder, env.set.PATH ?? client.PATH ?? ''),
    freeBytes: freeBytesFor,
  };
  return (request) => calibrateWorkspace(world, request);
}

export function composeStages(workspace: string, version: string, git: Git, repository: Repository): Stages {
  const { root, prefix } = repository;
  return {
    prepare: async (request) => {
      requireKnown(request);
      return prepareCode(git, request);
    },
    hosts: (context) => context.definition.hosts.map((host) => makeHost(context, host)),
    proposers: (context) => context.created.proposers.flatMap((name) => makeProposer(context, name, git)),
    code: () => new GitCodeStore({ git, root, prefix }),
    gates: ({ definition, created }) =>
      new DefinitionGates({ git, root, prefix, definition, definitionFile: created.definitionFile, protectedFiles: Object.keys(created.protectedFiles) }),
    workTree: () => createWorkTree({ git, root, findChanges }),
    usedBytes: remembered(60_000, () => folderBytes(workspaceCache(workspace)) + folderBytes(marginaliaFolder(workspace))),
    freeBytes: () => freeBytesFor(workspace),
    report: (folder, campaign) =>
      deliverReport({
        workspace: folder,
        campaign,
        now: systemClock.now(),
        diff: (from, to) => new GitCodeStore({ git, root, prefix }).diff(from, to),
        facts: [{ label: 'Marginalia', value: version }, ...machineFacts()],
      }),
  };
}

/** What a definition may name and this version does not have yet is said before anything is built. */
function requireKnown({ definition, proposers, patches, branches, diff, workspace }: PrepareRequest): void {
  const foreign = definition.hosts.find((host) => host.provider !== 'local');
  if (foreign) throw new Failure('definition', `hosts: the provider ${foreign.provider} is not there yet`, 'Use { provider: local }.');
  const unknown = proposers.filter((name) => name !== 'patches');
  if (unknown.length > 0) throw new Failure('definition', `the proposer ${unknown.join(', ')} is not there yet`, 'Use patches.');
  if (patches === null && branches === null && !diff) {
    throw new Failure('definition', 'nothing proposes candidates', 'Name a folder of patch files (`patches:` or --patches DIR), branches (--branches GLOB), or --diff.');
  }
  if (patches !== null && !diff && branches === null && !fs.existsSync(path.resolve(workspace, patches))) {
    throw new Failure('missing-input', `there is no folder ${patches}`, '`patches` of the definition, or --patches, names a folder of *.patch and *.diff files.');
  }
}

function makeHost(context: CampaignContext, host: HostDefinition): Host {
  const { workspace, campaign, definition, created, environment, put } = context;
  return new LocalHost({
    name: host.name ?? host.provider,
    kind: host.name ?? host.provider,
    workspace,
    cache: workspaceCache(workspace),
    campaign,
    definition,
    protectedFiles: Object.keys(created.protectedFiles),
    environment,
    put,
  });
}

function makeProposer(context: CampaignContext, name: string, git: Git): readonly Proposer[] {
  return name === 'patches' ? [new PatchQueue({ source: patchSource(context, git) })] : [];
}

function patchSource({ created, workspace, get }: CampaignContext, git: Git): PatchSource {
  if (created.diff) return new CurrentChanges({ read: async () => get(created.changes?.sha256 ?? '') ?? new Uint8Array() });
  if (created.branches !== null) return new BranchQueue({ git, workspace, glob: created.branches });
  return new PatchFolder({ workspace, folder: created.patches ?? '.' });
}

/** Looking through every file of a long campaign costs a tenth of a second: once a minute is often enough. */
function remembered(ms: number, work: () => number): () => Promise<number> {
  let value = 0;
  let until = -Infinity;
  return async () => {
    if (systemClock.monotonic() >= until) {
      value = work();
      until = systemClock.monotonic() + ms;
    }
    return value;
  };
}

function machineFacts(): readonly { readonly label: string; readonly value: string }[] {
  const [cpu] = os.cpus();
  return [
    { label: 'Processor', value: `${cpu?.model.trim() ?? 'unknown'}, ${os.availableParallelism()} threads` },
    { label: 'System', value: `${os.type()} ${os.release()}, ${os.arch()}` },
  ];
}

async function freeBytesFor(workspace: string): Promise<number> {
  return Math.min(...(await Promise.all([workspace, workspaceCache(workspace)].map(freeBytesAt))));
}

async function freeBytesAt(folder: string): Promise<number> {
  await fs.promises.mkdir(folder, { recursive: true });
  const { bavail, bsize } = await fs.promises.statfs(folder);
  return bavail * bsize;
}
