import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names a process beyond doubt: a process id alone is used again, after a restart of the machine even soon. */
export interface ProcessIdentity {
  readonly host: string;
  readonly boot: string;
  readonly pid: number;
  /** In the system's own unit: comparable for equality only. */
  readonly start: string;
}

/** The state letter and the start time in clock ticks since boot: fields 3 and 22 of /proc/<pid>/stat (proc(5)). */
function parseStat(text: string): { readonly state: string; readonly start: string } {
  // The name, field 2, is in parentheses and may hold spaces and parentheses itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', start: fields[19] ?? '' };
}

function startOnLinux(pid: number): string | undefined {
  try {
    const { state, start } = parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    return state === 'Z' || state === 'X' ? undefined : start;
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } }).trim();
    return text === '' || text.startsWith('Z') ? undefined : text.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

/** When the process began, undefined where no such process lives. */
export function startOf(pid: number): string | undefined {
  return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
}

function readBoot(): string {
  try {
    if (process.platform === 'linux') return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return execFileSync('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

let own: ProcessIdentity | undefined;

export function ownIdentity(): ProcessIdentity {
  own ??= { host: hostname(), boot: readBoot(), pid: process.pid, start: startOf(process.pid) ?? '' };
  return own;
}

/** 'foreign': another machine, or an earlier start of this one; the process table here says nothing about it. */
export type Liveness = 'alive' | 'dead' | 'foreign';

export function livenessOf(identity: ProcessIdentity): Liveness {
  const here = ownIdentity();
  if (identity.host !== here.host || identity.boot !== here.boot) return 'foreign';
  return startOf(identity.pid) === identity.start ? 'alive' : 'dead';
}
