import { formatCount, formatDuration, formatLimit, formatThroughput } from '../../campaign/numbers.ts';
import type { HostCalibration } from '../../campaign/events.ts';
import { calibrationPairsOf, readDifferences, toPrinted } from './differences.ts';
import { lookUp, type ReportInput } from './input.ts';
import type { MetricModel, NoiseRow, ReportModel } from './model.ts';
import { cleanText } from './text.ts';

/** What equal code against itself showed, before the first candidate (decisions.md 3.4). */
export function computeNoise(input: ReportInput, metrics: readonly MetricModel[]): ReportModel['noise'] {
  const calibrations = Object.values(input.state.calibrations);
  if (calibrations.length === 0) return { sentences: ['No host was calibrated, so the noise is not known.'], rows: [] };
  const rows = calibrations.flatMap((calibration) => metrics.flatMap((metric) => rowOf(input, calibration, metric)));
  return { sentences: [...calibrations.map(describe), ...rows.filter(missesSmall).map(warn)], rows };
}

function rowOf(input: ReportInput, calibration: HostCalibration, metric: MetricModel): NoiseRow[] {
  const found = lookUp(calibration.metrics, metric.name);
  if (found === undefined) return [];
  const differences = readDifferences(calibrationPairsOf(input, calibration.host), metric, 'ratio', input.state);
  return [
    {
      host: cleanText(calibration.host, 60),
      metric,
      exact: found.exact,
      spread: found.spread,
      smallestResolvable: found.smallestResolvable,
      tolerance: metric.tolerance,
      stallShare: found.stallRate,
      level: formatThroughput(found.level, metric.unit),
      pairs: calibration.pairs,
      points: differences.flatMap(({ value }) => (value === null ? [] : [toPrinted(value, metric, 'ratio')])),
    },
  ];
}

function describe({ host, pairs, microPairs, runSeconds }: HostCalibration): string {
  const block = microPairs === 1 ? 'one run of each side' : `${microPairs} short runs of each side`;
  const run = formatDuration(runSeconds * 1_000);
  return `On ${cleanText(host, 60)} the starting code ran against itself from two separate builds in ${formatCount(pairs, 'pair')} of ${block}, about ${run} a run.`;
}

function missesSmall(row: NoiseRow): boolean {
  return !row.exact && row.smallestResolvable > row.metric.smallestEffect * 1.05;
}

function warn({ host, metric, smallestResolvable }: NoiseRow): string {
  const [wanted, found] = [formatLimit(metric.smallestEffect), formatLimit(smallestResolvable)];
  return `An effect on ${metric.name} between ${wanted} and ${found} may have been missed on ${host}: the noise hides it.`;
}
