/** Go benchmark text: `BenchmarkX-8  1000  123 ns/op  16 B/op`, several runs a name, two sides in one file. */
import type { Direction } from '../types.ts';
import type { Measurement } from './sides.ts';

const line = /^Benchmark\S*\s+\d+\s+.*\S/;
const directions: Readonly<Record<string, Direction>> = {
  'MB/s': 'higher',
  'ns/op': 'lower',
  'B/op': 'lower',
  'allocs/op': 'lower',
};
/** Configuration keys that name the code; a new value begins a side. */
const versionKeys = ['commit', 'version', 'branch', 'side', 'label', 'experiment', 'note'];

export function isGoBenchmark(text: string): boolean {
  return text.split(/\r?\n/).some((one) => line.test(one) && /\s\d[\d.]*\s+\S+\/(op|s)\b/.test(one));
}

/**
 * A side is a section: where a package's header comes again, or a key such as `commit:` changes, the next side begins.
 * `document` is added to the side where the text is one of several.
 */
export function readGoBenchmark(text: string, document: string): Measurement[] {
  const measurements: Measurement[] = [];
  const sections = new Map<string, number>();
  let packageName = '';
  let version = '';
  for (const one of text.split(/\r?\n/)) {
    const key = /^([a-z][\w-]*):\s*(.*)$/.exec(one);
    if (key?.[1] === 'pkg') {
      packageName = key[2] ?? '';
      sections.set(packageName, (sections.get(packageName) ?? 0) + 1);
    } else if (key !== null && versionKeys.includes(key[1] ?? '')) version = key[2] ?? '';
    if (!line.test(one)) continue;
    const [name = '', , ...rest] = one.trim().split(/\s+/);
    const section = version !== '' ? version : String(sections.get(packageName) ?? 1);
    for (let i = 0; i + 1 < rest.length; i += 2) {
      const value = Number(rest[i]);
      const unit = rest[i + 1] ?? '';
      if (!Number.isFinite(value)) continue;
      measurements.push({
        name: `${name.replace(/^Benchmark/, '')} ${unit}`,
        side: `${section}${document === '' ? '' : ` ${document}`}`,
        sample: { kind: 'values', values: [value] },
        better: directions[unit] ?? null,
      });
    }
  }
  return measurements;
}
