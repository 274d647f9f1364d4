import fs from 'node:fs';
import { Failure } from '../failure.ts';
import { pairLineSchema, type PairLine } from '../pairs.ts';
import { LineFile, type LineFileSystem } from '../../support/lineFile.ts';
import { pairsFile } from './layout.ts';

/** The pairs of one experiment, open for writing. */
export class PairLog {
  readonly #lines: LineFile;
  readonly #pairs: PairLine[];

  private constructor(lines: LineFile, pairs: PairLine[]) {
    this.#lines = lines;
    this.#pairs = pairs;
  }

  static open(workspace: string, campaign: string, experiment: string, system: LineFileSystem = fs): PairLog {
    const file = pairsFile(workspace, campaign, experiment);
    const { lines, content } = LineFile.open(file, system);
    return new PairLog(lines, parsePairs(content.toString('utf8'), file));
  }

  get pairs(): readonly PairLine[] {
    return this.#pairs;
  }

  /** On the disk when it returns: a pair costs seconds, an fsync milliseconds. Throws WriteFailed. */
  append(pair: PairLine): void {
    this.#lines.append(JSON.stringify(pair), { sync: true });
    this.#pairs.push(pair);
  }

  wasDeleted(): boolean {
    return this.#lines.wasDeleted();
  }

  close(): void {
    this.#lines.close();
  }
}

export function readPairs(workspace: string, campaign: string, experiment: string): PairLine[] {
  const file = pairsFile(workspace, campaign, experiment);
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return parsePairs(text.slice(0, text.lastIndexOf('\n') + 1), file);
}

function parsePairs(text: string, file: string): PairLine[] {
  const pairs: PairLine[] = [];
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    const parsed = pairLineSchema.safeParse(parseJson(line));
    if (!parsed.success || parsed.data.n !== index + 1) {
      throw new Failure(
        'corrupt-log',
        `${file}:${index + 1} cannot be read: it is no pair, or out of order`,
        'Nothing was changed. Remove the file to measure this experiment again from its first pair (keep a copy).',
      );
    }
    pairs.push(parsed.data);
  }
  return pairs;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
