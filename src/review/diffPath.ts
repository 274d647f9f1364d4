const ESCAPES = new Map([
  ['a', 7],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['"', 34],
  ['\\', 92],
]);

/** A path as git prints it: in C quotes with octal bytes where it has characters that would not print, else as it is. */
export function unquotePath(printed: string): string {
  const quoted = /^"((?:[^"\\]|\\[^])*)"$/.exec(printed);
  if (!quoted) return printed;
  const bytes: number[] = [];
  for (const [part] of (quoted[1] as string).matchAll(/\\[0-7]{3}|\\[^]|[^\\]+/g)) {
    if (!part.startsWith('\\')) bytes.push(...new TextEncoder().encode(part));
    else if (part.length === 4) bytes.push(parseInt(part.slice(1), 8));
    else bytes.push(ESCAPES.get(part.charAt(1)) ?? part.charCodeAt(1));
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}
