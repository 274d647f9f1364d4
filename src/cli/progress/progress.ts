import type { CampaignEvent } from '../../campaign/events.ts';
import type { Live } from '../live.ts';

/** How a campaign that is followed is shown. */
export interface Progress {
  /** Called after each event, with the campaign as it is after it. */
  event(event: CampaignEvent, live: Live): void;
  /** Called whenever anything has changed. */
  update(live: Live): void;
  /** Nothing of it stays but what was said. May be called again, and followed by further updates. */
  close(): void;
}
