import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CandidateDraft, Host, Proposer, Stages, WorkTree } from '../../../src/campaign/stages.ts';
import { Engine } from '../../../src/campaign/engine/engine.ts';
import type { Clock } from '../../../src/support/clock.ts';
import type { LineFileSystem } from '../../../src/support/lineFile.ts';
import { patchOf, ScriptedCode, type Script } from './code.ts';
import { ScriptedHost, type HostScript } from './host.ts';

export const DEFINITION = `
benchmark: { run: ./bench }
checks: ./check
metrics:
  - { name: tg, unit: t/s, better: higher, smallestEffect: 3%, tolerance: 3% }
  - { name: pp, unit: t/s, better: higher, smallestEffect: 3%, tolerance: 3% }
budget: { experiments: 20, hours: 1 }
proposers: [patches]
`;

export interface ScriptedWorld {
  readonly workspace: string;
  readonly code: ScriptedCode;
  readonly hosts: readonly ScriptedHost[];
  readonly stages: Stages;
  readonly engine: Engine;
  /** A second engine on the same files, as after a restart; with a whole disk, whatever the first one had. */
  reopen(): Engine;
  dispose(): void;
}

export interface WorldOptions {
  readonly scripts: readonly Script[];
  readonly host?: Partial<HostScript>;
  readonly hosts?: number;
  readonly freeBytes?: () => number;
  readonly usedBytes?: () => number;
  readonly clock?: Clock;
  readonly system?: LineFileSystem;
}

/** A clock whose sleeps are over at once, and move its time on: a pause of 20 s costs a test nothing. */
export function fastClock(): Clock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    monotonic: () => performance.now() + ahead,
    async sleep(ms) {
      ahead += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function draftOf(script: Script): CandidateDraft {
  const header = { title: script.id, description: '', hypothesis: '', mechanism: '', sources: [], predicted: '', origin: '', author: '', license: '' };
  return { name: script.id, header, patch: patchOf(script), from: `${script.id}.patch` };
}

const NO_WORK_TREE: WorkTree = {
  planAccept: async () => ({ ok: true, edits: [] }),
  apply: async () => undefined,
  hashOf: async () => null,
  tidy: async () => undefined,
};

export function makeWorld(options: WorldOptions): ScriptedWorld {
  const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'marginalia-scripted-'));
  const code = new ScriptedCode();
  const script: HostScript = { noise: 0.005, metrics: ['tg', 'pp'], ...options.host };
  const hosts = Array.from({ length: options.hosts ?? 1 }, (_, n) => new ScriptedHost(n === 0 ? 'local' : `local-${n + 1}`, code, script, 7 + n));
  const patches: Proposer = {
    name: 'patches',
    async propose({ past, most }) {
      const rest = options.scripts.map(draftOf).filter((draft) => !past.includes(draft.from));
      return { drafts: rest.slice(0, most), done: rest.length <= most };
    },
  };
  const stages: Stages = {
    prepare: async () => ({
      base: { ...code.base, headCommit: code.base.commit, workTreePaths: [] },
      protectedFiles: {},
      benchmark: 'b'.repeat(64),
      changes: null,
      notices: [],
    }),
    hosts: () => hosts as readonly Host[],
    proposers: () => [patches],
    code: () => code,
    gates: () => ({
      check: async (head, candidate) => {
        const before = new Set(code.scriptsIn(head).map(({ id }) => id));
        const rule = code.scriptsIn(candidate).find(({ id, refused }) => !before.has(id) && refused !== undefined)?.refused;
        return rule === undefined ? [] : [{ rule, path: 'bench/bench.c', why: 'protected' }];
      },
    }),
    workTree: () => NO_WORK_TREE,
    freeBytes: async () => options.freeBytes?.() ?? 2 ** 40,
    usedBytes: async () => options.usedBytes?.() ?? 0,
    report: async () => ({ markdown: '', html: '' }),
  };
  const common = { workspace, version: '0.0.0-test', stages };
  const engine = new Engine({ ...common, clock: options.clock ?? fastClock(), ...(options.system ? { system: options.system } : {}) });
  const reopen = () => new Engine({ ...common, clock: options.clock ?? fastClock() });
  return { workspace, code, hosts, stages, engine, reopen, dispose: () => fs.rmSync(workspace, { recursive: true, force: true }) };
}

/** Starts a campaign and waits for its end. */
export async function runToEnd(world: ScriptedWorld, engine = world.engine, more: { readonly seed?: string } = {}) {
  const id = await engine.start({ request: `start-${Math.random()}`, definition: DEFINITION, definitionFile: 'marginalia.yaml', environment: {}, totalPairs: 12, ...more });
  const campaign = await engine.openCampaign(id);
  await campaign.done;
  return campaign.record.state;
}

