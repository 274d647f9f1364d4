/** Tallies by cell. */
import type { Chunk, ChunkResult } from './jobs.ts';
import { sumCampaigns } from './campaign.ts';
import type { CampaignTally } from './campaign.ts';
import { coverage, keepShare, meanBias, meanRuns, medianRuns, sumTallies, wilsonUpper } from './tally.ts';
import type { Tally } from './tally.ts';

export class Results {
  private readonly tallies = new Map<string, Tally>();
  private readonly campaigns = new Map<string, CampaignTally>();

  constructor(chunks: readonly Chunk[], results: readonly ChunkResult[]) {
    const tallies = new Map<string, Tally[]>();
    const campaigns = new Map<string, CampaignTally[]>();
    results.forEach((result, i) => {
      const id = chunks[i]?.id ?? result.id;
      if (result.kind === 'tally') tallies.set(id, [...(tallies.get(id) ?? []), result.tally]);
      else campaigns.set(id, [...(campaigns.get(id) ?? []), result.tally]);
    });
    for (const [id, list] of tallies) this.tallies.set(id, sumTallies(list));
    for (const [id, list] of campaigns) this.campaigns.set(id, sumCampaigns(list));
  }

  has(id: string): boolean {
    return this.tallies.has(id) || this.campaigns.has(id);
  }

  cell(id: string): Tally {
    const tally = this.tallies.get(id);
    if (tally === undefined) throw new Error(`no cell ${id}`);
    return tally;
  }

  campaign(id: string): CampaignTally {
    const tally = this.campaigns.get(id);
    if (tally === undefined) throw new Error(`no campaign ${id}`);
    return tally;
  }

  /** Every cell in numbers, for `--json`. */
  listCells(): Record<string, unknown>[] {
    const cells = [...this.tallies].map(([id, tally]) => ({
      id,
      sims: tally.sims,
      keeps: tally.keeps,
      keepShare: keepShare(tally),
      wilsonUpper: wilsonUpper(tally.keeps, tally.sims),
      medianRuns: medianRuns(tally),
      meanRuns: meanRuns(tally),
      coverage: tally.reported > 0 ? coverage(tally) : null,
      bias: tally.reported > 0 ? meanBias(tally) : null,
      withheld: tally.withheld,
      verdicts: tally.verdicts,
    }));
    return [...cells, ...[...this.campaigns].map(([id, tally]) => ({ id, ...tally }))];
  }
}
