import path from 'node:path';
import { parseDefinition } from '../../campaign/definition/read.ts';
import { Failure } from '../../campaign/failure.ts';
import type { PairLine } from '../../campaign/pairs.ts';
import type { CampaignState } from '../../campaign/state.ts';
import { campaignFolder } from '../../campaign/store/layout.ts';
import { readCampaign } from '../../campaign/store/read.ts';
import { FileError, systemFiles, type Files } from '../../support/files.ts';
import { computeReport } from './computeReport.ts';
import { calibrationName, totalName } from './differences.ts';
import type { ReportInput } from './input.ts';
import { renderHtml } from './renderHtml.ts';
import { renderMarkdown } from './renderMarkdown.ts';

export interface WrittenReport {
  readonly markdown: string;
  readonly html: string;
}

/** Diffs are for reading; of a long campaign the first ones will do. */
const MOST_DIFFS = 100;

/** Writes both forms beside the campaign's log; each is there whole or as it was. Throws Failure. */
export async function writeReport(folder: string, input: ReportInput, files: Pick<Files, 'writeAtomic'> = systemFiles): Promise<WrittenReport> {
  const model = computeReport(input);
  const written = { markdown: path.join(folder, 'report.md'), html: path.join(folder, 'report.html') };
  try {
    await files.writeAtomic(written.markdown, renderMarkdown(model));
    await files.writeAtomic(written.html, renderHtml(model));
  } catch (error) {
    const full = error instanceof FileError && error.kind === 'disk-full';
    const why = error instanceof Error ? error.message : String(error);
    const hint = `${full ? 'Make room' : 'Make the folder writable'}, then ask for the report again. The campaign itself is safe.`;
    throw new Failure(full ? 'disk-full' : 'internal', `the report cannot be written: ${why}`, hint);
  }
  return written;
}

export interface DeliverOptions {
  readonly workspace: string;
  readonly campaign: string;
  readonly now: number;
  /** Unified diff of two commits; an experiment whose diff cannot be made goes without. */
  readonly diff?: (from: NonNullable<CampaignState['head']>, to: NonNullable<CampaignState['head']>) => Promise<string>;
  readonly live?: boolean;
  readonly facts?: ReportInput['facts'];
  readonly files?: Pick<Files, 'writeAtomic'>;
}

/** Reads a campaign from the disk and writes its report. Throws Failure. */
export async function deliverReport(options: DeliverOptions): Promise<WrittenReport> {
  const { workspace, campaign, now, live, facts } = options;
  const onDisk = await readCampaign(workspace, campaign);
  const { state } = onDisk;
  if (state.created === null) throw new Failure('no-campaign', `${campaign} has no first event yet`, 'Ask for the report again in a moment.');
  const names = [...Object.keys(state.experiments), ...Object.keys(state.calibrations).map(calibrationName), ...(state.total === null ? [] : [totalName(state.total.head.tree)])];
  const pairs: Record<string, readonly PairLine[]> = {};
  for (const name of names) pairs[name] = await onDisk.pairs(name);
  const input: ReportInput = {
    state,
    definition: parseDefinition(state.created.definition, state.created.definitionFile),
    pairs,
    diffs: await readDiffs(state, options),
    now,
    ...(live === undefined ? {} : { live }),
    ...(facts === undefined ? {} : { facts }),
  };
  return writeReport(campaignFolder(workspace, campaign), input, options.files);
}

async function readDiffs(state: CampaignState, { diff }: DeliverOptions): Promise<Record<string, string>> {
  const diffs: Record<string, string> = {};
  if (diff === undefined) return diffs;
  // What was kept comes first: those are the diffs that are read.
  const wanted = Object.values(state.experiments).sort((a, b) => Number(b.state === 'kept') - Number(a.state === 'kept') || a.order - b.order);
  for (const { name, head, candidate } of wanted.slice(0, MOST_DIFFS)) {
    if (head === null || candidate === null) continue;
    try {
      diffs[name] = await diff(head, candidate);
    } catch {
      // `clean` may have dropped the commits; the report's numbers do not need them.
    }
  }
  return diffs;
}
