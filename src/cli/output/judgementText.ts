import { formatCount } from '../../campaign/numbers.ts';
import { computeDecimals, formatNumber, formatSigned } from '../../decide/digits.ts';
import { formatP } from '../../decide/judge.ts';
import type { Format, JudgedRow, Judgement } from '../../decide/judge/types.ts';
import { clean } from './screen.ts';
import type { Colour, Style } from './style.ts';
import { drawTable, type Cell, type Column } from './table.ts';

const FORMAT_WORDS: Record<Format, string> = {
  rows: '',
  columns: 'columns of numbers',
  'llama-bench': 'llama-bench JSON',
  'google-benchmark': 'Google Benchmark JSON',
  hyperfine: 'hyperfine JSON',
  'go-benchmark': 'Go benchmark text',
  'autoresearch-log': 'an autoresearch log',
};
const COLUMNS: readonly Column[] = [{ title: '', most: 60 }, { title: 'delta', right: true }, { title: '95 %' }, { title: 'p', right: true }, { title: 'Holm', right: true }, { title: '' }, { title: '' }];
/** Rows named behind advice that holds for several. */
const MOST_NAMES = 6;

/** What `judge` prints for people: a line for each row, the total apart, then what measuring would settle the rest. */
export function judgementText(judgement: Judgement, style: Style): string {
  const { rows, total, notes } = judgement;
  const lines = [
    headline(judgement, style),
    '',
    ...drawTable(COLUMNS, rows.map((row) => drawRow(row, judgement.format, style))),
    ...(total === null ? [] : ['', 'in all, first against last (one test by itself):', ...drawTable(COLUMNS, [drawRow(total, judgement.format, style)])]),
    ...settling(total === null ? rows : [...rows, total]),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `note: ${note}`)]),
  ];
  return plainWhereWanted(lines.map((line) => line.trimEnd()).join('\n'), style);
}

function headline({ format, rows }: Judgement, style: Style): string {
  const count = (stands: boolean | null) => rows.filter((row) => row.stands === stands).length;
  const parts = [
    [count(true), 'stand'],
    [count(false), 'within the noise'],
    [count(null), 'without a noise estimate'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${number === 1 && words === 'stand' ? 'stands' : words}`);
  const from = FORMAT_WORDS[format] === '' ? '' : ` from ${FORMAT_WORDS[format]}`;
  return `${style.paint(formatCount(rows.length, 'row'), 'bold')}${from}${told.length === 0 ? '' : `: ${told.join(', ')}`}`;
}

function drawRow(row: JudgedRow, format: Format, style: Style): (Cell | string)[] {
  const { words, colour } = wordsOf(row, format);
  const verdict = { text: words, painted: style.paint(words, colour) };
  const p = (value: number | null) => (value === null ? '' : formatP(value));
  return [clean(row.name), formatDelta(row), formatInterval(row), p(row.p), p(row.pAdjusted), verdict, row.remark ?? ''];
}

function wordsOf({ stands }: JudgedRow, format: Format): { readonly words: string; readonly colour: Colour } {
  if (stands === null) return { words: 'no noise estimate', colour: 'yellow' };
  if (stands) return { words: 'stands', colour: 'green' };
  return { words: format === 'autoresearch-log' ? "within the log's own noise" : 'within the noise', colour: 'grey' };
}

function formatDelta({ delta, low, high }: JudgedRow): string {
  if (delta === null) return '';
  return `${formatSigned(100 * delta, decimalsOf(low, high))} %`;
}

function formatInterval({ low, high }: JudgedRow): string {
  if (low === null || high === null) return '';
  if (low === high) return 'exact';
  const decimals = decimalsOf(low, high);
  return `[${formatNumber(100 * low, decimals)}, ${formatNumber(100 * high, decimals)}]`;
}

function decimalsOf(low: number | null, high: number | null): number {
  return low === null || high === null || low === high ? 1 : computeDecimals(100 * low, 100 * high);
}

/** Rows that the same measuring would settle are named together. */
function settling(rows: readonly JudgedRow[]): string[] {
  const byAdvice = new Map<string, string[]>();
  for (const { name, settle } of rows) {
    if (settle !== null) byAdvice.set(settle, [...(byAdvice.get(settle) ?? []), clean(name)]);
  }
  if (byAdvice.size === 0) return [];
  return ['', 'what would settle it:', ...[...byAdvice].map(([advice, names]) => `  ${listNames(names)}: ${advice}`)];
}

function listNames(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return names.join('; ');
  return `${names.slice(0, MOST_NAMES).join('; ')} and ${names.length - MOST_NAMES} more`;
}

/** Files and pipes get a minus sign that everything reads. */
function plainWhereWanted(text: string, { numbers }: Style): string {
  return numbers.ascii ? text.replaceAll('\u2212', '-') : text;
}
