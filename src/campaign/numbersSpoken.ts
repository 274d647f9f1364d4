import { formatParts, type NumberStyle, type Printable } from './numbers.ts';

/** `tg plus 6.8 per cent, 5.9 to 7.7`: what a screen reader says for `tg +6.8 % [5.9, 7.7]`. */
export function speakMetric(name: string, estimate: Printable, style: NumberStyle = {}): string {
  const { delta, interval } = formatParts(estimate, { ...style, ascii: false });
  return `${name} ${[speak(delta), speak(interval)].filter((part) => part !== '').join(', ')}`;
}

function speak(text: string): string {
  return text
    .replace(/^\[(.*), (.*)\]$/, '$1 to $2')
    .replaceAll('+', 'plus ')
    .replaceAll('\u2212', 'minus ')
    .replaceAll('\u202f%', ' per cent')
    .replaceAll('\u202f', ' ');
}
