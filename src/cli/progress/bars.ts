import type { CampaignEvent } from '../../campaign/events.ts';
import { formatMetrics } from '../../campaign/numbers.ts';
import { experimentsInOrder, type Experiment } from '../../campaign/state.ts';
import { isOpen } from '../../campaign/words.ts';
import { definitionOf, statusOf } from '../campaign.ts';
import type { Live } from '../live.ts';
import { drawBar } from '../output/bar.ts';
import type { Screen } from '../output/screen.ts';
import type { Style } from '../output/style.ts';
import { budgetLine } from '../output/statusText.ts';
import { markOf, wordOf } from '../output/wording.ts';
import { describeCampaignEvent } from './describe.ts';
import type { Progress } from './progress.ts';

const BAR_WIDTH = 12;
/** Drawing more often than this is not seen. */
const FRAME_MS = 100;

/** For a terminal: a row with a bar for each experiment, and above it what happened to the campaign as a whole. */
export class BarProgress implements Progress {
  readonly #screen: Screen;
  readonly #style: Style;
  readonly #now: () => number;
  readonly #after: (ms: number, call: () => void) => () => void;
  #drawnAt = -Infinity;
  #pending: Live | null = null;
  #callOff: (() => void) | null = null;

  constructor(screen: Screen, style: Style, time: { now(): number; after(ms: number, call: () => void): () => void }) {
    this.#screen = screen;
    this.#style = style;
    this.#now = () => time.now();
    this.#after = (ms, call) => time.after(ms, call);
  }

  event(event: CampaignEvent, live: Live): void {
    const line = describeCampaignEvent(event, definitionOf(live.state), this.#style);
    if (line === '') return;
    this.#screen.say(this.#style.write(line));
    this.#drawnAt = -Infinity;
  }

  update(live: Live): void {
    this.#pending = live;
    if (this.#callOff) return;
    const wait = FRAME_MS - (this.#now() - this.#drawnAt);
    if (wait <= 0) this.#draw();
    else this.#callOff = this.#after(wait, () => this.#draw());
  }

  close(): void {
    this.#callOff?.();
    this.#callOff = null;
    this.#pending = null;
    this.#screen.clear();
  }

  #draw(): void {
    this.#callOff = null;
    if (this.#pending) this.#screen.draw(drawRows(this.#pending, this.#style, this.#screen.mostRows));
    this.#pending = null;
    this.#drawnAt = this.#now();
  }
}

/** At most `most` rows: what is under way first, then what was decided last, then what waits; in the campaign's order. */
export function drawRows(live: Live, style: Style, most: number): string[] {
  const all = experimentsInOrder(live.state);
  const space = Math.max(1, most - 2);
  const shown = all.length <= space ? all : chooseShown(all, space - 1);
  const width = Math.min(40, Math.max(0, ...shown.map(({ name }) => name.length)));
  const rows = shown.map((experiment) => drawRow(experiment, live, style, width));
  if (shown.length < all.length) rows.push(style.paint(`  and ${all.length - shown.length} more`, 'grey'));
  const whole = Object.values(live.activity).find(({ experiment }) => experiment === '');
  if (whole) rows.push(`${barOf(whole.progress, style)} ${whole.text}`);
  rows.push(style.paint(budgetLine(statusOf(live)), 'grey'));
  return rows;
}

function chooseShown(all: readonly Experiment[], space: number): Experiment[] {
  const urgency = (experiment: Experiment) => (isOpen(experiment.state) ? (experiment.begun ? 0 : 2) : 1);
  const ranked = all.toSorted((a, b) => urgency(a) - urgency(b) || (b.decidedAt ?? 0) - (a.decidedAt ?? 0) || a.order - b.order);
  return ranked.slice(0, Math.max(1, space)).sort((a, b) => a.order - b.order);
}

function drawRow(experiment: Experiment, live: Live, style: Style, width: number): string {
  const { glyph, colour } = markOf(experiment);
  const mark = style.hasGlyphs ? `${style.paint(glyph, colour)} ` : '';
  const name = experiment.name.slice(0, width).padEnd(width);
  const busy = Object.values(live.activity).find((activity) => activity.experiment === experiment.name);
  const isUnderWay = isOpen(experiment.state) && experiment.begun;
  const bar = isUnderWay ? style.paint(barOf(busy?.progress ?? null, style), 'blue') : ' '.repeat(BAR_WIDTH);
  const numbers = isUnderWay ? (busy?.text ?? '') : formatMetrics(definitionOf(live.state).metrics, experiment.estimates, style.numbers) || style.write(experiment.reason);
  return `${mark}${name}  ${bar}  ${wordOf(experiment).padEnd(14)} ${numbers}`.trimEnd();
}

function barOf(progress: { readonly done: number; readonly most: number } | null, style: Style): string {
  return drawBar(progress?.done ?? 0, progress?.most ?? 0, BAR_WIDTH, style.hasGlyphs);
}
