import { formatCount, formatDuration, formatLimit } from '../../campaign/numbers.ts';
import type { ReportInput } from './input.ts';
import type { ExperimentModel, Figure, MetricModel } from './model.ts';
import type { Total } from './total.ts';

/** The four numbers under the title. */
export function computeFigures(input: ReportInput, metrics: readonly MetricModel[], experiments: readonly ExperimentModel[], total: Total): Figure[] {
  const totals = metrics.slice(0, 2).map((metric) => figureOfTotal(metric, total));
  if (totals.length === 1) totals.push(figureOfNoise(input, metrics));
  return [...totals, figureOfKept(input, experiments), figureOfTime(input, experiments)];
}

function figureOfTotal(metric: MetricModel, total: Total): Figure {
  const label = `${metric.name}, total`;
  const role = metric.primary ? 'primary metric' : 'guard';
  const row = total.rows.find(({ measured }) => measured.metric.name === metric.name);
  if (row === undefined) return { label, value: '\u2013', beside: 'not measured', detail: role };
  const stale = total.current ? '' : 'of an earlier head';
  return {
    label,
    value: row.measured.delta === '' ? '\u2013' : row.measured.delta,
    beside: row.measured.interval,
    detail: [row.levels, role, stale].filter((part) => part !== '').join(', '),
  };
}

function figureOfNoise(input: ReportInput, [metric]: readonly MetricModel[]): Figure {
  const resolvable = Object.values(input.state.calibrations).flatMap(({ metrics }) => (metric === undefined ? [] : (metrics[metric.name]?.smallestResolvable ?? [])));
  const value = resolvable.length === 0 ? '\u2013' : formatLimit(Math.max(...resolvable));
  return { label: 'Smallest effect that it could resolve', value, beside: '', detail: resolvable.length === 0 ? 'not calibrated' : 'by the noise found at calibration' };
}

function figureOfKept({ state }: ReportInput, experiments: readonly ExperimentModel[]): Figure {
  const kept = experiments.filter((one) => one.kept);
  const counts = new Map<string, number>();
  for (const { review } of kept) counts.set(review, (counts.get(review) ?? 0) + 1);
  const detail = [...counts].map(([review, count]) => (review === 'waits for review' && count > 1 ? `${count} wait for review` : `${count} ${review}`)).join(', ');
  const gone = kept.length - state.kept.length;
  return {
    label: 'Kept',
    value: String(state.kept.length),
    beside: `of ${experiments.length}`,
    detail: [detail, gone > 0 ? `${gone} taken out again` : ''].filter((part) => part !== '').join(', '),
  };
}

function figureOfTime({ state, definition }: ReportInput, experiments: readonly ExperimentModel[]): Figure {
  const pairs = experiments.reduce((sum, one) => sum + one.pairs, 0);
  const hosts = Object.keys(state.calibrations).length;
  const limit = formatDuration((state.budget.hours ?? definition.budget.hours) * 3_600_000);
  return {
    label: 'Time',
    value: formatDuration(state.activeMs),
    beside: `of ${limit}`,
    detail: `${formatCount(pairs, 'pair')} of candidates${hosts === 0 ? '' : ` on ${formatCount(hosts, 'host')}`}`,
  };
}
