import type { DraftMetric } from './draft.ts';

/** What a metric's name and unit say by themselves. Only where there is hardly another reading; else nothing is guessed. */

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(^|[._])(µs|us|usec|micros)$/i, 'µs'],
  [/(^|[._])(ns|nanos)$/i, 'ns'],
  [/(^|[._])(ms|msec|millis)$/i, 'ms'],
  [/(^|[._])(s|sec|secs|seconds)$/i, 's'],
  [/(^|[._])(kb|kib)$/i, 'kB'],
  [/(^|[._])(mb|mib)$/i, 'MB'],
  [/(^|[._])bytes$/i, 'B'],
];

const HIGHER_UNIT = /\/\s*s(ec)?$|^(fps|qps|rps|ops|[kmgt]?flops?\/?s?|x)$/i;
const LOWER_UNIT = /^(ns|µs|us|ms|s|sec|seconds|min|h|b|kb|kib|mb|mib|gb|gib|bytes|j|w)$/i;

const HIGHER_NAME = /(^|[._])(tps|qps|rps|fps|ops|throughput|per_?s|per_?sec(ond)?|speedup|bandwidth|[kmgt]?flops|score|accuracy|tg|pp)(\d|[._]|$)/i;
const LOWER_NAME = /(^|[._])(time|latency|duration|elapsed|wall|runtime|loss|errors?|failures?|cycles|instructions|misses|allocs?|memory|rss|size|bytes|bpb|p50|p9\d+)([._]|$)/i;

export function guessUnit(name: string): string {
  return UNITS.find(([pattern]) => pattern.test(name) && !/per_?(s|sec|second)$/i.test(name))?.[1] ?? '';
}

export function guessDirection(name: string, unit: string): DraftMetric['better'] {
  if (unit !== '') {
    if (HIGHER_UNIT.test(unit)) return 'higher';
    if (LOWER_UNIT.test(unit)) return 'lower';
  }
  const higher = HIGHER_NAME.test(name);
  const lower = LOWER_NAME.test(name) || LOWER_UNIT.test(guessUnit(name));
  return higher === lower ? undefined : higher ? 'higher' : 'lower';
}

/** The metric as far as its name tells. */
export function guessMetric(name: string, unit = guessUnit(name)): DraftMetric {
  const better = guessDirection(name, unit);
  return { name, unit, ...(better === undefined ? {} : { better }) };
}

/** Greek mu, micro sign and u stand for each other between a log and a script. */
export function foldMicro(name: string): string {
  return name.replace(/[µμ]/g, 'u').toLowerCase();
}

/** Names of METRIC lines that stand in a script's text; those that the script puts together are not seen. */
export function metricNamesIn(script: string): string[] {
  const code = script.replace(/^\s*#.*$/gm, '');
  return [...new Set([...code.matchAll(/METRIC\s+([\w.µ]+)=/g)].map((match) => match[1] ?? ''))];
}
