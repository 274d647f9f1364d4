import { formatDuration } from '../../campaign/numbers.ts';
import type { Live } from '../../protocol/live.ts';

export function clock(at: number): string {
  const date = new Date(at);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** Work that an engine did on the campaign, the minutes since its last event included. */
export function activeMs({ live, now }: { readonly live: Live; readonly now: number }): number {
  return live.state.activeMs + (live.live ? Math.max(0, now - live.state.lastAt) : 0);
}

/** `2 h 06 of 3 h`. */
export function timeOf(ms: number, hours: number): string {
  return `${formatDuration(ms)} of ${Number(hours.toFixed(2))} h`;
}
