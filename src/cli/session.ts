import { EXIT, Failure } from '../campaign/failure.ts';
import type { EngineClient } from '../protocol/client.ts';
import { campaignOf, statusOf, type Campaign } from './campaign.ts';
import type { Context } from './context.ts';
import { outcomeOfEnd } from './ending.ts';
import { follow, type FollowOptions } from './follow.ts';
import { failureFrom, outcomeOfFailure, type Outcome } from './outcome.ts';
import { BarProgress } from './progress/bars.ts';
import { LineProgress } from './progress/lines.ts';
import type { Progress } from './progress/progress.ts';

export interface SessionOptions {
  /** Start an engine where none runs. */
  readonly start: boolean;
  readonly takeOver?: boolean;
}

/** A connection for as long as the work takes. `work` gets null where no engine runs and none is to be started. */
export async function withEngine<T>(context: Context, options: SessionOptions, work: (client: EngineClient | null) => Promise<T>): Promise<T> {
  const client = await context.ports.connect({ workspace: context.workspace, start: options.start, takeOver: options.takeOver === true });
  try {
    return await work(client);
  } finally {
    client?.dispose();
  }
}

/** The same where an engine is needed. */
export function withStartedEngine<T>(context: Context, work: (client: EngineClient) => Promise<T>, takeOver = false): Promise<T> {
  return withEngine(context, { start: true, takeOver }, (client) => {
    if (client === null) throw new Failure('engine-lost', 'no engine could be started');
    return work(client);
  });
}

/** Follows the campaign on standard error, to its end where `until` does not come first. */
export async function followCampaign(context: Context, client: EngineClient, campaign: string, until?: FollowOptions['until']): Promise<Outcome> {
  try {
    const end = await follow(context, client, { campaign, progress: makeProgress(context), ...(until === undefined ? {} : { until }) });
    if (end.how === 'final' && !until?.(end.live)) return await outcomeOfEnd(context, end.live);
    return { code: EXIT.ended, json: { ...statusOf(end.live) }, text: '' };
  } catch (error) {
    // What is known of the campaign is told along with what went wrong.
    return outcomeOfFailure(failureFrom(error), await knownStatus(context, campaign));
  }
}

function makeProgress({ screen, style, ports }: Context): Progress {
  return screen.isTerminal ? new BarProgress(screen, style, ports) : new LineProgress(screen, style, () => ports.now());
}

async function knownStatus({ ports, workspace }: Context, id: string): Promise<Record<string, unknown>> {
  try {
    const read = await ports.reader.read(workspace, id);
    return { ...statusOf({ id, ...read, live: false }) };
  } catch {
    return {};
  }
}

export async function snapshotOf(client: EngineClient, campaign: string): Promise<Campaign> {
  const snapshot = await client.request('attach', { campaign });
  if (snapshot === null) throw new Failure('no-campaign', `the engine does not know campaign ${campaign}`);
  return campaignOf(snapshot);
}

/** The variables of this process: the engine takes from them what the definition lets builds and runs see. */
export function environmentOf({ ports }: Context): Record<string, string> {
  return Object.fromEntries(Object.entries(ports.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
