/** Student's t: two-sided tail and quantile, by the continued fraction of the incomplete beta (Numerical Recipes 6.4). */

const tiny = 1e-300;
const precision = 1e-15;
const mostTerms = 500;

/** P(|T| >= |t|) with df degrees of freedom. */
export function computeTwoSidedP(t: number, df: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? Number.NaN : 0;
  return computeIncompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** The t that |T| exceeds with probability p. */
export function computeTwoSidedT(p: number, df: number): number {
  let low = 0;
  let high = 1;
  while (computeTwoSidedP(high, df) > p && high < 1e12) high *= 2;
  for (let i = 0; i < 100; i += 1) {
    const middle = (low + high) / 2;
    if (computeTwoSidedP(middle, df) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function computeIncompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * computeFraction(x, a, b)) / a
    : 1 - (front * computeFraction(1 - x, b, a)) / b;
}

function computeFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= mostTerms; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < precision) break;
  }
  return fraction;
}

function away(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
] as const;

/** Lanczos, g = 7; for x > 0. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const series = lanczos.reduce((sum, term, i) => sum + term / (shifted + i + 1), 0.9999999999998099);
  const base = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}
