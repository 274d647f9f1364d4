/** Calls at most once in `ms`, and always once more after the last request: what lies between is not seen anyway. */
export class Pace {
  readonly #ms: number;
  readonly #call: () => void;
  #timer: NodeJS.Timeout | undefined;
  #last = -Infinity;

  constructor(ms: number, call: () => void) {
    this.#ms = ms;
    this.#call = call;
  }

  request(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#run(), Math.max(0, this.#last + this.#ms - Date.now()));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #run(): void {
    this.#timer = undefined;
    this.#last = Date.now();
    this.#call();
  }
}
