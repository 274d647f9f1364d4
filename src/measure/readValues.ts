import type { Definition } from '../campaign/definition/schema.ts';
import { parseLlamaBench } from './llamaBench.ts';
import { parseMetricLines } from './metricLines.ts';

export type Reading =
  | { readonly ok: true; readonly values: Readonly<Record<string, number>> }
  | { readonly ok: false; readonly fault: 'no-metric' | 'bad-metric'; readonly reason: string };

interface Printed {
  readonly value: number;
  /** Where it was read, as printed. */
  readonly text: string;
}

/** The values of the definition's metrics in a benchmark's output. All of them must be there, and be finite numbers. */
export function readValues(output: string, definition: Pick<Definition, 'benchmark' | 'metrics'>): Reading {
  switch (definition.benchmark.format) {
    case 'metric':
      return readMetricLines(output, definition);
    case 'llama-bench': {
      const found = parseLlamaBench(output);
      const printed = new Map([...found].map(([name, value]) => [name, { value, text: `avg_ts of ${name} = ${value}` }]));
      return pick(printed, definition, found.size === 0 ? 'the benchmark printed no llama-bench JSON (-o json)' : '');
    }
  }
}

function readMetricLines(output: string, definition: Pick<Definition, 'metrics'>): Reading {
  const { byName, nearMisses } = parseMetricLines(output);
  const printed = new Map([...byName].map(([name, { value, line }]) => [name, { value, text: line }]));
  const [miss] = nearMisses;
  if (byName.size > 0) return pick(printed, definition, '');
  return pick(printed, definition, miss === undefined ? 'the benchmark printed no METRIC line' : `"${miss}" is not a METRIC line: it must be METRIC name=value, with letters, digits, "_" and "." in the name`);
}

function pick(printed: ReadonlyMap<string, Printed>, definition: Pick<Definition, 'metrics'>, nothing: string): Reading {
  if (nothing !== '') return { ok: false, fault: 'no-metric', reason: nothing };
  const values: Record<string, number> = {};
  for (const { name } of definition.metrics) {
    const found = printed.get(name);
    if (found === undefined) {
      return { ok: false, fault: 'no-metric', reason: `the benchmark printed no ${name}; it printed ${[...printed.keys()].slice(0, 20).join(', ')}` };
    }
    if (!Number.isFinite(found.value)) return { ok: false, fault: 'bad-metric', reason: `"${found.text}" gives no finite number for ${name}` };
    values[name] = found.value;
  }
  return { ok: true, values };
}
