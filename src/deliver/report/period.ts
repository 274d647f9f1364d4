/** Dates and clock times as a reader's calendar has them. */

const DATE = { day: 'numeric', month: 'long', year: 'numeric' } as const;

/** Making one takes a hundred times as long as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(options: Intl.DateTimeFormatOptions, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = JSON.stringify([options, timeZone]);
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', timeZone === undefined ? options : { ...options, timeZone });
  formatters.set(key, made);
  return made;
}

function format(at: number, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): string {
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return 'unknown';
  return formatterOf(options, timeZone).format(at);
}

/** `16:04`. */
export function formatClock(at: number, timeZone?: string): string {
  return format(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, timeZone);
}

/** `18 November 2026, 13:58 to 16:58`, with the second date where it is another. */
export function formatPeriod(from: number, to: number, timeZone?: string): string {
  const [first, last] = [format(from, DATE, timeZone), format(to, DATE, timeZone)];
  const start = `${first}, ${formatClock(from, timeZone)}`;
  const end = formatClock(to, timeZone);
  if (to <= from || (first === last && end === formatClock(from, timeZone))) return start;
  return first === last ? `${start} to ${end}` : `${start} to ${last}, ${end}`;
}

/** `15:24 to 15:40`. */
export function formatClocks(from: number | null, to: number | null, timeZone?: string): string {
  if (from === null) return '';
  const [start, end] = [formatClock(from, timeZone), to === null ? '' : formatClock(to, timeZone)];
  return end === '' || start === end ? start : `${start} to ${end}`;
}

export function timeZoneName(timeZone?: string): string {
  return timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
