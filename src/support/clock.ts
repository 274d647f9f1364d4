import { setTimeout as delay } from 'node:timers/promises';

/** Time as the campaign sees it. */
export interface Clock {
  /** Milliseconds since the epoch; jumps when the machine's clock is set, and goes on while the machine sleeps. */
  now(): number;
  /** Milliseconds from an arbitrary start; never jumps, and on Linux stands still while the machine sleeps. */
  monotonic(): number;
  /** Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    throw signal?.aborted === true ? signal.reason : error;
  }),
};
