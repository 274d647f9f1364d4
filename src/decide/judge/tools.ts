/** Measurements from the JSON of llama-bench, Google Benchmark and hyperfine. */
import { isObject, numberOf, numbersOf, textOf } from './json.ts';
import type { Json } from './json.ts';
import type { Measurement } from './sides.ts';
import type { Sample } from './types.ts';

/** Settings of a test: where they vary within a file they are part of its name. */
const llamaSettings = [
  'flash_attn',
  'n_threads',
  'n_batch',
  'n_ubatch',
  'type_k',
  'type_v',
  'n_gpu_layers',
  'split_mode',
  'use_mmap',
];

/** llama-bench -o json or jsonl: a record is one test of one build. `document` is the side where the build is the same. */
export function readLlamaBench(records: readonly unknown[], document: string): Measurement[] {
  const known = records.filter(isLlamaRecord);
  const varying = llamaSettings.filter((key) => new Set(known.map((record) => String(record[key]))).size > 1);
  return known.map((record) => {
    const samples = numbersOf(record['samples_ts']);
    const sample: Sample =
      samples.length > 0
        ? { kind: 'values', values: samples }
        : {
            kind: 'moments',
            mean: numberOf(record['avg_ts']) ?? Number.NaN,
            sd: numberOf(record['stddev_ts']),
            n: null,
          };
    const side = `${textOf(record['build_commit']) ?? ''}${document === '' ? '' : ` ${document}`}`;
    const settings = varying.map((key) => `${key}=${String(record[key])}`);
    return { name: [nameLlamaTest(record), ...settings].join(' '), side, sample, better: 'higher' };
  });
}

export function isLlamaRecord(value: unknown): value is Json {
  return isObject(value) && 'avg_ts' in value && ('n_prompt' in value || 'n_gen' in value);
}

/** pp512, tg128, pg512+128, with @d<depth>; the model in front, which may differ within a file. */
function nameLlamaTest(record: Json): string {
  const prompt = numberOf(record['n_prompt']) ?? 0;
  const generated = numberOf(record['n_gen']) ?? 0;
  const depth = numberOf(record['n_depth']) ?? 0;
  const test =
    prompt > 0 && generated > 0 ? `pp${prompt}+tg${generated}` : prompt > 0 ? `pp${prompt}` : `tg${generated}`;
  const model = textOf(record['model_type']) ?? textOf(record['model_filename'])?.split('/').at(-1) ?? '';
  return [model, `${test}${depth > 0 ? `@d${depth}` : ''}`, textOf(record['backends']) ?? '']
    .filter((part) => part !== '')
    .join(' ');
}

export function isGoogleDocument(value: unknown): value is Json {
  return isObject(value) && Array.isArray(value['benchmarks']);
}

/** Iterations where there are any, else mean, stddev and count of the aggregates. Times: lower is better. */
export function readGoogleBenchmark(document: Json, side: string): Measurement[] {
  const records = (document['benchmarks'] as unknown[]).filter(isObject);
  const names = [...new Set(records.map(nameGoogleRun))];
  return names.flatMap((name): Measurement[] => {
    const own = records.filter((record) => nameGoogleRun(record) === name && record['error_occurred'] !== true);
    const plain = own.filter((record) => record['run_type'] !== 'aggregate' && record['aggregate_name'] === undefined);
    const values = plain.flatMap((record) => toNanoseconds(record) ?? []);
    if (values.length > 0) return [{ name, side, sample: { kind: 'values', values }, better: 'lower' }];
    const find = (aggregate: string): Json | undefined => own.find((record) => record['aggregate_name'] === aggregate);
    const mean = find('mean');
    const level = mean === undefined ? null : toNanoseconds(mean);
    if (mean === undefined || level === null) return [];
    const deviation = find('stddev');
    const sd = deviation === undefined ? null : toNanoseconds(deviation);
    const n = numberOf(mean['repetitions']) ?? numberOf(mean['iterations']);
    return [{ name, side, sample: { kind: 'moments', mean: level, sd, n }, better: 'lower' }];
  });
}

function nameGoogleRun(record: Json): string {
  const name = textOf(record['run_name']) ?? textOf(record['name']) ?? '';
  const aggregate = textOf(record['aggregate_name']);
  return aggregate !== null && name.endsWith(`_${aggregate}`) ? name.slice(0, -aggregate.length - 1) : name;
}

const nanoseconds: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

function toNanoseconds(record: Json): number | null {
  const time = numberOf(record['real_time']) ?? numberOf(record['cpu_time']);
  return time === null ? null : time * (nanoseconds[textOf(record['time_unit']) ?? 'ns'] ?? 1);
}

export function isHyperfineDocument(value: unknown): value is Json {
  return (
    isObject(value) && Array.isArray(value['results']) && value['results'].some((one) => isObject(one) && 'mean' in one)
  );
}

/** `times` where they were exported, else mean, stddev and no count. */
export function readHyperfine(document: Json, side: string): Measurement[] {
  return (document['results'] as unknown[]).filter(isObject).flatMap((result, i): Measurement[] => {
    const name = textOf(result['command']) ?? `command ${i + 1}`;
    const parameters = isObject(result['parameters']) ? Object.values(result['parameters']).join(' ') : '';
    const values = numbersOf(result['times']);
    const mean = numberOf(result['mean']);
    if (values.length === 0 && mean === null) return [];
    const sample: Sample =
      values.length > 0
        ? { kind: 'values', values }
        : { kind: 'moments', mean: mean ?? Number.NaN, sd: numberOf(result['stddev']), n: null };
    return [
      {
        name: parameters !== '' && !name.includes(parameters) ? `${name} ${parameters}` : name,
        side,
        sample,
        better: 'lower',
      },
    ];
  });
}
