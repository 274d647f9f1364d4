/** Numbers in words: no digit beyond what an interval supports. */

const minus = '\u2212';
const mostDecimals = 4;

/** Decimal places such that the last one is at most half of the interval's half width. */
export function computeDecimals(low: number, high: number): number {
  const half = (high - low) / 2;
  if (!(half > 0)) return 2;
  return Math.min(mostDecimals, Math.max(0, -Math.floor(Math.log10(half / 2))));
}

/** With a true minus sign; a rounded zero has no sign. */
export function formatNumber(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? minus + text : text;
}

export function formatSigned(value: number, decimals: number): string {
  const text = formatNumber(value, decimals);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A threshold in log units as the user wrote it: 0.015 is "1.5 %". */
export function formatThreshold(logUnits: number): string {
  return `${Number((logUnits * 100).toFixed(2))} %`;
}

/** A value as printed, for exact metrics. */
export function formatPlain(value: number): string {
  return value < 0 ? minus + String(-value) : String(value);
}

/** 1 pair, 2 pairs. */
export function formatCount(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** Evidence: 1.3, 24, 600. */
export function formatWealth(wealth: number): string {
  return wealth < 10 ? wealth.toFixed(1) : String(Math.round(wealth));
}
