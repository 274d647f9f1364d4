/** An estimate as text. Lives beside reason.ts, which gives it out. */
import { computeDecimals, formatNumber, formatSigned } from './digits.ts';
import type { Direction, Estimate } from './types.ts';

/** Without an interval one digit is all that can be said. */
export function formatDelta(estimate: Estimate): string {
  if (estimate.withheld !== undefined) return `number withheld (${estimate.withheld})`;
  return formatBounds(estimate.delta, estimate.low, estimate.high, estimate.scale, true);
}

/** The size of an improvement: "4.1 % [3.2, 5.0]" for a throughput of +4.1 % and for a latency of −4.1 %. */
export function formatAmount(estimate: Estimate, better: Direction): string {
  const { delta, low, high, scale } = estimate;
  if (better === 'higher') return formatBounds(delta, low, high, scale, false);
  return formatBounds(negate(delta), negate(high), negate(low), scale, false);
}

function formatBounds(
  delta: number | null,
  low: number | null,
  high: number | null,
  scale: Estimate['scale'],
  signed: boolean,
): string {
  if (delta === null) return 'no number yet';
  const factor = scale === 'ratio' ? 100 : 1;
  const unit = scale === 'ratio' ? ' %' : '';
  const format = signed ? formatSigned : formatNumber;
  const value = delta * factor;
  if (low === null || high === null) return `about ${format(value, placesOfFirstDigit(value))}${unit}, no interval yet`;
  const decimals = computeDecimals(low * factor, high * factor);
  const bounds = `[${formatNumber(low * factor, decimals)}, ${formatNumber(high * factor, decimals)}]`;
  return `${format(value, decimals)}${unit} ${bounds}`;
}

function placesOfFirstDigit(value: number): number {
  return value === 0 ? 0 : Math.min(1, Math.max(0, -Math.floor(Math.log10(Math.abs(value)))));
}

function negate(value: number | null): number | null {
  return value === null ? null : -value;
}
