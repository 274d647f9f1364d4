import type { Estimate } from '../decide/types.ts';

/**
 * How measured numbers are written, everywhere: screen, terminal, log and report. A delta never stands without its
 * interval, its count of pairs, or the word that says why it is missing; no digit goes beyond what the interval
 * supports. Screens get U+2212 and U+202F, files and logs (`ascii`) get "-" and a plain space.
 */

/** What of an estimate is printed. */
export type Printable = Pick<Estimate, 'delta' | 'low' | 'high' | 'pairs'> & Partial<Pick<Estimate, 'scale' | 'withheld'>>;

export interface NumberStyle {
  readonly ascii?: boolean;
  /** Unit of the metric, for numbers on the difference scale. */
  readonly unit?: string;
}

/** A 95 % interval by signed ranks does not exist below this (decisions.md 3.7). */
const FEWEST_PAIRS = 6;
const MOST_DECIMALS = 12;

/** Estimate and interval apart, for tables that have a column for each; `delta` is '' where there is no number. */
export function formatParts(estimate: Printable, style: NumberStyle = {}): { readonly delta: string; readonly interval: string } {
  if (estimate.withheld !== undefined) return { delta: '', interval: 'withheld: pairs disagree' };
  const ratio = estimate.scale !== 'difference';
  const value = (estimate.delta ?? NaN) * (ratio ? 100 : 1);
  if (!Number.isFinite(value)) return { delta: '', interval: 'not measured' };
  const unit = ratio ? '%' : (style.unit ?? '');
  const space = style.ascii ? ' ' : '\u202f';
  const write = (text: string) => (unit === '' ? text : `${text}${space}${unit}`);
  const bounds = boundsOf(estimate, ratio);
  if (bounds === null) {
    return { delta: write(formatSigned(value, ratio ? 1 : decimalsOfDigits(value, 2), style)), interval: formatCount(estimate.pairs, 'pair') };
  }
  const [low, high] = bounds;
  if (estimate.low === estimate.high) return { delta: write(formatSigned(value, decimalsOfExact(value, ratio), style)), interval: 'exact' };
  const decimals = decimalsOfHalfWidth((high - low) / 2, ratio);
  const interval = `[${formatPlain(low, decimals, style)}, ${formatPlain(high, decimals, style)}]`;
  return { delta: write(formatSigned(value, decimals, style)), interval };
}

/** `+6.8 % [5.9, 7.7]`; `+0.1 % 5 pairs`; `withheld: pairs disagree`. */
export function formatDelta(estimate: Printable, style: NumberStyle = {}): string {
  const { delta, interval } = formatParts(estimate, style);
  return delta === '' ? interval : `${delta} ${interval}`;
}

/** `tg +6.8 % [5.9, 7.7]`. */
export function formatMetric(name: string, estimate: Printable, style: NumberStyle = {}): string {
  return `${name} ${formatDelta(estimate, style)}`;
}

/** All metrics that have an estimate, primary first: `tg +6.8 % [5.9, 7.7] · pp +1.2 % [0.3, 2.0]`. '' where none has. */
export function formatMetrics(
  metrics: readonly { readonly name: string; readonly unit?: string }[],
  estimates: Readonly<Record<string, Printable>>,
  style: NumberStyle = {},
): string {
  return metrics
    .flatMap(({ name, unit }) => {
      const estimate = Object.hasOwn(estimates, name) ? estimates[name] : undefined;
      return estimate === undefined ? [] : [formatMetric(name, estimate, { ...style, unit: unit ?? '' })];
    })
    .join(' · ');
}

/** A threshold or a spread, as a user would write it: 0.015 is `1.5 %`. */
export function formatLimit(fraction: number, style: NumberStyle = {}): string {
  if (!Number.isFinite(fraction * 100)) return 'unknown';
  const text = trimZeros(Math.abs(fraction * 100).toFixed(2));
  const number = text === '0' && fraction > 0 ? '<0.01' : `${text === '0' ? '' : signOf(fraction, style)}${text}`;
  return `${number}${style.ascii ? ' ' : '\u202f'}%`;
}

/** A share, whole per cent; what rounds away is still seen: `<1 %`. */
export function formatShare(fraction: number, style: NumberStyle = {}): string {
  if (!Number.isFinite(fraction * 100)) return 'unknown';
  const whole = Math.round(Math.abs(fraction) * 100);
  const text = whole === 0 && fraction > 0 ? '<1' : `${whole === 0 ? '' : signOf(fraction, style)}${whole}`;
  return `${text}${style.ascii ? ' ' : '\u202f'}%`;
}

/** Three significant digits: `44.1 t/s`, `241 t/s`, `3,420 t/s`. */
export function formatThroughput(value: number, unit = '', style: NumberStyle = {}): string {
  const rounded = Number(value.toPrecision(3));
  if (!Number.isFinite(rounded)) return 'unknown';
  const size = Math.abs(rounded);
  const odd = (size > 0 && size < 1e-6) || size >= 1e15;
  const text = odd ? size.toExponential(2) : group(size.toFixed(decimalsOfDigits(rounded, 3)));
  const number = rounded === 0 ? '0' : `${signOf(rounded, style)}${text}`;
  return unit === '' ? number : `${number} ${unit}`;
}

/** The wealth of the e-process: one decimal below 100, then whole with separators; what no reader compares is cut. */
export function formatEvidence(wealth: number): string {
  if (!(wealth >= 0)) return 'unknown';
  if (wealth > 1_000_000) return 'over 1,000,000';
  return wealth < 99.95 ? wealth.toFixed(1) : group(wealth.toFixed(0));
}

/** `2 h 06`, `3 min 20 s`, `2.4 s`, `320 ms`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return 'unknown';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) {
    const rest = seconds % 60;
    return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${String(rest).padStart(2, '0')} s`}`;
  }
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `640 B`, `1.2 GB`, `12 GB`: powers of 1000. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return 'unknown';
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : group(value.toFixed(0))} ${BYTE_UNITS[unit] ?? 'B'}`;
}

/** `$9.21`; `$0` means that nothing was spent. */
export function formatMoney(dollars: number): string {
  if (!Number.isFinite(dollars) || dollars < 0) return 'unknown';
  if (dollars === 0) return '$0';
  return dollars < 0.005 ? '<$0.01' : `$${group(dollars.toFixed(2))}`;
}

/** `1 pair`, `2 pairs`, `3,418 cases`. */
export function formatCount(count: number, word: string, words = `${word}s`): string {
  return `${group(String(count))} ${count === 1 ? word : words}`;
}

function boundsOf({ low, high, pairs }: Printable, ratio: boolean): readonly [number, number] | null {
  const factor = ratio ? 100 : 1;
  const bounds = [(low ?? NaN) * factor, (high ?? NaN) * factor] as const;
  if (!bounds.every(Number.isFinite)) return null;
  return pairs < FEWEST_PAIRS && low !== high ? null : bounds;
}

/**
 * Half-width 10 or more: none; 0.1 or more: one; below: two. Differences are in the metric's own unit, whose size is
 * anybody's guess, so there the rule goes on below 0.01.
 */
function decimalsOfHalfWidth(half: number, ratio: boolean): number {
  if (half >= 10) return 0;
  if (half >= 0.1) return 1;
  return ratio ? 2 : Math.min(MOST_DECIMALS, Math.max(2, Math.ceil(-Math.log10(half))));
}

/** An exact metric has no noise: as many decimals as its value needs to be seen. */
function decimalsOfExact(value: number, ratio: boolean): number {
  if (value === 0) return ratio ? 1 : 0;
  if (!ratio && Number.isInteger(value)) return 0;
  return Math.max(2, decimalsOfDigits(value, 2));
}

/** Decimals that show so many significant digits. */
function decimalsOfDigits(value: number, digits: number): number {
  if (value === 0) return 0;
  return Math.min(MOST_DECIMALS, Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
}

/** A value that rounds to zero has no sign. */
function formatPlain(value: number, decimals: number, style: NumberStyle): string {
  const text = Math.abs(value).toFixed(decimals);
  return Number(text) === 0 ? text : `${signOf(value, style)}${text}`;
}

function formatSigned(value: number, decimals: number, style: NumberStyle): string {
  const text = formatPlain(value, decimals, style);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

function signOf(value: number, style: NumberStyle): string {
  if (!(value < 0)) return '';
  return style.ascii ? '-' : '\u2212';
}

function group(text: string): string {
  const [whole = '', decimals] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
