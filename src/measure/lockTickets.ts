import { closeSync, chmodSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, unlinkSync, utimesSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { livenessOf, ownIdentity } from '../support/processIdentity.ts';

/**
 * The folder that the machine's campaigns share: one file per holder or waiter, its name the ticket, its content the owner.
 * Calls are synchronous: each is some microseconds, and nothing of ours may come in between.
 */

export type LockMode = 'shared' | 'exclusive';

export interface Ticket {
  readonly number: number;
  readonly mode: LockMode;
  /** Tells this ticket from a later one of the same number. */
  readonly id: string;
}

/** Owners show that they live this often; only where their process cannot be looked up does it count. */
export const HEARTBEAT_MS = 5_000;
const STALE_MS = 4 * HEARTBEAT_MS;
const DIGITS = 12;

const ownerSchema = z.object({
  id: z.string(),
  mode: z.enum(['shared', 'exclusive']),
  host: z.string(),
  boot: z.string(),
  pid: z.int(),
  start: z.string(),
});

export class TicketFolder {
  readonly #folder: string;
  readonly #now: () => number;

  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  /** Everybody's campaigns meet here, so everybody may write, and only owners may remove: the mode of /tmp. */
  open(): void {
    mkdirSync(this.#folder, { recursive: true });
    const found = lstatSync(this.#folder);
    if (!found.isDirectory()) throw new Error(`${this.#folder} is no folder`);
    if ((found.mode & 0o7777) !== 0o1777 && (process.getuid === undefined || found.uid === process.getuid())) chmodSync(this.#folder, 0o1777);
  }

  numbers(): readonly number[] {
    return this.#names()
      .filter((name) => /^\d{12}$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }

  /** False where the number is taken already, or the folder had to be made again: draw again. */
  create({ number, mode, id }: Ticket): boolean {
    let file: number;
    try {
      file = openSync(this.#path(number), 'wx', 0o644);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      // /tmp is swept on some machines.
      if (codeOf(error) === 'ENOENT') this.open();
      else throw error;
      return false;
    }
    try {
      writeSync(file, JSON.stringify({ id, mode, ...ownIdentity() } satisfies z.input<typeof ownerSchema>));
    } finally {
      closeSync(file);
    }
    return true;
  }

  /** The mode of a ticket whose owner lives; a dead owner's file is removed. */
  modeOfLiving(number: number): LockMode | undefined {
    const file = this.#path(number);
    try {
      const owner = ownerSchema.safeParse(parse(readFileSync(file, 'utf8')));
      const beatAge = this.#now() - lstatSync(file).mtimeMs;
      // Not written yet, or by a killed process never: until that is clear it counts as the stronger mode.
      if (!owner.success) return beatAge < STALE_MS ? 'exclusive' : this.remove(number);
      const liveness = livenessOf(owner.data);
      const lives = liveness === 'alive' || (liveness === 'foreign' && owner.data.host !== ownIdentity().host && beatAge < STALE_MS);
      return lives ? owner.data.mode : this.remove(number);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      // Another user's file that cannot be read: its heartbeat is all there is.
      if (codeOf(error) === 'EACCES') return this.#beats(file) ? 'exclusive' : undefined;
      throw error;
    }
  }

  remove(number: number): undefined {
    try {
      unlinkSync(this.#path(number));
    } catch {
      // Removed by another, or another user's: then it is passed over.
    }
    return undefined;
  }

  /** False once the file was removed, though another may have drawn the same number since. */
  isThere({ number, id }: Ticket): boolean {
    try {
      return ownerSchema.safeParse(parse(readFileSync(this.#path(number), 'utf8'))).data?.id === id;
    } catch {
      return false;
    }
  }

  beat(number: number): void {
    const seconds = this.#now() / 1000;
    try {
      utimesSync(this.#path(number), seconds, seconds);
    } catch {
      // Gone: its owner looks before it relies on the lock.
    }
  }

  #beats(file: string): boolean {
    try {
      return this.#now() - lstatSync(file).mtimeMs < STALE_MS;
    } catch {
      return false;
    }
  }

  #path(number: number): string {
    return path.join(this.#folder, String(number).padStart(DIGITS, '0'));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
