import type { CampaignState } from '../../campaign/state.ts';

/**
 * Whether a campaign that no engine is at work on was cut off in the middle (the machine or the window's container ended, or
 * a newer version took over), so that it goes on by itself when its workspace is opened. What a user stopped stays stopped.
 */
export function mayGoOn(state: CampaignState | undefined): boolean {
  return state !== undefined && state.created !== null && (state.phase === 'starting' || state.phase === 'running' || state.phase === 'waiting');
}
