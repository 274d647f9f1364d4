import type { CalibrationProgress } from '../../calibration.ts';
import type { CampaignRecord } from '../record.ts';

const LOG_LINES = 10;

/** What the engine's steps say, to whoever waits for the calibration. Returns how to stop it. */
export function tellProgress(record: CampaignRecord, tell: (progress: CalibrationProgress) => void): () => void {
  return record.broadcast.follow((notification) => {
    if (notification.type === 'activity') {
      const { text, progress } = notification.activity;
      tell({ kind: 'step', text, done: progress?.done ?? 0, most: progress?.most ?? 0 });
    }
    if (notification.type !== 'event') return;
    const { event } = notification;
    if (event.kind === 'notice') tell({ kind: 'notice', text: event.message });
    // Its record goes away: what a failed step printed last is told at once.
    if (event.kind === 'dry_step' && !event.ok) {
      const log = record.blobs.get(event.log.sha256)?.toString('utf8').trimEnd() ?? '';
      for (const line of log.split('\n').slice(-LOG_LINES)) tell({ kind: 'notice', text: `  ${line}` });
    }
  });
}
