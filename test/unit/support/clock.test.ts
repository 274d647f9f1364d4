import assert from 'node:assert/strict';
import { systemClock } from '../../../src/support/clock.ts';

describe('the clock', () => {
  it('sleeps at least as long as asked, by its own time', async () => {
    const before = systemClock.monotonic();
    await systemClock.sleep(20);
    // Node rounds timers down to the millisecond.
    assert.ok(systemClock.monotonic() - before >= 18);
  });

  it('wakes at once when aborted, with the reason', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped by the user');
    const sleep = systemClock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await assert.rejects(sleep, reason);
    await assert.rejects(systemClock.sleep(60_000, controller.signal), reason);
  });
});
