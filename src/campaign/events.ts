import { z } from 'zod';

/**
 * The lifecycle events of a campaign: the lines of events.jsonl. The state is a fold over them, so an event holds what
 * the fold needs and nothing that can be derived. Pairs have files of their own (pairs.ts).
 */

/** Raised when a reader of the present version could misread a newer log. */
export const LOG_VERSION = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const commitId = z.string().regex(/^[0-9a-f]{40,64}$/);
const metricNumbers = z.record(z.string(), z.number());

const estimate = z.object({
  delta: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  better: z.boolean().nullable(),
  pairs: z.int(),
  scale: z.enum(['ratio', 'difference']),
  withheld: z.string().exactOptional(),
  stalls: z.object({ current: z.int(), candidate: z.int(), runs: z.int() }),
});

const code = z.object({ commit: commitId, tree: commitId });

/** One rule that a candidate breaks: what, where, why. */
const refusal = z.object({ rule: z.string(), path: z.string(), why: z.string() });

const logBlob = z.object({ sha256, bytes: z.int() });

const hostCalibration = z.object({
  host: z.string(),
  kind: z.string(),
  pairs: z.int(),
  microPairs: z.int(),
  runSeconds: z.number(),
  metrics: z.record(
    z.string(),
    z.object({
      position: z.number(),
      spread: z.number(),
      exact: z.boolean(),
      tolerance: z.number(),
      smallestResolvable: z.number(),
      level: z.number(),
      stallRate: z.number(),
    }),
  ),
});

const metricRule = z.object({
  name: z.string(),
  better: z.enum(['higher', 'lower']),
  smallestEffect: z.number(),
  tolerance: z.number(),
  floor: z.number(),
});

const bodies = [
  z.object({
    kind: z.literal('campaign_created'),
    campaign: z.string(),
    workspace: z.string(),
    /** Checked again by the definition schema where it is read; kept as the user wrote it. */
    definition: z.string(),
    definitionFile: z.string(),
    base: code.extend({
      headCommit: commitId,
      /** Paths that the base has beyond HEAD: modified tracked files and untracked ones. */
      workTreePaths: z.array(z.string()),
    }),
    /** Seeds every coin of the campaign. */
    seed: z.string(),
    benchmark: sha256,
    protectedFiles: z.record(z.string(), sha256),
    /** N of the level rule (decisions.md 3.12). */
    declared: z.int(),
    proposers: z.array(z.string()),
    patches: z.string().nullable(),
    branches: z.string().nullable(),
    diff: z.boolean(),
    /** The current changes at the start, where `diff` makes them the candidate. */
    changes: logBlob.nullable(),
    totalPairs: z.int(),
    simulated: z.boolean(),
    request: z.string(),
  }),
  z.object({ kind: z.literal('engine_started'), pid: z.int(), version: z.string(), lostMs: z.number() }),
  z.object({ kind: z.literal('engine_stopped'), reason: z.enum(['ended', 'stopped', 'handover', 'failed', 'budget']) }),
  z.object({
    kind: z.literal('dry_step'),
    step: z.enum(['setup', 'build', 'run', 'checks']),
    twin: z.enum(['a', 'b']),
    ok: z.boolean(),
    ms: z.number(),
    log: logBlob,
    values: metricNumbers.exactOptional(),
    detail: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('dry_start_done'),
    runSeconds: z.number(),
    values: metricNumbers,
    /** What setup left behind in each twin: kept by clean builds. */
    setupPaths: z.array(z.string()),
    /** Tracked files that the build itself rewrites. */
    builtTracked: z.array(z.string()),
    compiler: z.string(),
  }),
  z.object({ kind: z.literal('calibrated'), calibration: hostCalibration, rules: z.array(metricRule) }),
  z.object({
    kind: z.literal('proposed'),
    experiment: z.string(),
    wave: z.int(),
    order: z.int(),
    proposer: z.string(),
    title: z.string(),
    description: z.string(),
    hypothesis: z.string(),
    mechanism: z.string(),
    sources: z.array(z.string()),
    predicted: z.string(),
    origin: z.string(),
    author: z.string(),
    license: z.string(),
    patch: logBlob,
    /** Where the patch came from, as the user knows it: a file, a branch, "current changes". */
    from: z.string(),
  }),
  z.object({ kind: z.literal('proposer_done'), proposer: z.string() }),
  z.object({
    kind: z.literal('candidate_committed'),
    experiment: z.string(),
    candidate: code,
    /** The code that it is measured against, and the kept experiments in it. */
    head: code,
    on: z.array(z.string()),
    paths: z.array(z.string()),
    added: z.int(),
    removed: z.int(),
  }),
  z.object({ kind: z.literal('conflict'), experiment: z.string(), paths: z.array(z.string()), detail: z.string() }),
  z.object({ kind: z.literal('gated'), experiment: z.string() }),
  z.object({ kind: z.literal('refused'), experiment: z.string(), refusals: z.array(refusal) }),
  z.object({ kind: z.literal('overruled'), experiment: z.string(), refusals: z.array(refusal), request: z.string() }),
  z.object({
    kind: z.literal('build_begun'),
    experiment: z.string(),
    host: z.string(),
    stage: z.union([z.literal(1), z.literal(2)]),
    /** The twin that holds the current code, drawn by coin for the experiment. */
    currentTwin: z.enum(['a', 'b']),
  }),
  z.object({ kind: z.literal('built'), experiment: z.string(), ms: z.number(), clean: z.boolean(), log: logBlob }),
  z.object({
    kind: z.literal('crashed'),
    experiment: z.string(),
    step: z.enum(['build', 'run', 'setup']),
    reason: z.string(),
    log: logBlob,
  }),
  z.object({ kind: z.literal('checks_begun'), experiment: z.string() }),
  z.object({ kind: z.literal('checked'), experiment: z.string(), ms: z.number(), log: logBlob }),
  z.object({ kind: z.literal('checks_failed'), experiment: z.string(), reason: z.string(), log: logBlob }),
  z.object({
    kind: z.literal('stage_begun'),
    experiment: z.string(),
    stage: z.union([z.literal(1), z.literal(2)]),
    host: z.string(),
    hostKind: z.string(),
    microPairs: z.int(),
    alpha: z.number(),
    key: sha256,
    /** Experiment (as campaign/name) whose wealth this one goes on with, where the same code was measured before. */
    continues: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('screened'), experiment: z.string(), pairs: z.int(), wealth: z.number() }),
  z.object({
    kind: z.literal('verdict'),
    experiment: z.string(),
    verdict: z.enum(['keep', 'futile', 'not_confirmed', 'regression', 'inconclusive', 'guard_unresolved']),
    reason: z.string(),
    estimates: z.record(z.string(), estimate),
    claimed: z.array(z.string()),
    pairs: z.int(),
    wealth: z.number(),
    host: z.string(),
  }),
  z.object({ kind: z.literal('continued'), experiment: z.string(), request: z.string() }),
  z.object({ kind: z.literal('infrastructure'), experiment: z.string(), reason: z.string(), attempt: z.int(), log: logBlob.exactOptional() }),
  z.object({ kind: z.literal('head_moved'), head: code, kept: z.array(z.string()), because: z.string() }),
  z.object({
    kind: z.literal('total_measured'),
    head: code,
    kept: z.array(z.string()),
    estimates: z.record(z.string(), estimate),
    pairs: z.int(),
    hosts: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('accept_intended'),
    experiment: z.string(),
    /** Hunks (1-based, over the whole candidate); missing: all. */
    hunks: z.array(z.int()).exactOptional(),
    /** SHA-256 of each file before and after; null: the file is not there. */
    files: z.array(z.object({ path: z.string(), before: sha256.nullable(), after: sha256.nullable() })),
    request: z.string(),
  }),
  z.object({ kind: z.literal('accepted'), experiment: z.string(), part: z.enum(['whole', 'hunks']), hunks: z.array(z.int()), request: z.string() }),
  z.object({ kind: z.literal('accept_undone'), experiment: z.string(), why: z.string() }),
  z.object({ kind: z.literal('rejected'), experiment: z.string(), reason: z.string(), request: z.string() }),
  z.object({ kind: z.literal('waiting'), waitingFor: z.string() }),
  z.object({ kind: z.literal('went_on') }),
  z.object({ kind: z.literal('stop_requested'), request: z.string() }),
  z.object({ kind: z.literal('resumed'), request: z.string(), experiments: z.int().exactOptional(), hours: z.number().exactOptional() }),
  z.object({ kind: z.literal('ended'), how: z.enum(['ended', 'stopped', 'budget']), detail: z.string() }),
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string(), hint: z.string() }),
  z.object({ kind: z.literal('notice'), level: z.enum(['info', 'warning', 'error']), message: z.string(), experiment: z.string().exactOptional() }),
] as const;

const header = z.object({ v: z.literal(LOG_VERSION), seq: z.int().min(1), at: z.number() });

export const eventBodySchema = z.discriminatedUnion('kind', bodies);
export const eventSchema = eventBodySchema.and(header);

export type EventBody = z.infer<typeof eventBodySchema>;
/** `seq` counts from 1 without gaps; `at` is milliseconds since the epoch. */
export type CampaignEvent = EventBody & { readonly v: typeof LOG_VERSION; readonly seq: number; readonly at: number };
export type EventKind = EventBody['kind'];
export type EventOf<K extends EventKind> = Extract<CampaignEvent, { kind: K }>;

export type HostCalibration = z.infer<typeof hostCalibration>;
export type Refusal = z.infer<typeof refusal>;
export type CodeRef = z.infer<typeof code>;
export type BlobRef = z.infer<typeof logBlob>;
