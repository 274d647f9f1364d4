import fs from 'node:fs';
import path from 'node:path';
import { LineCounter, parseDocument, visit, type Document } from 'yaml';
import { Failure } from '../failure.ts';
import { locateIssues, type Located } from './complaints.ts';
import { definitionSchema, type Definition } from './schema.ts';

/** The names that a definition may have, the first that exists counts. */
export const DEFINITION_FILES = ['marginalia.yaml', 'marginalia.yml'] as const;

/** A definition is written by hand; anything near this size is another file. */
const MOST_CHARACTERS = 256 * 1024;
/** Aliases that a document may resolve: enough for any hand, too few for a bomb. */
const MOST_ALIASES = 100;
const MOST_SHOWN = 5;

/** Checks the text; `file` is how messages name it. Throws Failure 'definition' with `file:line`. */
export function parseDefinition(text: string, file: string): Definition {
  if (text.length > MOST_CHARACTERS) throw new Failure('definition', `${file} is too long for a definition (${text.length} characters)`);
  const lines = new LineCounter();
  const document = readDocument(text, file, lines);
  const value = toPlain(document, file, lines);
  if (value === null || value === undefined) {
    throw new Failure('definition', `${file}:1: the definition is empty`, 'It needs `benchmark` and one entry of `metrics`. README.md has the keys.');
  }
  const parsed = definitionSchema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw failureOf(file, locateIssues(parsed.error.issues, document, lines));
}

/** The workspace's definition, or null. `file` is its name in the workspace. */
export function findDefinition(workspace: string): { readonly file: string; readonly text: string } | null {
  for (const file of DEFINITION_FILES) {
    try {
      return { file, text: fs.readFileSync(path.join(workspace, file), 'utf8') };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') continue;
      throw new Failure('definition', `${file} cannot be read: ${codeOf(error)}`);
    }
  }
  return null;
}

function readDocument(text: string, file: string, lineCounter: LineCounter): Document {
  // The counter has to see the text that the parser sees: a byte order mark is no part of it.
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter, prettyErrors: false, uniqueKeys: true });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem === undefined) return document;
  const { line } = lineCounter.linePos(problem.pos[0]);
  const what =
    problem.code === 'DUPLICATE_KEY'
      ? duplicateKey(text, problem.pos[0])
      : problem.code === 'MULTIPLE_DOCS'
        ? 'a second document begins here'
        : problem.message;
  throw new Failure('definition', `${file}:${line}: ${what}`, 'The file is YAML: two spaces a level, no tabs, each key once.');
}

function duplicateKey(text: string, at: number): string {
  const key = /^[^:\s]+/.exec(text.replace(/^\uFEFF/, '').slice(at))?.[0] ?? '';
  return `the key "${key}" stands twice`;
}

function toPlain(document: Document, file: string, lines: LineCounter): unknown {
  let unresolved: number | undefined;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      unresolved = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  if (unresolved !== undefined) throw new Failure('definition', `${file}:${lines.linePos(unresolved).line}: this alias has no anchor`);
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    throw new Failure('definition', `${file}:1: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function failureOf(file: string, located: readonly Located[]): Failure {
  const [first, ...more] = [...located].sort((a, b) => a.line - b.line);
  if (first === undefined) return new Failure('definition', `${file} is not a definition`);
  const others = more.slice(0, MOST_SHOWN - 1).map(({ line, what }) => `${file}:${line}: ${what}`);
  if (more.length >= MOST_SHOWN) others.push(`and ${more.length - MOST_SHOWN + 1} more`);
  return new Failure('definition', `${file}:${first.line}: ${first.what}`, [first.hint, ...others].filter((part) => part !== '').join('\n'));
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
