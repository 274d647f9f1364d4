/**
 * A process's output is untrusted text. Escape sequences (colours, cursor, window title), control characters and those that
 * turn the reading direction are removed before anything is parsed or shown.
 */

// ECMA-48: CSI, then OSC and the other strings (ended by BEL or ST), then two-character escapes.
const ESCAPES = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;
// Line feed, carriage return and tab stay.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function plainText(text: string): string {
  return text.replace(ESCAPES, '').replace(CONTROLS, '').replace(DIRECTION, '');
}

/** Lines of plain text. A lone carriage return ends a line too: progress displays overwrite theirs with it. */
export function plainLines(text: string): string[] {
  return plainText(text).split(/\r\n|\n|\r/);
}

/** The last lines that say something, for a reason in words. */
export function lastLines(text: string, count: number, mostCharacters = 200): string {
  const lines = plainLines(text).map((line) => line.trim()).filter((line) => line !== '');
  return lines
    .slice(-count)
    .map((line) => (line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line))
    .join(' / ');
}
