/** Fast seeded random numbers: sfc32, and normals by the polar method. A stream is named by numbers. */

export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;
  private spare = 0;
  private hasSpare = false;

  constructor(...name: readonly number[]) {
    let state = 0x9e3779b9;
    for (const part of name) state = mix(state ^ mix(part >>> 0)) >>> 0;
    this.a = mix(state + 1);
    this.b = mix(state + 2);
    this.c = mix(state + 3);
    for (let i = 0; i < 12; i += 1) this.word();
  }

  /** In [0, 1). */
  uniform(): number {
    return this.word() / 4294967296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  coin(): boolean {
    return this.word() >= 0x80000000;
  }

  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  normal(): number {
    if (this.hasSpare) {
      this.hasSpare = false;
      return this.spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const size = u * u + v * v;
      if (size >= 1 || size === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(size)) / size);
      this.spare = v * factor;
      this.hasSpare = true;
      return u * factor;
    }
  }

  private word(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }
}

/** A 32-bit finalizer: close numbers give unrelated ones. */
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** A name as a number, for streams. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
