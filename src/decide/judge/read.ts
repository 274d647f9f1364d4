/** Finds out what kind of results a text holds and reads them into rows. */
import { compareLists, parseColumns, parseList } from './columns.ts';
import { isGoBenchmark, readGoBenchmark } from './goBenchmark.ts';
import { isObject, numbersOf, readDocuments } from './json.ts';
import { isRunLine, readLog } from './log.ts';
import { readSegment } from './logRows.ts';
import { readTable } from './results.ts';
import { pairNames, pairSides } from './sides.ts';
import type { Measurement } from './sides.ts';
import { parseTextRows } from './textRows.ts';
import {
  isGoogleDocument,
  isHyperfineDocument,
  isLlamaRecord,
  readGoogleBenchmark,
  readHyperfine,
  readLlamaBench,
} from './tools.ts';
import type { Format, JudgeInput, RowInput } from './types.ts';

export interface ReadOptions {
  /** Two columns are pairs, line by line. */
  readonly paired?: boolean;
  /** A second text: the results of the other side. */
  readonly against?: string;
  /** Lines of a log that repeat unchanged code, as the user confirmed them. */
  readonly repeats?: readonly number[];
}

const oneSide = 'one side only: nothing to stand against; give the results of the other side as well';
const oneProcess = 'repetitions within one process are no independent runs; they understate the noise';
const drift = 'read as they stand: drift, order and selection cannot be seen in them';

/** Throws where nothing is found that could be judged. */
export function readResults(text: string, options: ReadOptions = {}): JudgeInput {
  const texts = options.against === undefined ? [text] : [text, options.against];
  const input = readTools(texts) ?? readGo(texts) ?? readPlain(text, options);
  if (input === null) {
    throw new Error(
      'no results found: neither columns, rows such as "tg: 48.9 ± 0.5 -> 49.3 ± 0.4, n=5", nor a known tool\'s output',
    );
  }
  return input;
}

function readPlain(text: string, options: ReadOptions): JudgeInput | null {
  if (options.against === undefined) return readAnyLog(text, options) ?? readNumbers(text, options);
  const [a, b] = [parseList(text), parseList(options.against)];
  // What holds both sides already leaves a second text without a place.
  if (a === null || b === null) throw new Error('two texts are compared where each is the output of one tool, or one list of numbers');
  const row = compareLists('first -> second', a, b, options.paired === true);
  return { format: 'columns', rows: [row], total: null, notes: [drift] };
}

function readTools(texts: readonly string[]): JudgeInput | null {
  const documents = texts.flatMap((text) => readDocuments(text).flatMap(unwrap));
  const number = (i: number): string => (documents.length > 1 ? String(i + 1) : '');
  if (documents.some((one) => listLlamaRecords(one).length > 0)) {
    const lines = documents.every(isLlamaRecord);
    const measured = lines
      ? readLlamaBench(documents, '')
      : documents.flatMap((one, i) => readLlamaBench(listLlamaRecords(one), number(i)));
    return fromMeasurements('llama-bench', measured, [oneProcess]);
  }
  if (documents.some(isGoogleDocument)) {
    return fromMeasurements(
      'google-benchmark',
      documents.filter(isGoogleDocument).flatMap((one, i) => readGoogleBenchmark(one, number(i))),
      [oneProcess],
    );
  }
  if (documents.some(isHyperfineDocument)) {
    const own = documents.filter(isHyperfineDocument);
    const measured = own.flatMap((one, i) => readHyperfine(one, number(i)));
    return own.length > 1 ? fromMeasurements('hyperfine', measured, [drift]) : againstFirst(measured);
  }
  return null;
}

/** Two documents in one: `[before, after]` or `{"before": …, "after": …}`. */
function unwrap(document: unknown): unknown[] {
  const isResult = (value: unknown): boolean =>
    isGoogleDocument(value) || isHyperfineDocument(value) || listLlamaRecords(value).length > 0;
  if (isResult(document)) return [document];
  const parts = Array.isArray(document) ? (document as unknown[]) : isObject(document) ? Object.values(document) : [];
  return parts.length > 1 && parts.every(isResult) ? parts : [document];
}

function listLlamaRecords(document: unknown): unknown[] {
  if (Array.isArray(document)) return (document as unknown[]).filter(isLlamaRecord);
  return isLlamaRecord(document) ? [document] : [];
}

function fromMeasurements(format: Format, measurements: readonly Measurement[], notes: readonly string[]): JudgeInput {
  const sided = pairSides(measurements);
  const rows = sided.length > 0 ? sided : pairNames(measurements);
  return { format, rows, total: null, notes: rows.length === 0 ? [oneSide] : notes };
}

/** hyperfine compares the commands of one file: each later one against the first. */
function againstFirst(measurements: readonly Measurement[]): JudgeInput {
  const [first, ...later] = measurements;
  const rows = later.map((one): RowInput => ({
    name: `${first?.name ?? ''} -> ${one.name}`,
    a: (first ?? one).sample,
    b: one.sample,
    better: 'lower',
  }));
  return { format: 'hyperfine', rows, total: null, notes: rows.length === 0 ? [oneSide] : [drift] };
}

function readGo(texts: readonly string[]): JudgeInput | null {
  if (!texts.some(isGoBenchmark)) return null;
  return fromMeasurements(
    'go-benchmark',
    texts.flatMap((text, i) => readGoBenchmark(text, texts.length > 1 ? String(i + 1) : '')),
    [drift],
  );
}

function readAnyLog(text: string, options: ReadOptions): JudgeInput | null {
  const json = readDocuments(text).flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : [one]));
  const documents = json.some(isRunLine) ? json : readTable(text);
  if (!documents.some(isRunLine)) return null;
  const segments = readLog(documents);
  const readings = segments.map((segment) => readSegment(segment, options.repeats ?? null));
  const several = segments.length > 1;
  const label = (i: number): string =>
    several ? `segment ${i + 1}${segments[i]?.metric ? ` (${segments[i]?.metric})` : ''}: ` : '';
  const rows = readings.flatMap((reading, i) => reading.rows.map((row) => ({ ...row, name: label(i) + row.name })));
  const totals = readings.flatMap((reading, i) =>
    reading.total === null ? [] : [{ ...reading.total, name: label(i) + reading.total.name }],
  );
  const notes = readings.flatMap((reading, i) => reading.notes.map((note) => label(i) + note));
  if (rows.length === 0) notes.push('no keep replaced another state');
  return { format: 'autoresearch-log', rows, total: totals.at(-1) ?? null, notes };
}

function readNumbers(text: string, options: ReadOptions): JudgeInput | null {
  const columns = readArrays(text, options.paired === true) ?? parseColumns(text, options.paired === true);
  if (columns !== null) return { format: 'columns', rows: [columns], total: null, notes: [drift] };
  const rows = parseTextRows(text);
  return rows.length === 0 ? null : { format: 'rows', rows, total: null, notes: [drift] };
}

/** Two arrays of numbers as JSON. */
function readArrays(text: string, paired: boolean): RowInput | null {
  const [document] = readDocuments(text);
  const parts = Array.isArray(document)
    ? Object.entries(document as unknown[])
    : isObject(document)
      ? Object.entries(document)
      : [];
  const [a, b] = parts.map(([, value]) => numbersOf(value));
  if (parts.length !== 2 || a === undefined || b === undefined || a.length === 0 || b.length === 0) return null;
  const names = Array.isArray(document) ? 'first -> second' : parts.map(([name]) => name).join(' -> ');
  return {
    name: names,
    a: { kind: 'values', values: a },
    b: { kind: 'values', values: b },
    better: null,
    ...(paired ? { paired } : {}),
  };
}
