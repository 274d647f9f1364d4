/** The statistics that peers use, as they use them. */
import type { Random } from './random.ts';

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function sd(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

/** U of b over a; no ties in continuous data. */
function countWins(a: readonly number[], b: readonly number[]): number {
  let wins = 0;
  for (const x of a) for (const y of b) if (y > x) wins += 1;
  return wins;
}

const laws = new Map<number, Float64Array>();

/** P(U = u) for two samples of n, exact. */
function mannWhitneyLaw(n: number): Float64Array {
  const known = laws.get(n);
  if (known !== undefined) return known;
  // counts[j][u]: ways for j values of b among i + j in all to have u wins.
  let row = Array.from({ length: n + 1 }, () => new Float64Array(n * n + 1));
  for (const counts of row) counts[0] = 1;
  for (let i = 1; i <= n; i += 1) {
    const next = Array.from({ length: n + 1 }, () => new Float64Array(n * n + 1));
    (next[0] as Float64Array)[0] = 1;
    for (let j = 1; j <= n; j += 1) {
      for (let u = 0; u <= i * j; u += 1) {
        const other = u >= i ? ((next[j - 1] as Float64Array)[u - i] as number) : 0;
        (next[j] as Float64Array)[u] = ((row[j] as Float64Array)[u] as number) + other;
      }
    }
    row = next;
  }
  const law = row[n] as Float64Array;
  const total = law.reduce((sum, count) => sum + count, 0);
  laws.set(
    n,
    law.map((count) => count / total),
  );
  return laws.get(n) as Float64Array;
}

/** Two-sided, exact, equal sizes. */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const wins = countWins(a, b);
  const tail = Math.min(wins, a.length * b.length - wins);
  let p = 0;
  const law = mannWhitneyLaw(a.length);
  for (let u = 0; u <= tail; u += 1) p += law[u] as number;
  return Math.min(1, 2 * p);
}

/** Two-sided, normal approximation with continuity, as Pinpoint has it. */
export function mannWhitneyNormal(a: readonly number[], b: readonly number[]): number {
  const size = a.length * b.length;
  const wins = countWins(a, b);
  const spread = Math.sqrt((size * (a.length + b.length + 1)) / 12);
  const z = (Math.max(wins, size - wins) - size / 2 - 0.5) / spread;
  return Math.min(1, 2 * normalTail(z));
}

/** Two-sided Kolmogorov-Smirnov, asymptotic. */
export function kolmogorovSmirnov(a: readonly number[], b: readonly number[]): number {
  const x = Float64Array.from(a).sort();
  const y = Float64Array.from(b).sort();
  let [i, j, distance] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    if ((x[i] as number) <= (y[j] as number)) i += 1;
    else j += 1;
    distance = Math.max(distance, Math.abs(i / x.length - j / y.length));
  }
  const n = Math.sqrt((x.length * y.length) / (x.length + y.length));
  const lambda = (n + 0.12 + 0.11 / n) * distance;
  let sum = 0;
  for (let k = 1; k <= 100; k += 1) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, sum));
}

/** P(Z > z), Abramowitz and Stegun 26.2.17. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}

function normalQuantile(p: number): number {
  let [low, high] = [-10, 10];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (1 - normalTail(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const resamples = 1000;

/** 95 % BCa interval of the mean. */
export function computeBca(d: readonly number[], random: Random): { low: number; high: number } {
  const n = d.length;
  const center = mean(d);
  const means = new Float64Array(resamples);
  let below = 0;
  for (let r = 0; r < resamples; r += 1) {
    let sum = 0;
    for (let i = 0; i < n; i += 1) sum += d[random.below(n)] as number;
    means[r] = sum / n;
    if (sum / n < center) below += 1;
  }
  means.sort();
  const bias = normalQuantile(Math.min(1 - 1 / resamples, Math.max(1 / resamples, below / resamples)));
  const total = center * n;
  const leave = d.map((value) => center - (total - value) / (n - 1));
  const cubes = leave.reduce((sum, value) => sum + value ** 3, 0);
  const squares = leave.reduce((sum, value) => sum + value ** 2, 0);
  const skew = squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
  const at = (z: number): number => {
    const shifted = bias + (bias + z) / (1 - skew * (bias + z));
    const index = Math.floor((1 - normalTail(shifted)) * resamples);
    return means[Math.min(resamples - 1, Math.max(0, index))] as number;
  };
  return { low: at(-1.96), high: at(1.96) };
}
