import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type LineCounter } from 'yaml';
import type { z } from 'zod';
import { knownKeys, nearestKey } from './keys.ts';
import { definitionSchema } from './schema.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** One thing that is wrong with a definition, where it stands and what to do. */
export interface Located {
  readonly line: number;
  readonly what: string;
  readonly hint: string;
}

/** What zod found, in words, at the lines where it stands. */
export function locateIssues(issues: readonly Issue[], document: Document, lines: LineCounter): Located[] {
  const lineOf = (path: Path) => lines.linePos(offsetOf(document, path)).line || 1;
  return issues.flatMap((issue) => flatten(issue, [])).flatMap(({ issue, path }) => {
    if (issue.code !== 'unrecognized_keys') return [{ line: lineOf(path), ...explain(issue, path) }];
    return issue.keys.map((key) => ({ line: lineOf([...path, key]), ...unknownKey(key, path) }));
  });
}

/** A union's issue holds one list for each alternative; the one that got furthest is what the user meant. */
function flatten(issue: Issue, above: Path): { readonly issue: Issue; readonly path: Path }[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) return [{ issue, path }];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ issue, path }];
  const alternatives = issue.errors.map((errors) => errors.flatMap((inner) => flatten(inner, path)));
  const reach = (found: (typeof alternatives)[number]) => Math.max(...found.map(reachOf));
  const best = alternatives.reduce((a, b) => (reach(b) > reach(a) ? b : a));
  const nowhere = best.every((found) => found.path.length === path.length && found.issue.code === 'invalid_type');
  return nowhere ? [{ issue, path }] : best;
}

/** A value of the wrong type says least about what was meant. */
function reachOf({ issue, path }: { readonly issue: Issue; readonly path: Path }): number {
  return path.length * 2 + (issue.code === 'invalid_type' ? 0 : 1);
}

function unknownKey(key: string, path: Path): Omit<Located, 'line'> {
  const known = knownKeys(definitionSchema, path);
  const near = nearestKey(key, known);
  const where = path.length === 0 ? '' : ` below ${nameOf(path)}`;
  return {
    what: `unknown key "${key}"${where}`,
    hint: near === undefined ? `The keys here are ${known.join(', ')}.` : `Did you mean "${near}"?`,
  };
}

function explain(issue: Issue, path: Path): Omit<Located, 'line'> {
  const name = nameOf(path);
  if (issue.code === 'custom' || issue.code === 'invalid_format') return { what: `${name}: ${issue.message}`, hint: '' };
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) return unknownKind(issue, path);
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union')) {
    return { what: `${name} is missing`, hint: hintOf(path) };
  }
  switch (issue.code) {
    case 'invalid_type':
      return { what: `${name} must be ${WORDS[issue.expected] ?? issue.expected}, not ${kindOf(issue.input)}`, hint: hintOf(path) };
    case 'invalid_value':
      return { what: `${name} must be ${issue.values.map(String).join(' or ')}, not ${JSON.stringify(issue.input)}`, hint: '' };
    case 'invalid_union':
      return { what: `${name} is ${kindOf(issue.input)}, which it cannot be`, hint: hintOf(path) };
    case 'invalid_key':
      return { what: `${name}: ${issue.issues[0]?.message ?? issue.message}`, hint: '' };
    case 'too_small':
    case 'too_big':
      return { what: `${name}: ${sizeOf(issue)}`, hint: '' };
    default:
      return { what: `${name}: ${issue.message}`, hint: '' };
  }
}

/** One of several kinds of block, told apart by one key, and the key names none of them. */
function unknownKind(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path): Omit<Located, 'line'> {
  const key = issue.discriminator ?? '';
  const given = typeof issue.input === 'object' && issue.input !== null ? (issue.input as Record<string, unknown>)[key] : undefined;
  const name = nameOf(path.at(-1) === key ? path : [...path, key]);
  const kinds = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String).join(' or ') : '';
  if (given === undefined) return { what: `${name} is missing`, hint: hintOf(path) };
  return { what: `${name} must be ${kinds === '' ? 'another word' : kinds}, not ${JSON.stringify(given)}`, hint: hintOf(path) };
}

function sizeOf(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  if (issue.origin !== 'number' && issue.origin !== 'int') return issue.message;
  const [limit, word] = issue.code === 'too_small' ? [issue.minimum, 'least'] : [issue.maximum, 'most'];
  return issue.inclusive === false ? `must be ${issue.code === 'too_small' ? 'above' : 'below'} ${limit}` : `must be at ${word} ${limit}`;
}

const WORDS: Record<string, string> = {
  object: 'a block of keys',
  record: 'a block of keys',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a block of keys' : typeof value === 'string' ? 'text' : `the ${typeof value} ${String(value)}`;
}

const EXAMPLES: Record<string, string> = {
  benchmark: 'Write `benchmark: { run: ./bench.sh }`; it prints METRIC lines.',
  metrics: 'Write `metrics: [{ name: time_s, unit: s, better: lower }]`; the first is the primary one.',
  better: 'Write `better: higher` or `better: lower`.',
  scope: 'Write `scope: { include: ["src/**"] }`.',
  hosts: 'Write `hosts: { provider: local }`.',
};

function hintOf(path: Path): string {
  const last = path.findLast((part) => typeof part === 'string');
  return EXAMPLES[String(last)] ?? '';
}

/** `metrics[0].better`. */
function nameOf(path: Path): string {
  if (path.length === 0) return 'the definition';
  return path.reduce<string>((name, part) => (typeof part === 'number' ? `${name}[${part}]` : name === '' ? String(part) : `${name}.${String(part)}`), '');
}

/** Where the path's last part stands: at its key in a map; at the nearest that exists where it is missing. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && keyOf(item.key) === String(part));
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      next = pair.value;
    } else if (isSeq(node)) {
      next = node.items[Number(part)];
      offset = startOf(next) ?? offset;
    } else break;
    node = next;
  }
  return offset;
}

function keyOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function startOf(node: unknown): number | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}
