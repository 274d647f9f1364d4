import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** What a package may take from the tree; .vscodeignore says which of it it takes. */
const TAKEN = ['package.json', 'package.nls.json', 'README.md', 'CHANGELOG.md', 'LICENSE', '.vscodeignore', 'media', 'l10n', 'examples'];
/** Of no use to those who install it. */
const BUILD_KEYS = ['private', 'scripts', 'dependencies', 'devDependencies', 'optionalDependencies'];

/**
 * Copies what a clean clone would have into an empty folder, so that nothing that lies about in the tree gets into the
 * package, and vsce need not look through it.
 */
export function stage(root: string, folder: string): void {
  for (const file of listFiles(root)) {
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(path.join(root, file), target);
    // As git has it: programs are for all to run, and nothing is read-only.
    fs.chmodSync(target, fs.statSync(target).mode & 0o100 ? 0o755 : 0o644);
  }
  const manifest = path.join(folder, 'package.json');
  const entries = Object.entries(JSON.parse(fs.readFileSync(manifest, 'utf8')) as Record<string, unknown>).filter(([key]) => !BUILD_KEYS.includes(key));
  fs.writeFileSync(manifest, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}

function listFiles(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...TAKEN], { cwd: root, encoding: 'utf8' });
  // What git knows but somebody has just removed is listed, too.
  return listed.split('\0').filter((file) => file !== '' && fs.existsSync(path.join(root, file)));
}
