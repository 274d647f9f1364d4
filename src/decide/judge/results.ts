/**
 * results.tsv and its relatives (formats.md 5) as the lines of a log. A header with a status column is required: most
 * files of that name are something else.
 */

const statusNames = ['status', 'decision', 'verdict'];
const textNames = ['description', 'desc', 'change', 'notes', 'hypothesis'];
/** Columns that are never the metric. */
const otherNames = [
  ...statusNames,
  ...textNames,
  'commit',
  'iteration',
  'iter',
  'run',
  'experiment_id',
  'experiment',
  'id',
  'delta',
  'guard',
  'guard-metric',
  'memory_gb',
  'timestamp',
  'time',
  'date',
];
/** Names whose direction is common knowledge. */
const lowerNames = /bpb|bpc|loss|latency|perplexity|ppl|_ms$|_us$|_ns$|seconds|duration|error/i;

/** Empty where the text is no such table. */
export function readTable(text: string): unknown[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const table = lines.filter((line) => !line.startsWith('#'));
  const head = (table[0] ?? '').split('\t').map((cell) => cell.trim().toLowerCase());
  const status = head.findIndex((name) => statusNames.includes(name));
  const metric = head.findIndex((name) => name !== '' && !otherNames.includes(name));
  if (head.length < 3 || status < 0 || metric < 0) return [];
  const description = head.findIndex((name) => textNames.includes(name));
  const runs = table.slice(1).flatMap((line, i) => {
    const cells = line.split('\t').map((cell) => cell.trim());
    // A line break inside a description leaves ragged rows: no run of their own.
    if (cells.length < Math.max(status, metric) + 1) return [];
    const value = Number(cells[metric] === '' ? Number.NaN : cells[metric]);
    const word = (cells[status] ?? '').toLowerCase();
    return [
      {
        run: i + 1,
        metric: Number.isFinite(value) ? value : null,
        status: word,
        description: cells[description] ?? '',
      },
    ];
  });
  const name = head[metric] ?? '';
  return [{ type: 'config', metricName: name, ...readDirection(lines, name) }, ...runs];
}

function readDirection(lines: readonly string[], metric: string): { bestDirection?: string } {
  const comment = lines
    .map((line) => /^#\s*metric_direction:\s*(\w+)/i.exec(line)?.[1])
    .find((word) => word !== undefined);
  if (comment !== undefined) return { bestDirection: comment };
  return lowerNames.test(metric) ? { bestDirection: 'lower' } : {};
}
