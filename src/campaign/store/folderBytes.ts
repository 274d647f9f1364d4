import fs from 'node:fs';
import path from 'node:path';

/** What a folder takes on the disk, in bytes: whole blocks, files with several names counted once. */
export function folderBytes(folder: string): number {
  const seen = new Set<string>();
  const measure = (file: string): number => {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return 0;
    if (stat.nlink > 1 && !stat.isDirectory()) {
      const id = `${stat.dev}:${stat.ino}`;
      if (seen.has(id)) return 0;
      seen.add(id);
    }
    const own = stat.blocks * 512;
    if (!stat.isDirectory()) return own;
    return listNames(file).reduce((sum, name) => sum + measure(path.join(file, name)), own);
  };
  return measure(folder);
}

/** A folder that vanishes or may not be read meanwhile counts for itself only. */
function listNames(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
