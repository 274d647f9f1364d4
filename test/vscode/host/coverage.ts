import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ROOT } from '../install/paths.ts';

/** Makes the report from what V8 wrote into `<folder>/v8`: by source file, by way of the bundles' source maps. */
export function writeCoverage(folder: string): void {
  const raw = path.join(folder, 'v8');
  for (const name of fs.readdirSync(raw)) prepare(path.join(raw, name));
  const c8 = path.join(ROOT, 'node_modules', 'c8', 'bin', 'c8.js');
  const reporters = ['text', 'html', 'lcov', 'json-summary'].flatMap((name) => ['--reporter', name]);
  const args = ['report', '--temp-directory', raw, '--reports-dir', folder, ...reporters, '--include', 'src/**', '--exclude-after-remap'];
  const { status } = spawnSync(process.execPath, [c8, ...args], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error(`c8 ended with ${status}`);
}

interface Written {
  readonly result: readonly { readonly url: string }[];
  readonly 'source-map-cache'?: Readonly<Record<string, { readonly data: { readonly sources: readonly string[] } | null }>>;
}

/**
 * Leaves the scripts of this tree's dist/ alone, and makes paths of the sources' URLs: c8 compares its patterns with them
 * as they stand, and takes what matches none for covered.
 */
function prepare(file: string): void {
  const written = JSON.parse(fs.readFileSync(file, 'utf8')) as Written;
  const dist = `${pathToFileURL(path.join(ROOT, 'dist')).href}/`;
  const maps = Object.entries(written['source-map-cache'] ?? {}).flatMap(([url, map]) => (url.startsWith(dist) && map.data ? [[url, { ...map, data: { ...map.data, sources: map.data.sources.map(plainPath) } }]] : []));
  const result = written.result.filter(({ url }) => url.startsWith(dist));
  if (result.length === 0) fs.rmSync(file);
  else fs.writeFileSync(file, JSON.stringify({ ...written, result, 'source-map-cache': Object.fromEntries(maps) }));
}

function plainPath(source: string): string {
  return source.startsWith('file://') ? fileURLToPath(source) : source;
}
