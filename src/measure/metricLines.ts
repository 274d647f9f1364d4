import { plainLines } from './plainText.ts';

/** A line `METRIC name=value` (formats.md 2.4). */
export interface MetricLine {
  readonly name: string;
  /** Not a number, or not finite, where the text is neither. */
  readonly value: number;
  readonly line: string;
}

export interface MetricLines {
  /** The last line of each name: a script may print a value again at its end. */
  readonly byName: ReadonlyMap<string, MetricLine>;
  /** Lines that look meant but break the grammar: the reason when a metric is missing. */
  readonly nearMisses: readonly string[];
}

const METRIC = /^METRIC\s+([\w.µ]+)=(\S+)\s*$/;
const MEANT = /^\s*METRIC\b.*=/i;
const RESERVED: readonly string[] = ['__proto__', 'constructor', 'prototype'];
const MOST_NEAR_MISSES = 20;

export function parseMetricLines(output: string): MetricLines {
  const byName = new Map<string, MetricLine>();
  const nearMisses: string[] = [];
  for (const line of plainLines(output)) {
    const [, name, text] = METRIC.exec(line) ?? [];
    if (name !== undefined && text !== undefined && !RESERVED.includes(name)) {
      byName.set(name, { name, value: Number(text), line: line.trimEnd() });
    } else if (nearMisses.length < MOST_NEAR_MISSES && MEANT.test(line)) {
      nearMisses.push(line.trim().slice(0, 200));
    }
  }
  return { byName, nearMisses };
}
