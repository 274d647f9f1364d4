import { formatCount } from '../../campaign/numbers.ts';
import { totalPairsOf } from './differences.ts';
import { isLive, lookUp, type ReportInput } from './input.ts';
import { measure } from './metrics.ts';
import type { MetricModel, MetricSeries, TotalRow } from './model.ts';
import { computeLevels, computeSeries } from './pairSeries.ts';
import { cleanText, shortCommit } from './text.ts';

export interface Total {
  readonly rows: readonly TotalRow[];
  readonly series: readonly MetricSeries[];
  readonly sentences: readonly string[];
  /** The total is of the code that is current now. */
  readonly current: boolean;
}

/** Head against base, measured afresh (decisions.md 3.12): one row a metric, or the sentence that says why there is none. */
export function computeTotal(input: ReportInput, metrics: readonly MetricModel[]): Total {
  const { state } = input;
  const { total } = state;
  if (total === null) return { rows: [], series: [], sentences: [explainMissing(input)], current: false };
  const current = state.head === null || total.head.tree === state.head.tree;
  const pairs = totalPairsOf(input);
  const rows = metrics.flatMap((metric): TotalRow[] => {
    const estimate = lookUp(total.estimates, metric.name);
    if (estimate === undefined) return [];
    const measured = measure(metric, estimate);
    return [{ measured, levels: computeLevels(pairs, metric), pairs: estimate.pairs, shows: describe(estimate.better) }];
  });
  const hosts = total.hosts.map((host) => cleanText(host, 60)).join(', ');
  const sentences = [
    `Base ${shortCommit(state.created?.base.commit ?? '')} against head ${shortCommit(total.head.commit)} in ${formatCount(total.pairs, 'pair')} run for this alone, on ${hosts || 'an unnamed host'}.`,
    'The parts do not multiply to the total: the total is a measurement of its own.',
  ];
  if (!current) sentences.push('The head has moved since: what was kept or taken out after it is not in this total.');
  const series = pairs.length === 0 ? [] : rows.map(({ measured }) => computeSeries(pairs, measured.metric, measured.scale, state));
  return { rows, series, sentences, current };
}

function describe(better: boolean | null): string {
  if (better === null) return 'no difference shown';
  return better ? 'better' : 'worse';
}

function explainMissing(input: ReportInput): string {
  const kept = input.state.kept.length;
  if (kept === 0) return isLive(input) ? 'Nothing is kept so far, so head and base are the same code.' : 'Nothing was kept, so head and base are the same code and there is no total.';
  const why = isLive(input) ? 'It is measured when the candidates are through.' : 'The campaign did not come to it.';
  return `The total of the ${formatCount(kept, 'kept change')} was not measured. ${why} The numbers of the parts do not multiply to it.`;
}
