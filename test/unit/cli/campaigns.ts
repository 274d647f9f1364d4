import { fold, type CampaignState } from '../../../src/campaign/state.ts';
import type { CampaignEvent, EventBody } from '../../../src/campaign/events.ts';

/** Logs of invented campaigns, for tests of what is shown of them. */

export const DEFINITION = `goal: Faster generation
build: make
benchmark: { run: ./bench }
checks: ./checks
metrics:
  - { name: tg, unit: t/s, better: higher, smallestEffect: 3% }
  - { name: pp, unit: t/s, better: higher, tolerance: 3% }
budget: { experiments: 20, hours: 1 }
`;

const HEX = (digit: string) => digit.repeat(40);
export const BASE = { commit: HEX('b'), tree: HEX('c') };
export const CANDIDATE = { commit: HEX('d'), tree: HEX('e') };
export const BLOB = { sha256: 'a'.repeat(64), bytes: 10 };

export const created: Extract<EventBody, { kind: 'campaign_created' }> = {
  kind: 'campaign_created',
  campaign: 'c20260102-1',
  workspace: '/w',
  definition: DEFINITION,
  definitionFile: 'marginalia.yaml',
  base: { ...BASE, headCommit: HEX('1'), workTreePaths: [] },
  seed: 's',
  benchmark: 'f'.repeat(64),
  protectedFiles: {},
  declared: 20,
  proposers: ['patches'],
  patches: 'candidates',
  branches: null,
  diff: false,
  changes: null,
  totalPairs: 12,
  simulated: false,
  request: 'request-0000',
};

export const started: EventBody = { kind: 'engine_started', pid: 1, version: 'v', lostMs: 0 };

export const calibrated: EventBody = {
  kind: 'calibrated',
  calibration: {
    host: 'local',
    kind: 'local',
    pairs: 12,
    microPairs: 3,
    runSeconds: 0.2,
    metrics: Object.fromEntries(['tg', 'pp'].map((name) => [name, { position: 0, spread: 0.008, exact: false, tolerance: 0.03, smallestResolvable: 0.01, level: 44, stallRate: 0 }])),
  },
  rules: [],
};

export function proposed(experiment: string, order: number): EventBody {
  return {
    kind: 'proposed',
    experiment,
    wave: 1,
    order,
    proposer: 'patches',
    title: `Title of ${experiment}`,
    description: '',
    hypothesis: 'One pass instead of two',
    mechanism: 'fusion',
    sources: ['arXiv:2205.14135'],
    predicted: 'tg +3..+8 %',
    origin: '',
    author: 'A. Author',
    license: 'MIT',
    patch: BLOB,
    from: `candidates/${experiment}.patch`,
  };
}

export function committed(experiment: string, on: string[] = []): EventBody {
  return { kind: 'candidate_committed', experiment, candidate: CANDIDATE, head: BASE, on, paths: ['src/a.c'], added: 3, removed: 1 };
}

export const estimate = (delta: number, low: number, high: number, pairs = 24) => ({
  delta,
  low,
  high,
  better: low > 0 ? true : high < 0 ? false : null,
  pairs,
  scale: 'ratio' as const,
  stalls: { current: 0, candidate: 0, runs: pairs },
});

export function kept(experiment: string): EventBody[] {
  return [
    { kind: 'gated', experiment },
    { kind: 'build_begun', experiment, host: 'local', stage: 1, currentTwin: 'a' },
    { kind: 'built', experiment, ms: 1_200, clean: false, log: BLOB },
    { kind: 'checks_begun', experiment },
    { kind: 'checked', experiment, ms: 300, log: BLOB },
    { kind: 'stage_begun', experiment, stage: 1, host: 'local', hostKind: 'local', microPairs: 3, alpha: 0.01, key: 'f'.repeat(64) },
    { kind: 'screened', experiment, pairs: 10, wealth: 12 },
    {
      kind: 'verdict',
      experiment,
      verdict: 'keep',
      reason: 'tg is better',
      estimates: { tg: estimate(0.068, 0.059, 0.077), pp: estimate(-0.012, -0.03, 0.006) },
      claimed: ['tg'],
      pairs: 34,
      wealth: 120,
      host: 'local',
    },
    { kind: 'head_moved', head: CANDIDATE, kept: [experiment], because: `${experiment} was kept` },
  ];
}

export function crashed(experiment: string): EventBody[] {
  return [
    { kind: 'gated', experiment },
    { kind: 'build_begun', experiment, host: 'local', stage: 1, currentTwin: 'a' },
    { kind: 'crashed', experiment, step: 'build', reason: 'make: exit code 2: src/a.c:3: expected ;', log: BLOB },
  ];
}

export function number(bodies: readonly EventBody[], after = 0): CampaignEvent[] {
  return bodies.map((body, at) => ({ v: 1, seq: after + at + 1, at: 1_000 * (after + at + 1), ...body }) as CampaignEvent);
}

export function stateOf(...bodies: readonly EventBody[]): CampaignState {
  return fold(number(bodies));
}

/** A campaign in the middle: one kept, one broken, one that waits. */
export const MIDDLE: readonly EventBody[] = [
  created,
  started,
  calibrated,
  proposed('01-fuse', 1),
  proposed('02-broken', 2),
  proposed('03-later', 3),
  committed('01-fuse'),
  committed('02-broken', ['01-fuse']),
  ...kept('01-fuse'),
  ...crashed('02-broken'),
];

export const ENDED: readonly EventBody[] = [...MIDDLE, { kind: 'ended', how: 'ended', detail: 'every candidate has its verdict' }, { kind: 'engine_stopped', reason: 'ended' }];
