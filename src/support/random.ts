import { createHash, randomBytes } from 'node:crypto';

/**
 * Randomness that can be recomputed: every draw is a hash of the seed and the labels that say what is drawn ("coin",
 * experiment, pair, micro-pair). A draw does not depend on the draws before it, so a resumed campaign gets the same ones.
 */

export type Label = string | number;

/** A seed that nobody can guess, so that no candidate can be written for its coins. */
export function freshSeed(): string {
  return randomBytes(16).toString('hex');
}

function draw(seed: string, labels: readonly Label[], counter: number): Buffer {
  // JSON keeps ["ab"] and ["a", "b"], and 1 and "1", apart.
  return createHash('sha256').update(JSON.stringify([seed, counter, ...labels])).digest();
}

export function coin(seed: string, ...labels: readonly Label[]): boolean {
  return ((draw(seed, labels, 0)[0] ?? 0) & 1) === 1;
}

/** Uniform in 0 … below − 1. */
export function integer(seed: string, below: number, ...labels: readonly Label[]): number {
  if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) throw new RangeError(`cannot draw below ${below}`);
  // Draws beyond the last whole multiple would favour small results: they are thrown away.
  const limit = 2 ** 32 - (2 ** 32 % below);
  for (let counter = 0; ; counter += 1) {
    const value = draw(seed, labels, counter).readUInt32BE(4);
    if (value < limit) return value % below;
  }
}
