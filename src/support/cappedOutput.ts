/** What is kept of a process's output, and when there is too much of it. */
export interface OutputLimits {
  /** Bytes kept: the first half and the last half. */
  readonly kept: number;
  /** Bytes at which the process is ended. */
  readonly most: number;
}

export const DEFAULT_OUTPUT_LIMITS: OutputLimits = { kept: 4 * 1024 * 1024, most: 64 * 1024 * 1024 };

/** The first and the last part of a stream, in constant memory. */
export class CappedOutput {
  readonly #half: number;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #total = 0;

  constructor(kept: number) {
    this.#half = Math.max(1, Math.floor(kept / 2));
  }

  /** Bytes that came in. */
  get total(): number {
    return this.#total;
  }

  /** Bytes that `bytes()` leaves out. */
  get dropped(): number {
    return this.#total - this.#headBytes - Math.min(this.#tailBytes, this.#half);
  }

  add(chunk: Uint8Array): void {
    this.#total += chunk.length;
    const toHead = Math.min(chunk.length, this.#half - this.#headBytes);
    if (toHead > 0) {
      this.#head.push(Buffer.from(chunk.subarray(0, toHead)));
      this.#headBytes += toHead;
    }
    if (toHead === chunk.length) return;
    const rest = Buffer.from(chunk.subarray(toHead));
    this.#tail.push(rest);
    this.#tailBytes += rest.length;
    // Joined rarely, so that many small chunks stay cheap.
    if (this.#tailBytes > 2 * this.#half) this.#tail = [this.#lastHalf()];
    if (this.#tail.length === 1) this.#tailBytes = this.#tail[0]?.length ?? 0;
  }

  bytes(): Buffer {
    const { dropped } = this;
    const note = dropped > 0 ? [Buffer.from(`\n[… ${dropped} bytes left out …]\n`)] : [];
    return Buffer.concat([...this.#head, ...note, this.#lastHalf()]);
  }

  #lastHalf(): Buffer {
    const tail = Buffer.concat(this.#tail);
    return Buffer.from(tail.subarray(Math.max(0, tail.length - this.#half)));
  }
}
