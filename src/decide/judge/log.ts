/**
 * Reads a pi-autoresearch log and its dialects (formats.md 2.2, 6.1): identity is the line, order is the line order. A
 * reader for judging only: what it does not know it leaves out.
 */
import type { Direction } from '../types.ts';
import { isObject, numberOf, numbersOf, textOf } from './json.ts';
import type { Json } from './json.ts';

export interface LogEntry {
  /** 1-based line among the documents read. */
  readonly line: number;
  readonly label: string;
  readonly description: string;
  /** null: not measured, or not under a name that is known. */
  readonly value: number | null;
  readonly kept: boolean;
  /** Crashed or failed its checks: its value is no measurement. */
  readonly failed: boolean;
  /** Single runs where the line has them, and the control measured beside them. */
  readonly samples: readonly number[];
  readonly control: readonly number[];
}

export interface LogSegment {
  readonly metric: string | null;
  readonly better: Direction | null;
  readonly entries: readonly LogEntry[];
}

interface OpenSegment {
  metric: string | null;
  better: Direction | null;
  readonly entries: LogEntry[];
}

const keepWords = ['keep', 'kept', 'baseline', 'accept', 'accepted'];
const failWords = ['crash', 'crashed', 'checks_failed', 'fail', 'failed', 'error', 'oom', 'timeout'];
const ownKeys = ['run', 'iter', 'iteration', 'cycle', 'id', 'timestamp', 'ts', 'segment', 'confidence'];

export function isRunLine(value: unknown): value is Json {
  if (!isObject(value)) return false;
  const numbered = ['run', 'iter', 'iteration', 'cycle'].some((key) => numberOf(value[key]) !== null);
  return (
    numbered ||
    ((value['type'] === 'result' || 'decision' in value || 'status' in value) &&
      ('metric' in value || 'metrics' in value))
  );
}

export function readLog(documents: readonly unknown[]): LogSegment[] {
  const segments: OpenSegment[] = [];
  let open: OpenSegment = { metric: null, better: null, entries: [] };
  documents.forEach((document, index) => {
    if (!isObject(document)) return;
    if (document['type'] === 'config' || document['kind'] === 'init') {
      const config = isObject(document['config']) ? document['config'] : document;
      const metric = metricOf(config) ?? open.metric;
      if (open.entries.length > 0) segments.push(open);
      open = { metric, better: directionOf(config), entries: [] };
    } else if (isRunLine(document)) {
      open.metric ??= textOf(document['metricName']) ?? textOf(document['metric_name']);
      open.better ??= directionOf(document);
      open.entries.push(readEntry(document, index + 1, open.metric));
    }
  });
  return [...segments, open].filter((segment) => segment.entries.length > 0);
}

function readEntry(line: Json, number: number, metric: string | null): LogEntry {
  const run = ['run', 'iteration', 'iter', 'cycle', 'id'].map((key) => line[key]).find((value) => value !== undefined);
  const status = (
    textOf(line['status']) ??
    textOf(line['decision']) ??
    textOf(line['action']) ??
    textOf(line['result']) ??
    ''
  ).toLowerCase();
  const description = textOf(line['description']) ?? textOf(line['desc']) ?? textOf(line['change']) ?? '';
  const kept = keepWords.some((word) => status === word || status.startsWith(`${word}-`)) || line['keep'] === true;
  const { samples, control } = readSamples(line);
  return {
    line: number,
    label: `run ${typeof run === 'number' || typeof run === 'string' ? run : number}`,
    description,
    value: valueOf(line, metric),
    kept,
    failed: failWords.includes(status),
    samples,
    control,
  };
}

function readSamples(line: Json): { samples: readonly number[]; control: readonly number[] } {
  const beside = isObject(line['ab']) ? line['ab'] : {};
  return { samples: numbersOf(line['samples']), control: numbersOf(beside['head_samples']) };
}

/** `metric`, else the named one among `metrics`, else the one number that is no known key. */
function valueOf(line: Json, metric: string | null): number | null {
  const direct = numberOf(line['metric']);
  if (direct !== null || line['metric'] === null) return direct;
  const metrics = isObject(line['metrics']) ? line['metrics'] : {};
  const named = metric === null ? undefined : Object.keys(metrics).find((name) => fold(name) === fold(metric));
  if (named !== undefined) return numberOf(metrics[named]);
  const numbers = Object.entries(Object.keys(metrics).length > 0 ? metrics : line).filter(
    ([key, value]) => numberOf(value) !== null && !ownKeys.includes(key),
  );
  return numbers.length === 1 ? numberOf(numbers[0]?.[1]) : null;
}

/** The log's name and the printed one may differ in the sign for micro. */
function fold(name: string): string {
  return name.replace(/[µμ]/g, 'u').toLowerCase();
}

function metricOf(config: Json): string | null {
  return textOf(config['metricName']) ?? textOf(config['metric_name']) ?? textOf(config['metric']);
}

/** Only what the log says: pi's default of "lower" turns a throughput log upside down. */
function directionOf(line: Json): Direction | null {
  const word = (textOf(line['bestDirection']) ?? textOf(line['direction']) ?? '').toLowerCase();
  if (word.startsWith('high') || word === 'max' || word === 'maximize') return 'higher';
  if (word.startsWith('low') || word === 'min' || word === 'minimize') return 'lower';
  return null;
}
