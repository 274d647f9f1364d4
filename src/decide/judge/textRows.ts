/** Rows of text such as `x86 tg: 48.90 ± 0.50 -> 49.33 ± 0.37, n=5`, and table rows with two such cells. */
import type { RowInput, Sample } from './types.ts';

const number = String.raw`[-+\u2212]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const spread = String.raw`(?:\s*(?:±|\+\/?-|\+\u2212)\s*(${number})\s*(%?))?`;
const unit = String.raw`(?:\s*(?!to\b|vs\b|n\s*=)[A-Za-zµμ%][\w/µμ%.]*)?`;
const side = `(${number})${spread}${unit}`;
const arrow = String.raw`\s*(?:->|-->|=>|→|⇒|\bto\b|\bvs\.?(?=\s)|\|)\s*`;
const row = new RegExp(`(?<![\\w.])${side}${arrow}${side}`, 'g');
const runs = /\bn\s*=\s*(\d+)(?:\s*(?:\+|\/|,)\s*(\d+)\b(?!\s*[.%]))?/i;

/** A line without rows that says "n = 5" holds for all rows without an n of their own. */
export function parseTextRows(text: string): RowInput[] {
  const lines = text.split(/\r?\n/);
  const general =
    lines
      .filter((line) => !line.match(row))
      .map(findRuns)
      .find((found) => found !== null) ?? null;
  return lines.flatMap((line) => parseLine(line, general));
}

function parseLine(line: string, general: readonly [number, number] | null): RowInput[] {
  const matches = [...line.matchAll(row)];
  let from = 0;
  let group = '';
  return matches.map((match, i) => {
    const label = cleanName(line.slice(from, match.index));
    from = match.index + match[0].length;
    const until = matches[i + 1]?.index ?? line.length;
    const n =
      findRuns(line.slice(from, until)) ??
      findRuns(line.slice(0, matches[0]?.index)) ??
      findRuns(line.slice(from)) ??
      general;
    // "x86: pp 1 to 2, tg 3 to 4; ARM: pp 5 to 6": the part before a colon holds for the rows that follow.
    const colon = matches.length > 1 ? label.indexOf(':') : -1;
    if (colon >= 0) group = label.slice(0, colon).trim();
    const own = [group, (colon >= 0 ? label.slice(colon + 1) : label).replaceAll(':', ' ').trim()]
      .filter((part) => part !== '')
      .join(' ');
    return {
      name: own === '' ? `row ${i + 1}` : own.replace(/\s+/g, ' '),
      a: toSample(match[1], match[2], match[3], n?.[0] ?? null),
      b: toSample(match[4], match[5], match[6], n?.[1] ?? null),
      better: null,
    };
  });
}

function toSample(
  mean: string | undefined,
  sd: string | undefined,
  percent: string | undefined,
  n: number | null,
): Sample {
  const level = toNumber(mean);
  const size = sd === undefined ? null : toNumber(sd);
  return {
    kind: 'moments',
    mean: level,
    sd: size === null ? null : percent === '%' ? (size / 100) * Math.abs(level) : size,
    n,
  };
}

function toNumber(text: string | undefined): number {
  return Number((text ?? '').replaceAll(',', '').replace('\u2212', '-'));
}

function findRuns(text: string): readonly [number, number] | null {
  const found = runs.exec(text);
  if (found === null) return null;
  const first = Number(found[1]);
  return [first, found[2] === undefined ? first : Number(found[2])];
}

/** What stands before the numbers, without bullets, table bars and an n of the row before. */
function cleanName(text: string): string {
  return text
    .replace(runs, ' ')
    .replace(/[|*`]+/g, ' ')
    .replace(/^[\s,;()\-•#]+|[\s,;:(=]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
