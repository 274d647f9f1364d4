/** The subject of a mail as a title: encoded words (RFC 2047) decoded, `[PATCH 1/3]` taken off. */
export function decodeSubject(subject: string): string {
  return decodeWords(subject)
    .replace(/^\s*(?:\[[^\]]*\]\s*)+/, '')
    .trim();
}

export function decodeWords(text: string): string {
  // White space between two encoded words belongs to neither (RFC 2047, 6.2).
  const joined = text.replace(/(=\?[^?]+\?[QqBb]\?[^?]*\?=)\s+(?==\?[^?]+\?[QqBb]\?)/g, '$1');
  return joined.replace(/=\?([^?]+)\?([QqBb])\?([^?]*)\?=/g, (whole, charset: string, encoding: string, body: string) => {
    const bytes = encoding.toUpperCase() === 'B' ? Buffer.from(body, 'base64') : quotedBytes(body);
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      return whole;
    }
  });
}

function quotedBytes(body: string): Buffer {
  const latin = body.replace(/_/g, ' ').replace(/=([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(latin, 'latin1');
}
