import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import picomatch from 'picomatch';

/** True for paths, `/` between parts, that one of the globs matches. */
export type PathTest = (file: string) => boolean;

/** Nothing where there are no globs. Dot files count like others, and a folder's glob means what is in it too. */
export function matcher(globs: readonly string[]): PathTest {
  if (globs.length === 0) return () => false;
  const patterns = globs.flatMap((glob) => {
    const plain = plainGlob(glob);
    return plain === '' ? ['**'] : [plain, `${plain}/**`];
  });
  return picomatch(patterns, { dot: true, nonegate: true });
}

/** Without a leading `./` or a trailing `/`; '' stands for the folder itself. */
export function plainGlob(glob: string): string {
  const plain = glob.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
  return plain === '.' ? '' : plain;
}

/** The files below `root` that a glob matches, symbolic links included as such. Only the glob's fixed beginning is searched. */
export async function findFiles(root: string, glob: string): Promise<readonly string[]> {
  const plain = plainGlob(glob);
  const start = picomatch.scan(plain).base;
  return walk(root, start === '.' ? '' : start, matcher([plain]));
}

async function walk(root: string, file: string, wanted: PathTest): Promise<string[]> {
  const found = await lstat(path.join(root, file)).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) return wanted(file) ? [file] : [];
  const names = (await readdir(path.join(root, file))).sort();
  const below: string[] = [];
  for (const name of names) {
    // A work tree's own bookkeeping is never an input.
    if (name !== '.git') below.push(...(await walk(root, file === '' ? name : `${file}/${name}`, wanted)));
  }
  return below;
}
