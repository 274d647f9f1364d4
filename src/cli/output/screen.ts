import type { Sink } from '../ports.ts';

const CLEAR_TO_END = '\x1b[0J';
const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';

/**
 * Standard error: lines that stay, and below them, on a terminal, a block of rows that is drawn over. Rows never wrap, since
 * the block is left by going up as many lines as it has rows.
 */
export class Screen {
  readonly isTerminal: boolean;
  readonly #sink: Sink;
  #rows = 0;
  #drawn = '';
  #hidden = false;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.isTerminal = sink.isTerminal;
  }

  get columns(): number {
    return this.#sink.columns;
  }

  /** Rows that a block may have, so that it fits below one line of what was said before. */
  get mostRows(): number {
    return Math.max(1, this.#sink.rows - 2);
  }

  /** A line that stays. */
  say(line: string): void {
    this.#sink.write(`${this.#leaveBlock()}${cleanLines(line)}\n`);
  }

  /** Replaces the block. Nothing where standard error is no terminal. */
  draw(rows: readonly string[]): void {
    if (!this.isTerminal) return;
    const block = rows.slice(0, this.mostRows).map((row) => `${cut(row, this.columns - 1)}\n`);
    if (this.#rows > 0 && block.join('') === this.#drawn) return;
    this.#drawn = block.join('');
    const hide = this.#hidden ? '' : HIDE_CURSOR;
    this.#hidden = true;
    this.#sink.write(`${hide}${this.#leaveBlock()}${block.join('')}`);
    this.#rows = block.length;
  }

  /** Takes the block away and gives the cursor back. */
  clear(): void {
    const left = this.#leaveBlock();
    const show = this.#hidden ? SHOW_CURSOR : '';
    this.#hidden = false;
    if (left + show !== '') this.#sink.write(left + show);
  }

  #leaveBlock(): string {
    const up = this.#rows > 0 ? `\x1b[${this.#rows}A\r${CLEAR_TO_END}` : '';
    this.#rows = 0;
    return up;
  }
}

/** What programs print is untrusted: it does not get to move the cursor or to turn text around. */
export function clean(text: string): string {
  return text.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g, '').replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (char) => (char === '\t' ? '  ' : ''));
}

/** The same, line by line. Colours that the program itself put there stay. */
function cleanLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split(SGR).map((part, at) => (at % 2 === 1 ? part : clean(part))).join(''))
    .join('\n');
}

const SGR = /(\x1b\[[0-9;]*m)/;

/** At most so many characters, colours not counted. */
function cut(row: string, most: number): string {
  let left = Math.max(0, most);
  return row
    .split(SGR)
    .map((part, at) => {
      if (at % 2 === 1) return part;
      const kept = [...clean(part)].slice(0, left);
      left -= kept.length;
      return kept.join('');
    })
    .join('');
}
