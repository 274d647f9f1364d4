import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { z } from 'zod';
import { livenessOf, ownIdentity } from '../../support/processIdentity.ts';
import { Failure } from '../failure.ts';
import { lockFile, makeMarginaliaFolder, socketFile } from './layout.ts';

/** A heartbeat older than this is no sign of life from another machine. */
const FRESH_MS = 30_000;

const lockSchema = z.object({
  host: z.string(),
  boot: z.string(),
  pid: z.int(),
  start: z.string(),
  /** '' where the owner has nothing to say to clients: a calibration. */
  socket: z.string(),
  protocol: z.int(),
  version: z.string(),
  /** Proves to the engine that a client may read the workspace's files. */
  token: z.string(),
  heartbeat: z.number(),
});

export type EngineLock = z.infer<typeof lockSchema>;

/** The lock as it is, undefined where there is none or it cannot be read yet. */
export function readEngineLock(workspace: string): EngineLock | undefined {
  try {
    return lockSchema.parse(JSON.parse(fs.readFileSync(lockFile(workspace), 'utf8')));
  } catch {
    return undefined;
  }
}

export type Owner = 'none' | 'alive' | 'dead' | 'foreign-fresh' | 'foreign-old';

/** Who holds the workspace. An owner is dead only where it was of this machine, since its last start, and is gone. */
export function ownerOf(lock: EngineLock | undefined, now: number): Owner {
  if (lock === undefined) return 'none';
  const liveness = livenessOf(lock);
  if (liveness !== 'foreign') return liveness;
  return now - lock.heartbeat < FRESH_MS ? 'foreign-fresh' : 'foreign-old';
}

/** Whether an engine of this machine is at work in the workspace. */
export async function engineIsAlive(workspace: string): Promise<boolean> {
  return ownerOf(readEngineLock(workspace), Date.now()) === 'alive';
}

/** What the engine holds while it lives. */
export interface HeldLock {
  readonly lock: EngineLock;
  /** False where somebody removed or replaced the lock: this engine must not write any more. */
  beat(now: number): boolean;
  release(): void;
}

/** Takes the workspace. Throws Failure 'busy' that says who has it. */
export function takeEngineLock(workspace: string, options: { readonly protocol: number; readonly version: string; readonly takeOver: boolean; readonly socket?: string }): HeldLock {
  makeMarginaliaFolder(workspace);
  const lock: EngineLock = {
    ...ownIdentity(),
    socket: options.socket ?? socketFile(workspace),
    protocol: options.protocol,
    version: options.version,
    token: randomBytes(24).toString('hex'),
    heartbeat: Date.now(),
  };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (createExclusive(workspace, lock)) return held(workspace, lock);
    removeDead(workspace, options.takeOver);
  }
  throw busy('another engine took it at the same moment');
}

function createExclusive(workspace: string, lock: EngineLock): boolean {
  const file = lockFile(workspace);
  const whole = `${file}.${lock.pid}.${lock.token.slice(0, 8)}`;
  // Written whole under another name and linked into place: nobody ever sees half a lock.
  fs.writeFileSync(whole, JSON.stringify(lock), { mode: 0o600 });
  try {
    fs.linkSync(whole, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(whole, { force: true });
  }
}

function removeDead(workspace: string, takeOver: boolean): void {
  const file = lockFile(workspace);
  const lock = readEngineLock(workspace);
  const owner = ownerOf(lock, Date.now());
  if (owner === 'alive') throw busy(`engine ${lock?.pid} is at work here`);
  if (owner === 'foreign-fresh') throw busy(`an engine on ${lock?.host} is at work here`);
  if (owner === 'foreign-old' && !takeOver) {
    throw busy(`an engine on ${lock?.host} held this workspace and was last heard of ${new Date(lock?.heartbeat ?? 0).toISOString()}`, 'If it is gone for good, take over with --take-over.');
  }
  // Renamed first, so that of two that find the same dead lock only one removes it.
  const aside = `${file}.dead.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    fs.rmSync(aside, { force: true });
  } catch {
    // Another engine was faster; the next attempt sees its lock.
  }
}

function busy(what: string, hint = 'Attach to it with `marginalia attach`, or stop it with `marginalia stop`.'): Failure {
  return new Failure('busy', `this workspace is taken: ${what}`, hint);
}

function held(workspace: string, lock: EngineLock): HeldLock {
  const file = lockFile(workspace);
  const isOurs = () => readEngineLock(workspace)?.token === lock.token;
  return {
    lock,
    beat(now) {
      if (!isOurs()) return false;
      try {
        fs.writeFileSync(`${file}.beat`, JSON.stringify({ ...lock, heartbeat: now }), { mode: 0o600 });
        fs.renameSync(`${file}.beat`, file);
      } catch {
        // A full disk stops the heartbeat only; on this machine the process itself is the proof of life.
      }
      return true;
    },
    release() {
      if (isOurs()) fs.rmSync(file, { force: true });
    },
  };
}
