/** HTML that is safe by construction: a string put into the template is text and is escaped; only `Markup` goes in as it is. */

export interface Markup {
  readonly markup: string;
}

export type Piece = Markup | string | number | null | readonly Piece[];

/** Every element is closed and every attribute quoted, so that the page is XML as well. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: parts.map((part, index) => part + (index < pieces.length ? write(pieces[index] ?? null) : '')).join('') };
}

/** Text from outside: isolated, so that its direction stays its own. */
export function outside(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

function write(piece: Piece): string {
  if (piece === null) return '';
  if (typeof piece === 'string') return escape(piece);
  if (typeof piece === 'number') return Number.isFinite(piece) ? String(round(piece)) : '0';
  return 'markup' in piece ? piece.markup : piece.map(write).join('');
}

/** Coordinates: a tenth of a pixel is as fine as is seen. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
