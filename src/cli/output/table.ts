export interface Cell {
  readonly text: string;
  /** The same in colour; its visible characters are those of `text`. */
  readonly painted?: string;
}

export interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** Longer texts are cut with an ellipsis. */
  readonly most?: number;
}

/** Columns that stand under each other, two spaces apart; empty columns are left out, also with a title. */
export function drawTable(columns: readonly Column[], rows: readonly (readonly (Cell | string)[])[]): string[] {
  const cells = rows.map((row) => columns.map((column, at) => fit(row[at] ?? '', column.most)));
  const shown = columns.map((column, at) => ({ column, at })).filter(({ at }) => cells.some((row) => row[at]?.text));
  const widths = new Map(shown.map(({ column, at }) => [at, Math.max(lengthOf(column.title), ...cells.map((row) => lengthOf(row[at]?.text ?? '')))]));
  const line = (texts: (column: Column, at: number) => Cell) =>
    shown
      .map(({ column, at }) => {
        const { text, painted } = texts(column, at);
        const space = ' '.repeat(Math.max(0, (widths.get(at) ?? 0) - lengthOf(text)));
        return column.right ? space + (painted ?? text) : (painted ?? text) + space;
      })
      .join('  ')
      .trimEnd();
  const head = columns.some(({ title }) => title !== '') ? [line(({ title }) => ({ text: title }))] : [];
  return [...head, ...cells.map((row) => line((_, at) => row[at] ?? { text: '' }))];
}

function fit(cell: Cell | string, most = Infinity): Cell {
  const { text, painted } = typeof cell === 'string' ? { text: cell, painted: undefined } : cell;
  if (lengthOf(text) <= most) return painted === undefined ? { text } : { text, painted };
  return { text: `${[...text].slice(0, most - 1).join('')}…` };
}

function lengthOf(text: string): number {
  return [...text].length;
}
