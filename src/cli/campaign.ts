import { nearestKey } from '../campaign/definition/keys.ts';
import { parseDefinition } from '../campaign/definition/read.ts';
import type { Definition } from '../campaign/definition/schema.ts';
import { Failure } from '../campaign/failure.ts';
import type { CampaignState, Experiment } from '../campaign/state.ts';
import type { Snapshot } from '../protocol/engine.ts';
import { computeStatus, type Status } from '../protocol/status.ts';
import { commandLine, type Context } from './context.ts';
import type { CampaignReader } from './ports.ts';

/** A campaign as a command shows it. */
export interface Campaign {
  readonly id: string;
  readonly state: CampaignState;
  readonly livePairs: Readonly<Record<string, number>>;
  /** Whether an engine is at work on it. */
  readonly live: boolean;
}

/**
 * The campaign that the command is about, from the disk: what the engine knows is there, and looking must neither start
 * an engine nor end one of another version.
 */
export async function loadCampaign(context: Context): Promise<Campaign> {
  const { workspace, ports } = context;
  const id = await chooseCampaign(context);
  const { state, livePairs } = await ports.reader.read(workspace, id);
  return { id, state, livePairs, live: state.engineRunning && (await isAtWork(ports.reader, workspace, id, state)) };
}

/** The one that was named; else the one at work; else the latest. */
export async function chooseCampaign(context: Context): Promise<string> {
  const { workspace, ports, campaign } = context;
  const known = await ports.reader.list(workspace);
  if (campaign !== undefined && known.includes(campaign)) return campaign;
  const hint = known.length === 0 ? `\`${commandLine(context, 'start')}\` begins one.` : `There are ${known.slice(-10).join(', ')}.`;
  if (campaign !== undefined) throw new Failure('no-campaign', `there is no campaign ${campaign} here`, hint);
  const latest = known.at(-1);
  if (latest === undefined) throw new Failure('no-campaign', 'there is no campaign in this workspace yet', hint);
  if (!(await ports.reader.engineIsAlive(workspace))) return latest;
  for (const id of known.toReversed()) {
    const { state } = await ports.reader.read(workspace, id);
    if (state.engineRunning && (await isAtWork(ports.reader, workspace, id, state))) return id;
  }
  return latest;
}

/** An engine runs one campaign. A log that was cut off by a kill says that it runs, too; the newest word counts. */
async function isAtWork(reader: CampaignReader, workspace: string, id: string, state: CampaignState): Promise<boolean> {
  if (!(await reader.engineIsAlive(workspace))) return false;
  for (const other of await reader.list(workspace)) {
    if (other === id) continue;
    const { state: theirs } = await reader.read(workspace, other);
    if (theirs.engineRunning && theirs.lastAt > state.lastAt) return false;
  }
  return true;
}

export function campaignOf(snapshot: Snapshot): Campaign {
  return { id: snapshot.campaign, state: snapshot.state, livePairs: snapshot.livePairs, live: snapshot.live };
}

/** Every event and every frame asks: parsed once for each campaign. */
const parsed = new WeakMap<object, Definition>();

/** The definition that the campaign runs by, not the file as it is now. */
export function definitionOf({ created }: CampaignState): Definition {
  if (created === null) throw new Failure('corrupt-log', 'the campaign has no beginning: its log is empty', 'A new campaign can be started.');
  const known = parsed.get(created);
  if (known) return known;
  const definition = parseDefinition(created.definition, created.definitionFile || 'the definition');
  parsed.set(created, definition);
  return definition;
}

export function statusOf(campaign: Campaign): Status {
  return computeStatus(campaign.state, definitionOf(campaign.state), campaign);
}

export function experimentOf(campaign: Campaign, name: string): Experiment {
  const { experiments } = campaign.state;
  const experiment = Object.hasOwn(experiments, name) ? experiments[name] : undefined;
  if (experiment) return experiment;
  const known = Object.keys(experiments);
  const near = nearestKey(name, known);
  const listed = known.length === 0 ? 'It has no candidate yet.' : `Its candidates are ${known.slice(0, 20).join(', ')}${known.length > 20 ? ' and others' : ''}.`;
  throw new Failure('unknown-candidate', `campaign ${campaign.id} has no candidate "${name}"`, near === undefined ? listed : `Did you mean ${near}?`);
}
