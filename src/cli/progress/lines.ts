import type { CampaignEvent } from '../../campaign/events.ts';
import { isOpen } from '../../campaign/words.ts';
import { definitionOf } from '../campaign.ts';
import type { Live } from '../live.ts';
import type { Screen } from '../output/screen.ts';
import type { Style } from '../output/style.ts';
import { describeCampaignEvent, describeExperimentEvent } from './describe.ts';
import type { Progress } from './progress.ts';

/** An experiment that measures for long is heard of this often. */
const HEARTBEAT_MS = 30_000;

/** Plain lines for pipes and logs: one for each thing that happens. */
export class LineProgress implements Progress {
  readonly #screen: Screen;
  readonly #style: Style;
  readonly #now: () => number;
  #heardAt: number;

  constructor(screen: Screen, style: Style, now: () => number) {
    this.#screen = screen;
    this.#style = style;
    this.#now = now;
    this.#heardAt = now();
  }

  event(event: CampaignEvent, live: Live): void {
    const definition = definitionOf(live.state);
    const line = describeCampaignEvent(event, definition, this.#style) || describeExperimentEvent(event, live.state, definition, this.#style);
    if (line !== '') this.#say(line);
  }

  update(live: Live): void {
    if (this.#now() - this.#heardAt < HEARTBEAT_MS) return;
    for (const { experiment, text, progress } of Object.values(live.activity)) {
      const of = live.state.experiments[experiment];
      if (of !== undefined && !isOpen(of.state)) continue;
      const name = of === undefined ? '' : `${of.name}: `;
      const pairs = progress === null ? '' : ` (${progress.done} of at most ${progress.most} pairs)`;
      this.#say(`${name}${text}${pairs}`);
    }
  }

  close(): void {
    // Lines stay as they are.
  }

  #say(line: string): void {
    this.#heardAt = this.#now();
    this.#screen.say(this.#style.write(line));
  }
}
