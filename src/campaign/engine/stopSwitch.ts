export type StopReason = 'stopped' | 'handover' | 'budget';

/**
 * How a campaign is brought to a stop: at once by the user, or after the present pair (a newer engine takes over, the time
 * is spent). The first reason stands.
 */
export class StopSwitch {
  readonly #abort = new AbortController();
  #reason: StopReason | null = null;
  #wake: () => void = () => undefined;

  /** Ends processes that run for the campaign. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get reason(): StopReason | null {
    return this.#reason;
  }

  now(reason: StopReason): void {
    this.#reason ??= reason;
    this.#abort.abort();
    this.#wake();
  }

  afterPair(reason: StopReason): void {
    this.#reason ??= reason;
    this.#wake();
  }

  /** Called once when a stop is asked for, so that a wait can end. */
  onStop(listener: () => void): void {
    this.#wake = listener;
    if (this.#reason) listener();
  }
}
