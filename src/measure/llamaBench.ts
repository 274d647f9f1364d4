import { z } from 'zod';
import { plainText } from './plainText.ts';

/**
 * llama-bench's JSON (`-o json` or `-o jsonl`). Upstream and its forks differ in most fields; only those that they share
 * are read (benchmarks.md, "Native formats").
 */
const record = z.object({
  n_prompt: z.int().min(0),
  n_gen: z.int().min(0),
  n_depth: z.int().min(0).default(0),
  avg_ts: z.number(),
});
type LlamaRecord = z.output<typeof record>;

/** Arrays looked at: output made of nothing but brackets must not hold the engine up. */
const MOST_TRIES = 50;
/** Far more than a record for every size that anybody asks for. */
const MOST_CHARACTERS = 512 * 1024;

/** Speed by metric name, in tokens per second. Empty where there is no such JSON. */
export function parseLlamaBench(output: string): ReadonlyMap<string, number> {
  return nameRecords(findRecords(plainText(output)));
}

function nameRecords(records: readonly LlamaRecord[]): ReadonlyMap<string, number> {
  const prompt = records.filter(({ n_prompt, n_gen }) => n_prompt > 0 && n_gen === 0);
  const generation = records.filter(({ n_prompt, n_gen }) => n_prompt === 0 && n_gen > 0);
  // "Where there is one of each" (DESIGN.md): a combined record beside them leaves no doubt about the two.
  if (prompt.length === 1 && generation.length === 1 && prompt[0] && generation[0]) {
    return new Map([
      ['pp', prompt[0].avg_ts],
      ['tg', generation[0].avg_ts],
    ]);
  }
  const depth = ({ n_depth }: LlamaRecord) => (n_depth === 0 ? '' : `@d${n_depth}`);
  return new Map([
    ...prompt.map((entry) => [`pp${entry.n_prompt}${depth(entry)}`, entry.avg_ts] as const),
    ...generation.map((entry) => [`tg${entry.n_gen}${depth(entry)}`, entry.avg_ts] as const),
  ]);
}

/** The records of the last array of them; else those that stand on lines of their own. Log lines may surround either. */
function findRecords(text: string): readonly LlamaRecord[] {
  // Only an array of objects is of interest, which most brackets in a log do not begin.
  const starts = [...text.matchAll(/\[\s{0,100}\{/g)].map(({ index }) => index);
  for (const start of starts.slice(-MOST_TRIES).reverse()) {
    const parsed = z.array(record).min(1).safeParse(parseJson(text.slice(start, endOfArray(text, start))));
    if (parsed.success) return parsed.data;
  }
  return text.split(/\r?\n/).flatMap((line) => {
    const parsed = line.startsWith('{') ? record.safeParse(parseJson(line)) : undefined;
    return parsed?.success === true ? [parsed.data] : [];
  });
}

/** Index after the bracket that closes the one at `start`; `start` itself where nothing closes it. */
function endOfArray(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < Math.min(text.length, start + MOST_CHARACTERS); at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '[') depth += 1;
    else if (character === ']' && (depth -= 1) === 0) return at + 1;
  }
  return start;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
