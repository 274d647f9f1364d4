import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process that outlived the command that started it. */
export interface Stray {
  readonly pid: number;
  readonly name: string;
}

/** How processes of ours are known. */
export interface StrayMark {
  /** Environment variable that every process of ours inherits, as `NAME=` and a beginning that all its values share. */
  readonly ours: string;
  /** `NAME=value` of the command in question; the mark of all is given to find all. */
  readonly wanted: string;
  /** Programs below these folders are ours even with their environment cleared. */
  readonly folders: readonly string[];
}

/** Process ids are used again; every so often all processes are looked at afresh. */
const FORGET_MS = 10_000;

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

interface Status {
  readonly name: string;
  readonly parent: number;
  readonly group: number;
}

/** By proc(5); undefined where it is gone, or dead but not yet reaped. */
function statusOf(pid: number): Status | undefined {
  const text = read(`/proc/${pid}/stat`);
  const end = text.lastIndexOf(')');
  const [state, parent, group] = text.slice(end + 2).split(' ');
  if (end < 0 || state === 'Z' || state === 'X') return undefined;
  return { name: Buffer.from(text.slice(text.indexOf('(') + 1, end), 'latin1').toString(), parent: Number(parent), group: Number(group) };
}

function isBelow(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => file.startsWith(`${folder}/`) || file === folder);
}

/**
 * A daemon that cleared its environment still runs a program of the twin, or has it as its working folder. The latter alone
 * would also be a user who looks around in there with a shell: so only where it has no parent any more.
 */
function livesIn(pid: number, folders: readonly string[]): boolean {
  if (folders.length === 0) return false;
  return isBelow(link(`/proc/${pid}/exe`), folders) || (isBelow(link(`/proc/${pid}/cwd`), folders) && statusOf(pid)?.parent === 1);
}

type Kind = 'wanted' | 'ours' | 'foreign';

function kindOf(pid: number, mark: StrayMark): Kind {
  const environment = `\0${read(`/proc/${pid}/environ`)}`;
  if (environment.includes(`\0${mark.wanted}`)) return 'wanted';
  if (environment.includes(`\0${mark.ours}`)) return 'ours';
  return livesIn(pid, mark.folders) ? 'wanted' : 'foreign';
}

/**
 * Finds processes that left their group (setsid, daemons), on Linux by /proc; elsewhere it finds none. Processes that were
 * once seen to be foreign are not looked at again for a while: with nothing new, a search costs one listing of /proc, about
 * 0.1 ms.
 */
export class StrayFinder {
  #foreign = new Set<number>();
  #since = 0;

  find(mark: StrayMark): readonly Stray[] {
    if (process.platform !== 'linux') return [];
    const now = performance.now();
    if (now - this.#since > FORGET_MS) {
      this.#foreign.clear();
      this.#since = now;
    }
    const foreign = new Set<number>();
    const strays: Stray[] = [];
    for (const pid of listPids()) {
      const kind = this.#foreign.has(pid) || pid === process.pid ? 'foreign' : kindOf(pid, mark);
      if (kind === 'foreign') foreign.add(pid);
      const status = kind === 'wanted' ? statusOf(pid) : undefined;
      if (status !== undefined) strays.push({ pid, name: status.name });
    }
    this.#foreign = foreign;
    return strays;
  }

  /** With nothing taken as known: for what a killed engine left running. */
  findAll(mark: Pick<StrayMark, 'ours' | 'folders'>): readonly Stray[] {
    this.#foreign.clear();
    return this.find({ ...mark, wanted: mark.ours });
  }
}

function listPids(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** Members of a process group that still run; on systems without /proc the leader stands for all. */
export function membersOf(group: number): readonly Stray[] {
  if (!groupExists(group)) return [];
  if (process.platform !== 'linux') return [{ pid: group, name: 'process' }];
  return listPids().flatMap((pid) => {
    const status = statusOf(pid);
    return status?.group === group ? [{ pid, name: status.name }] : [];
  });
}

/** One system call; also true while a member is dead but not yet reaped. */
export function groupExists(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export function signalGroup(group: number, signal: NodeJS.Signals): void {
  signalOne(-group, signal);
}

export function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}
