/** What the simulator prints: targets, our procedure by model, peers beside it, two metrics, campaigns. */
import { campaignPeers, effects, singleId, twoEffects, twoId } from './cells.ts';
import { models } from './noise.ts';
import { policies } from './peers.ts';
import type { Results } from './results.ts';
import { coverage, keepShare, meanBias, medianRuns, meanRuns } from './tally.ts';
import type { Tally } from './tally.ts';
import type { Target } from './checks.ts';

export function formatTargets(targets: readonly Target[], strict: boolean): string {
  const mark = (target: Target): string => (target.met ? 'yes' : target.withinError && !strict ? 'within error' : 'NO');
  return formatTable(
    ['#', 'measure', 'target', 'reached', 'met'],
    targets.map((target) => [String(target.number), target.measure, target.wanted, target.reached, mark(target)]),
  );
}

/** Keep share and median runs of our procedure. */
export function formatModels(results: Results, names: readonly string[]): string {
  const list = [effects[0], 0, ...effects.slice(1)];
  const rows = names.map((name) => [
    name,
    ...list.map((effect) => formatCell(results.cell(singleId('ours', name, effect)))),
  ]);
  return formatTable(
    [
      'model',
      ...list.map((effect) =>
        effect === 0 ? 'A/A' : `${effect > 0 ? '+' : ''}${Number((effect * 100).toFixed(2))} %`,
      ),
    ],
    rows,
  );
}

function formatCell(tally: Tally): string {
  return `${(100 * keepShare(tally)).toFixed(keepShare(tally) < 0.02 ? 2 : 0)} (${medianRuns(tally)})`;
}

/** Beside ours: a peer's worst A/A over the models, cloud cells, and how many times ours it keeps nulls. */
export function formatPeers(results: Results): string {
  const ours = results.cell(singleId('ours', 'cloud', 0));
  // With no false keep at all, half of one stands for it.
  const base = Math.max(0.5, ours.keeps) / ours.sims;
  const rows = ['ours', ...Object.keys(policies)].map((policy) => {
    const cloud = (effect: number): Tally => results.cell(singleId(policy, 'cloud', effect));
    const worst = Math.max(...models.map((model) => keepShare(results.cell(singleId(policy, model.name, 0)))));
    const gain = cloud(0.02);
    return [
      policy,
      percent(worst),
      percent(keepShare(cloud(0))),
      policy === 'ours' ? '1' : `${(keepShare(cloud(0)) / base).toFixed(1)}x`,
      percent(keepShare(cloud(-0.01))),
      [0.01, 0.02, 0.05].map((effect) => Math.round(100 * keepShare(cloud(effect)))).join('/'),
      `${medianRuns(cloud(0))}/${medianRuns(gain)}`,
      `${(meanRuns(gain) / meanRuns(results.cell(singleId('ours', 'cloud', 0.02)))).toFixed(2)}x`,
      gain.reported > 0 && gain.covered > 0 ? percent(coverage(gain)) : 'none',
      gain.reported > 0 ? meanBias(gain).toFixed(1) : 'none',
    ];
  });
  return formatTable(
    [
      'policy',
      'worst A/A',
      'A/A cloud',
      'ratio to ours',
      'at -1 %',
      'power +1/+2/+5',
      'runs null/+2',
      'runs to ours',
      'coverage',
      'bias, pp',
    ],
    rows,
  );
}

export function formatTwoMetrics(results: Results): string {
  const rows = twoEffects.map((pair) => {
    const cloud = results.cell(twoId('ours', 'cloud', pair));
    const others = Object.entries(cloud.verdicts)
      .filter(([verdict, count]) => verdict !== 'keep' && count / cloud.sims >= 0.03)
      .sort((a, b) => b[1] - a[1])
      .map(([verdict, count]) => `${verdict} ${Math.round((100 * count) / cloud.sims)} %`);
    return [
      `(${Number((pair.pp * 100).toFixed(2))}, ${Number((pair.tg * 100).toFixed(2))})`,
      percent(keepShare(cloud)),
      meanRuns(cloud).toFixed(0),
      others.join(', '),
      percent(keepShare(results.cell(twoId('ours', 'quiet', pair)))),
      percent(keepShare(results.cell(twoId('clean A/B + gate', 'cloud', pair)))),
    ];
  });
  return formatTable(['(pp, tg) %', 'keep', 'mean runs', 'other verdicts', 'keep, quiet', 'clean A/B + gate'], rows);
}

export function formatCampaigns(results: Results): string {
  const rows = [
    ['ours', 30] as const,
    ['ours', 1000] as const,
    ...campaignPeers.map((policy) => [policy, 30] as const),
  ].map(([policy, declared]) => {
    const tally = results.campaign(`campaign | ${policy} | ${declared}`);
    return [
      policy,
      String(declared),
      `${(tally.keeps / tally.campaigns).toFixed(1)} (${(tally.falseKeeps / tally.campaigns).toFixed(2)})`,
      percent(tally.falseShare / tally.campaigns),
      (tally.claimed / tally.gained).toFixed(2),
      percent(tally.gained / tally.available),
      (tally.runs / tally.experiments).toFixed(1),
    ];
  });
  return formatTable(['policy', 'N', 'keeps (false)', 'FDR', 'claimed/true', 'captured', 'runs an experiment'], rows);
}

/** One source by itself: every policy that was run on it. */
export function formatSource(results: Results, name: string): string {
  const rows = Object.keys(policies)
    .filter((policy) => results.has(singleId(policy, name, 0)))
    .map((policy) => [
      policy,
      ...[0, 0.02, 0.15].map((effect) =>
        results.has(singleId(policy, name, effect)) ? formatCell(results.cell(singleId(policy, name, effect))) : '',
      ),
    ]);
  return formatTable(['policy', 'A/A', '+2 %', '+15 %'], rows);
}

function percent(value: number): string {
  return `${(100 * value).toFixed(value < 0.02 ? 2 : 0)} %`;
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
