import type { CalibrationProgress } from '../../campaign/calibration.ts';
import { drawBar } from '../output/bar.ts';
import type { Screen } from '../output/screen.ts';
import type { Style } from '../output/style.ts';

const BAR_WIDTH = 24;
const FRAME_MS = 100;
/** In a log, a step that takes long is heard of this often. */
const HEARTBEAT_MS = 30_000;

/** How a calibration is shown while it runs: one row with a bar on a terminal, else a line for each step. */
export class CalibrationLines {
  readonly #screen: Screen;
  readonly #style: Style;
  readonly #now: () => number;
  #text = '';
  #toldAt = -Infinity;

  constructor(screen: Screen, style: Style, now: () => number) {
    this.#screen = screen;
    this.#style = style;
    this.#now = now;
  }

  tell(progress: CalibrationProgress): void {
    if (progress.kind === 'notice') return this.#screen.say(progress.text);
    const { text, done, most } = progress;
    const isNew = text !== this.#text;
    const now = this.#now();
    if (!isNew && done < most && now - this.#toldAt < (this.#screen.isTerminal ? FRAME_MS : HEARTBEAT_MS)) return;
    if (!isNew && done >= most && !this.#screen.isTerminal) return;
    this.#text = text;
    this.#toldAt = now;
    const count = most > 0 ? ` (${done} of ${most})` : '';
    if (!this.#screen.isTerminal) this.#screen.say(`${text}${done > 0 ? count : ''}`);
    else this.#screen.draw([`${this.#style.paint(drawBar(done, most, BAR_WIDTH, this.#style.hasGlyphs), 'blue')} ${text}${count}`]);
  }

  close(): void {
    this.#screen.clear();
  }
}
