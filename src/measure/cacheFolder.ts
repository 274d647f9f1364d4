import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What our processes are known by; the same after a restart, so that those of a killed engine are found. */
export async function readMark(cache: string): Promise<string> {
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const file = path.join(cache, 'mark');
  const found = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (/^[0-9a-f]{32}$/.test(found)) return found;
  const mark = randomBytes(16).toString('hex');
  await writeFile(file, mark);
  await chmod(file, 0o600);
  return mark;
}

/** What tools of other campaigns put into their home folders. */
export async function removeOldHomes(cache: string, campaign: string): Promise<void> {
  const homes = path.join(cache, 'home');
  for (const name of await readdir(homes).catch(() => [])) {
    if (name !== campaign) await rm(path.join(homes, name), { recursive: true, force: true });
  }
}
