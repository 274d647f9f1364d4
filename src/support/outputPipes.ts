import { execFile } from 'node:child_process';
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

const BATCH = 64;
/** A pipe holds 64 KiB (pipe(7)); what is read after the end beyond this is a survivor's, which is ended anyway. */
const MOST_AFTER_END = 1024 * 1024;

/** The engine's end of a pipe, and the end to give to a process. */
export interface OutputPipe {
  /** Give it to the process, then close it here. */
  readonly writer: number;
  closeWriter(): void;
  /** Reads what is in the pipe by now, without waiting, and closes. A process that still holds the other end is not waited for. */
  finish(): void;
}

/**
 * Real pipes, for Node's own are sockets: a script's `> /dev/stderr` fails on those (ENXIO). One pipe takes both outputs, so
 * that their lines keep their order. Named pipes are made 64 at a time and their names removed as they are taken.
 */
export class OutputPipes {
  readonly #folder: string;
  #ready: string[] = [];
  #made = 0;

  constructor(scratch: string) {
    mkdirSync(scratch, { recursive: true });
    this.#folder = mkdtempSync(path.join(scratch, 'pipes-'));
  }

  async open(onData: (chunk: Uint8Array) => void): Promise<OutputPipe> {
    const { reader, writer } = await this.#openNext();
    const socket = new Socket({ fd: reader, readable: true, writable: false });
    socket.on('data', onData);
    socket.on('error', () => undefined);
    return {
      writer,
      closeWriter: () => closeSync(writer),
      finish: () => {
        if (!socket.destroyed && !socket.readableEnded) drain(reader, onData);
        socket.destroy();
      },
    };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #openNext(): Promise<{ readonly reader: number; readonly writer: number }> {
    const file = this.#ready.pop();
    if (file !== undefined) {
      try {
        return openBoth(file);
      } catch {
        // Somebody swept the cache: all that were made are gone.
        this.#ready = [];
      }
    }
    mkdirSync(this.#folder, { recursive: true });
    const names = Array.from({ length: BATCH }, () => path.join(this.#folder, String((this.#made += 1))));
    await promisify(execFile)('mkfifo', ['-m', '600', ...names]);
    this.#ready.push(...names);
    return openBoth(this.#ready.pop() ?? '');
  }
}

/** A reader first, without waiting for a writer; then the writer finds one. */
function openBoth(file: string): { readonly reader: number; readonly writer: number } {
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return { reader, writer: openSync(file, constants.O_WRONLY) };
  } finally {
    unlinkSync(file);
  }
}

function drain(reader: number, onData: (chunk: Uint8Array) => void): void {
  const buffer = Buffer.allocUnsafe(64 * 1024);
  for (let total = 0; total < MOST_AFTER_END; ) {
    let count: number;
    try {
      count = readSync(reader, buffer, 0, buffer.length, null);
    } catch {
      // EAGAIN: empty, with a writer still there.
      return;
    }
    if (count === 0) return;
    onData(Buffer.from(buffer.subarray(0, count)));
    total += count;
  }
}
