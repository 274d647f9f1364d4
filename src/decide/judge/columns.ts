/** Numbers without a tool: two columns, before and after, or one list a side; with or without a header. */
import { findCoarseGrid } from '../grid.ts';
import { numbersOf, readDocuments } from './json.ts';
import type { RowInput } from './types.ts';

/** null where the text is not two columns. */
export function parseColumns(text: string, paired: boolean): RowInput | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const [head] = lines;
  if (head === undefined) return null;
  const headed = splitCells(head).every((cell) => cell !== '' && toNumber(cell) === null);
  const cells = (headed ? lines.slice(1) : lines).map(splitCells);
  if (cells.length === 0 || !cells.every(isTwoNumbers)) return null;
  const a = cells.flatMap((line) => toNumber(line[0] ?? '') ?? []);
  const b = cells.flatMap((line) => toNumber(line[1] ?? '') ?? []);
  if (a.length === 0 || b.length === 0) return null;
  const names = headed ? splitCells(head) : [];
  return compareLists(names.length === 2 ? `${names[0]} -> ${names[1]}` : 'column 1 -> column 2', a, b, paired);
}

/** One number a line, or one JSON array of numbers; null where the text is no such list. */
export function parseList(text: string): number[] | null {
  const [document, ...more] = readDocuments(text);
  if (Array.isArray(document) && more.length === 0) {
    const values = numbersOf(document);
    return values.length > 0 && values.length === document.length ? values : null;
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  const cells = toNumber(lines[0] ?? '') === null ? lines.slice(1) : lines;
  const values = cells.flatMap((cell) => toNumber(cell) ?? []);
  return values.length > 0 && values.length === cells.length ? values : null;
}

export function compareLists(name: string, a: readonly number[], b: readonly number[], paired: boolean): RowInput {
  const step = findCoarseGrid([...a, ...b]);
  return {
    name,
    a: { kind: 'values', values: a },
    b: { kind: 'values', values: b },
    better: null,
    ...(paired ? { paired: true } : {}),
    ...(step > 0 ? { step } : {}),
  };
}

/** By tab, comma or semicolon, so that a cell may be empty; else by spaces. */
function splitCells(line: string): string[] {
  const separator = ['\t', ';', ','].find((one) => line.includes(one));
  return (separator === undefined ? line.trim().split(/\s+/) : line.split(separator)).map((cell) => cell.trim());
}

/** One cell may be empty where the columns have different lengths. */
function isTwoNumbers(cells: readonly string[]): boolean {
  if (cells.length !== 2) return false;
  const known = cells.filter((cell) => cell !== '');
  return known.length > 0 && known.every((cell) => toNumber(cell) !== null);
}

function toNumber(cell: string): number | null {
  if (!/^[-+]?(\d|\.\d)/.test(cell)) return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}
