import type { CalibratedMetric, Calibration, CalibrationResult } from '../../campaign/calibration.ts';
import type { Definition } from '../../campaign/definition/schema.ts';
import { formatCount, formatDuration, formatLimit, formatShare, formatThroughput } from '../../campaign/numbers.ts';
import { clean } from './screen.ts';
import type { Style } from './style.ts';
import { drawTable, type Column } from './table.ts';

const COLUMNS: readonly Column[] = [
  { title: '' },
  { title: 'level', right: true },
  { title: 'spread', right: true },
  { title: 'second run', right: true },
  { title: 'stalls', right: true },
  { title: 'can resolve', right: true },
  { title: 'tolerance', right: true },
  { title: '' },
];

/** What `calibrate` prints for people. */
export function calibrationText({ calibration, file }: CalibrationResult, definition: Definition, recorded: { readonly file: string; readonly runs: number } | null, style: Style): string {
  const { host, machine, compiler, k, runSeconds, pairs, metrics } = calibration;
  const rows = definition.metrics.flatMap((metric) => {
    const found = metrics[metric.name];
    return found === undefined ? [] : [drawMetric(metric, found, style)];
  });
  return [
    `${style.paint(host, 'bold')}  ${[machine.name, machine.processor, formatCount(machine.threads, 'thread'), compiler].filter((part) => part !== '').map(clean).join(', ')}`,
    `a run takes ${formatDuration(1000 * runSeconds)}; for that length a pair of ${formatCount(k, 'micro-pair')} tells most; this rests on ${formatCount(pairs, 'such pair')} of the same code`,
    '',
    ...drawTable(COLUMNS, rows),
    '',
    layoutLine(calibration, definition, style),
    ...(recorded === null ? [] : [`${formatCount(recorded.runs, 'value')} of ${definition.metrics[0]?.name ?? ''} written to ${recorded.file}`]),
    `stored in ${file}`,
  ].join('\n');
}

function drawMetric({ name, unit, tolerance }: Definition['metrics'][number], found: CalibratedMetric, { numbers }: Style): string[] {
  const limit = (fraction: number) => formatLimit(fraction, numbers);
  const remarks = [...(found.exact ? ['repeats exactly: one pair decides'] : []), ...(tolerance === undefined ? [] : ['tolerance from the definition'])];
  return [
    name,
    formatThroughput(found.level, unit, numbers),
    limit(found.spread),
    `${found.position > 0 ? '+' : ''}${limit(found.position)}`,
    formatShare(found.stallRate, numbers),
    limit(found.smallestEffect),
    limit(found.tolerance),
    remarks.join('; '),
  ];
}

function layoutLine({ layout, metrics }: Calibration, definition: Definition, { numbers }: Style): string {
  if (layout.rebuilds === 0) return `layout floor not measured: ${clean(layout.why)}`;
  const floors = definition.metrics.map(({ name }) => {
    const floor = metrics[name]?.layoutFloor ?? null;
    return `${name} ${floor === null ? 'none' : formatLimit(floor, numbers)}`;
  });
  return `layout floor, from ${formatCount(layout.rebuilds, 'neutral rebuild')}: ${floors.join(', ')}`;
}
