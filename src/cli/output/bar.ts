const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `width` characters, filled to `done` of `most`. */
export function drawBar(done: number, most: number, width: number, hasGlyphs: boolean): string {
  const share = most > 0 ? Math.min(1, Math.max(0, done / most)) : 0;
  if (!hasGlyphs) {
    const filled = Math.round(share * width);
    return `${'#'.repeat(filled)}${'.'.repeat(width - filled)}`;
  }
  const eighths = Math.round(share * width * 8);
  const bar = '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
  return bar + '░'.repeat(width - bar.length);
}
