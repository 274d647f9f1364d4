import { randomBytes } from 'node:crypto';
import { systemClock, type Clock } from '../support/clock.ts';
import { HEARTBEAT_MS, TicketFolder, type LockMode, type Ticket } from './lockTickets.ts';

/** Fixed, not TMPDIR: all campaigns of the machine must meet. It does not reach across containers. */
export const HOST_LOCK_FOLDER = '/tmp/marginalia-host';

/** How often a waiter looks: short at first, since most waits are for a lock that is just being given back. */
const FIRST_WAIT_MS = 1;
const LONGEST_WAIT_MS = 25;

export interface HeldLock {
  /** The ticket's file is not ours any more: somebody else may have held the lock meanwhile. */
  wasLost(): boolean;
  release(): void;
}

/**
 * The machine's reader-writer lock, in ticket order: a pair holds it alone, everything else of ours shares it.
 *
 * Why two exclusive holders cannot be: of two holders the one with the higher ticket looked at the folder after it had made
 * its file, and found no lower one alive. So the lower file was made later, from a maximum that was read before the higher
 * file was there; but after making a file its owner looks again, finds the higher ticket, and draws another.
 */
export class HostLock {
  readonly #tickets: TicketFolder;
  readonly #clock: Clock;

  constructor(options: { readonly folder?: string; readonly clock?: Clock; readonly tickets?: TicketFolder } = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#tickets = options.tickets ?? new TicketFolder(options.folder ?? HOST_LOCK_FOLDER, () => this.#clock.now());
    this.#tickets.open();
  }

  /** Rejects with the signal's reason when aborted; then nothing is left behind. */
  async acquire(mode: LockMode, signal?: AbortSignal): Promise<HeldLock> {
    signal?.throwIfAborted();
    const ticket = this.#draw(mode);
    const beat = setInterval(() => this.#tickets.beat(ticket.number), HEARTBEAT_MS);
    beat.unref();
    const release = () => {
      clearInterval(beat);
      // Removed by somebody else and drawn again: then it is not ours to remove.
      if (this.#tickets.isThere(ticket)) this.#tickets.remove(ticket.number);
    };
    try {
      for (let wait = FIRST_WAIT_MS; !this.#isFirst(ticket); wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
        await this.#clock.sleep(wait, signal);
      }
      if (this.#tickets.isThere(ticket)) return { wasLost: () => !this.#tickets.isThere(ticket), release };
    } catch (error) {
      release();
      throw error;
    }
    release();
    return this.acquire(mode, signal);
  }

  #draw(mode: LockMode): Ticket {
    for (;;) {
      const ticket = { number: (this.#tickets.numbers().at(-1) ?? 0) + 1, mode, id: randomBytes(8).toString('hex') };
      if (!this.#tickets.create(ticket)) continue;
      if ((this.#tickets.numbers().at(-1) ?? 0) <= ticket.number) return ticket;
      this.#tickets.remove(ticket.number);
    }
  }

  #isFirst({ number, mode }: Ticket): boolean {
    for (const lower of this.#tickets.numbers()) {
      if (lower >= number) return true;
      const living = this.#tickets.modeOfLiving(lower);
      if (living === 'exclusive' || (living === 'shared' && mode === 'exclusive')) return false;
    }
    return true;
  }
}
