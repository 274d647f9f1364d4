import type { NumberStyle } from '../../campaign/numbers.ts';
import type { Sink } from '../ports.ts';

export type Colour = 'green' | 'red' | 'yellow' | 'blue' | 'grey';

const CODES: Record<Colour | 'bold', readonly [number, number]> = {
  green: [32, 39],
  red: [31, 39],
  yellow: [33, 39],
  blue: [34, 39],
  grey: [90, 39],
  bold: [1, 22],
};

/** How text is written to one place: for eyes on a terminal, plain in files and pipes. */
export interface Style {
  readonly numbers: NumberStyle;
  /** Glyphs and bars beyond ASCII. */
  readonly hasGlyphs: boolean;
  paint(text: string, ...how: (Colour | 'bold')[]): string;
  /** Text that others wrote, with their minus signs and narrow spaces as this place has them. */
  write(text: string): string;
}

export function styleOf(sink: Sink, env: Readonly<Record<string, string | undefined>>): Style {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  const hasGlyphs = sink.isTerminal && /utf-?8/i.test(locale);
  const hasColour = sink.isTerminal && !env.NO_COLOR && env.TERM !== 'dumb';
  return {
    numbers: { ascii: !hasGlyphs },
    hasGlyphs,
    write: (text) => (hasGlyphs ? text : text.replaceAll('\u2212', '-').replaceAll('\u202f', ' ')),
    paint: (text, ...how) => (hasColour && text !== '' ? how.reduce((inner, name) => `\x1b[${CODES[name][0]}m${inner}\x1b[${CODES[name][1]}m`, text) : text),
  };
}
