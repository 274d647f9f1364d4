import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../install/paths.ts';

/** Makes the report from what V8 wrote into `<folder>/v8`: by source file, by way of the bundle's source map. */
export function writeCoverage(folder: string): void {
  const c8 = path.join(ROOT, 'node_modules', 'c8', 'bin', 'c8.js');
  const reporters = ['text', 'html', 'lcov', 'json-summary'].flatMap((name) => ['--reporter', name]);
  const args = ['report', '--temp-directory', path.join(folder, 'v8'), '--reports-dir', folder, ...reporters, '--include', 'src/**', '--exclude-after-remap'];
  const { status } = spawnSync(process.execPath, [c8, ...args], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error(`c8 ended with ${status}`);
}
