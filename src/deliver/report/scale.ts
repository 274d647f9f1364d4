/** Axes: what range is drawn, and where its lines stand. */

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What lies closer together is one value. */
const LEAST_SPAN = 1e-12;

/**
 * Covers the values, but no single one of them stretches the axis to where the others cannot be told apart: what lies
 * further out than `reach` times the middle's width is cut with an arrowhead. `always` is covered in any case.
 */
export function computeRange(values: readonly number[], always: readonly number[], reach = 1.5): Range {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const [anchorLow, anchorHigh] = [Math.min(...always), Math.max(...always)];
  const quantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const spread = Math.max(quantile(0.9) - quantile(0.1), anchorHigh - anchorLow);
  const low = Math.min(anchorLow, Math.max(sorted[0] ?? 0, quantile(0.1) - reach * spread));
  const high = Math.max(anchorHigh, Math.min(sorted.at(-1) ?? 0, quantile(0.9) + reach * spread));
  const room = high - low > LEAST_SPAN ? (high - low) * 0.04 : Math.max(1e-3, Math.abs(high) * 0.1);
  return { low: low - room, high: high + room };
}

/** Round values within the range, at most so many, zero among them where it lies within. */
export function computeTicks(range: Range, most: number): readonly number[] {
  const span = range.high - range.low;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((wide) => Math.floor(range.high / wide) - Math.ceil(range.low / wide) + 1 <= most) ?? 10 * power;
  const ticks: number[] = [];
  for (let index = Math.ceil(range.low / step); index * step <= range.high && ticks.length < most; index += 1) ticks.push(index * step);
  return ticks;
}

/** A tick as a label; all of one axis have the same decimals, and zero no sign. */
export function formatTicks(ticks: readonly number[], factor: number, unit: string): readonly string[] {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const decimals = Math.min(15, Math.max(0, -Math.floor(Math.log10(Math.abs(step * factor)) + 1e-9)));
  return ticks.map((tick, index) => {
    const text = Math.abs(tick * factor).toFixed(decimals);
    const sign = Number(text) === 0 ? '' : tick < 0 ? '\u2212' : '+';
    return `${sign}${Number(text) === 0 ? '0' : text}${index === ticks.length - 1 && unit !== '' ? `\u202f${unit}` : ''}`;
  });
}
