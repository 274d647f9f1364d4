import { z } from 'zod';
import { eventSchema, type CampaignEvent } from '../campaign/events.ts';
import { pairLineSchema, type PairLine } from '../campaign/pairs.ts';
import type { CampaignState } from '../campaign/state.ts';
import type { FailureReport } from '../campaign/failure.ts';

/**
 * What crosses the socket between the engine and its clients: JSON-RPC 2.0 with these methods. Requests are checked by
 * zod where they enter the engine; notifications where they enter a client that acts on them.
 */

/** Raised with every change that an older peer would misread. */
export const PROTOCOL_VERSION = 1;

const requestId = z.string().min(8).max(80);
const campaign = z.string().regex(/^[A-Za-z0-9-]+$/);
const environment = z.record(z.string(), z.string());

export const helloParams = z.object({
  token: z.string(),
  protocol: z.int(),
  version: z.string(),
  client: z.string(),
  /** What only an editor has, that the engine may ask for: 'models', 'secrets', 'github', 'edit'. */
  capabilities: z.array(z.string()),
});

export const startParams = z.object({
  request: requestId,
  /** The definition's text, as the user saw it, and the file it is or would be; '' where it came from the command line. */
  definition: z.string(),
  definitionFile: z.string(),
  /** The client's environment: the engine takes from it what builds and runs may see (integrity.md 4.4). Kept in memory only. */
  environment,
  proposers: z.array(z.string()).exactOptional(),
  patches: z.string().exactOptional(),
  branches: z.string().exactOptional(),
  diff: z.boolean().exactOptional(),
  seed: z.string().exactOptional(),
  totalPairs: z.int().min(2).max(200).exactOptional(),
});

export const resumeParams = z.object({
  request: requestId,
  campaign,
  environment,
  experiments: z.int().min(1).exactOptional(),
  hours: z.number().positive().exactOptional(),
});
export const campaignParams = z.object({ campaign: campaign.exactOptional() });
export const stopParams = z.object({ request: requestId, campaign: campaign.exactOptional() });
export const experimentParams = z.object({ request: requestId, campaign, experiment: z.string(), environment: environment.exactOptional() });
export const acceptParams = experimentParams.extend({
  hunks: z.array(z.int().min(1)).exactOptional(),
  /** Take the kept but not accepted candidates that it needs along. */
  withNeeded: z.boolean().exactOptional(),
});
export const rejectParams = experimentParams.extend({ reason: z.string().max(2_000) });

export const requestSchemas = {
  hello: helloParams,
  attach: campaignParams,
  start: startParams,
  resume: resumeParams,
  stop: stopParams,
  accept: acceptParams,
  reject: rejectParams,
  continue: experimentParams,
  overrule: experimentParams,
  report: campaignParams,
  diff: z.object({ campaign, experiment: z.string() }),
  pairs: z.object({ campaign, experiment: z.string() }),
  blob: z.object({ campaign, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
} as const;
export type Method = keyof typeof requestSchemas;
export type Params<M extends Method> = z.input<(typeof requestSchemas)[M]>;

/** What happens between two events: shown, never stored. */
export interface Activity {
  /** '' where the campaign as a whole is meant. */
  readonly experiment: string;
  readonly host: string;
  /** One short line: "building", "pair 7, wealth 3.2", "waits for the host". */
  readonly text: string;
  /** Pairs of the present stage and the most it may take; null outside stages. */
  readonly progress: { readonly done: number; readonly most: number } | null;
}

/** The campaign at notification `seq`; the next notification is `seq + 1`. */
export interface Snapshot {
  readonly campaign: string;
  readonly seq: number;
  readonly state: CampaignState;
  /** Pairs so far of experiments that are under way, by name. */
  readonly livePairs: Readonly<Record<string, number>>;
  readonly activity: readonly Activity[];
  /** Whether the engine is at work on it. */
  readonly live: boolean;
}

export interface Results {
  hello: { readonly version: string; readonly protocol: number; readonly pid: number };
  attach: Snapshot | null;
  start: { readonly campaign: string };
  resume: { readonly campaign: string };
  stop: { readonly campaign: string };
  accept: { readonly files: readonly string[]; readonly accepted: readonly string[] };
  reject: Record<string, never>;
  continue: Record<string, never>;
  overrule: Record<string, never>;
  report: { readonly markdown: string; readonly html: string };
  /** Unified diff of the code it is measured against and the candidate. */
  diff: { readonly diff: string };
  pairs: { readonly pairs: readonly PairLine[] };
  blob: { readonly text: string };
}

/** Engine to clients, in the order of `seq`, without gaps for one campaign and one connection. */
export const notificationSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), campaign: z.string(), seq: z.int(), event: eventSchema }),
  z.object({ type: z.literal('pair'), campaign: z.string(), seq: z.int(), experiment: z.string(), pair: pairLineSchema }),
  z.object({
    type: z.literal('activity'),
    campaign: z.string(),
    seq: z.int(),
    activity: z.object({
      experiment: z.string(),
      host: z.string(),
      text: z.string(),
      progress: z.object({ done: z.int(), most: z.int() }).nullable(),
    }),
  }),
  /** The client fell behind: what follows is lost to it, it attaches again. */
  z.object({ type: z.literal('resync'), campaign: z.string(), seq: z.int() }),
]);

export type Notification =
  | { readonly type: 'event'; readonly campaign: string; readonly seq: number; readonly event: CampaignEvent }
  | { readonly type: 'pair'; readonly campaign: string; readonly seq: number; readonly experiment: string; readonly pair: PairLine }
  | { readonly type: 'activity'; readonly campaign: string; readonly seq: number; readonly activity: Activity }
  | { readonly type: 'resync'; readonly campaign: string; readonly seq: number };

export const NOTIFICATION_METHOD = 'campaign';

/** JSON-RPC error codes of ours; `data` is a FailureReport, or for `handover` nothing. */
export const RPC_FAILURE = -32_001;
/** The versions differ: the engine ends after the present pair, the client starts its own. */
export const RPC_HANDOVER = -32_002;

export const failureReportSchema = z.object({ code: z.string(), message: z.string(), hint: z.string() });
export type { FailureReport };
