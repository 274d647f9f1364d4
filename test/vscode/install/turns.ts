import fs from 'node:fs';
import path from 'node:path';

/** Says whether that process lives and is the one that it was: ids are used again. */
function isAlive({ pid, began }: Owner): boolean {
  return processBegan(pid) === began;
}

interface Owner {
  readonly pid: number;
  readonly began: string;
}

/** Field 22 of its stat, in ticks since boot; empty where there is no such process. */
export function processBegan(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

function tryToHold(file: string): boolean {
  // Linked into place with its contents: nobody reads half an owner.
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify({ pid: process.pid, began: processBegan(process.pid) } satisfies Owner));
  try {
    fs.linkSync(draft, file);
    return true;
  } catch {
    return false;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/**
 * Does the work while no other process does it here. An owner that died is followed at once. Two that follow one dead owner
 * in the same instant may both begin: the work must bear that (this lock saves time, it protects nothing).
 */
export async function inTurn(file: string, waiting: (pid: number) => void, work: () => Promise<void>): Promise<void> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (let told = false; !tryToHold(file); ) {
    const owner = readOwner(file);
    if (owner === undefined || !isAlive(owner)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (!told) waiting(owner.pid);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  try {
    await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}
