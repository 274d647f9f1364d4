import { CONTEXT } from '../ids.ts';
import { shownPhase } from '../look/words.ts';
import { Owner } from '../owner.ts';
import { setContextKey } from '../vscode/contextKeys.ts';
import type { Campaigns } from './campaigns.ts';

/** Keeps the keys for `when` and `enablement` in step with the current campaign. */
export class CampaignContextKeys extends Owner {
  constructor(campaigns: Campaigns) {
    super();
    const update = () => {
      const live = campaigns.current?.live ?? null;
      const phase = live === null ? 'none' : shownPhase(live.state, live.live);
      setContextKey(CONTEXT.phase, phase);
      setContextKey(CONTEXT.hasCampaign, live !== null);
      setContextKey(CONTEXT.isLive, live?.live === true);
      setContextKey(CONTEXT.canResume, live !== null && !live.live && live.state.created !== null);
      setContextKey(CONTEXT.hasCandidates, live !== null && Object.keys(live.state.experiments).length > 0);
    };
    this.own(campaigns.changed.on(update));
    update();
  }
}
