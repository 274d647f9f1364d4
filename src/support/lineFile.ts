import fs from 'node:fs';
import path from 'node:path';

/** The calls that a line file makes; tests put a full disk behind them. */
export type LineFileSystem = Pick<typeof fs, 'openSync' | 'writeSync' | 'fsyncSync' | 'ftruncateSync' | 'fstatSync' | 'closeSync' | 'readSync' | 'mkdirSync'>;

/** A write that did not happen: nothing of it is in the file. */
export class WriteFailed extends Error {
  readonly file: string;
  /** The system's code, such as ENOSPC. */
  readonly code: string;

  constructor(file: string, cause: unknown) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unknown';
    super(code === 'ENOSPC' ? `the disk is full: nothing could be added to ${file}` : `could not write ${file}: ${code}`, { cause });
    this.name = 'WriteFailed';
    this.file = file;
    this.code = code;
  }
}

/**
 * An append-only file of whole lines. A line counts only with its newline: what a cut-off write left is removed before
 * anything else is written, both when the write fails and when the file is opened after a crash.
 *
 * Calls are synchronous, so that no two appends can interleave and an event is on its way to the disk before its effect.
 */
export class LineFile {
  readonly file: string;
  readonly #fs: LineFileSystem;
  #descriptor: number;
  #size: number;

  private constructor(file: string, system: LineFileSystem, descriptor: number, size: number) {
    this.file = file;
    this.#fs = system;
    this.#descriptor = descriptor;
    this.#size = size;
  }

  /** Opens or makes the file. `content` has whole lines only; `torn` tells that the rest of a last line was cut off. */
  static open(file: string, system: LineFileSystem = fs): { readonly lines: LineFile; readonly content: Buffer; readonly torn: boolean } {
    let descriptor: number;
    try {
      system.mkdirSync(path.dirname(file), { recursive: true });
      descriptor = system.openSync(file, 'a+', 0o600);
    } catch (error) {
      throw new WriteFailed(file, error);
    }
    const all = readAll(system, descriptor);
    const whole = all.lastIndexOf(0x0a) + 1;
    const lines = new LineFile(file, system, descriptor, whole);
    if (whole < all.length) lines.#cutBack();
    return { lines, content: all.subarray(0, whole), torn: whole < all.length };
  }

  /** Bytes of whole lines. */
  get size(): number {
    return this.#size;
  }

  /** `line` without its newline. With `sync` it is on the disk when the call returns. Throws WriteFailed. */
  append(line: string, options: { readonly sync: boolean }): void {
    const bytes = Buffer.from(`${line}\n`);
    try {
      for (let at = 0; at < bytes.length; ) at += this.#fs.writeSync(this.#descriptor, bytes, at, bytes.length - at);
      if (options.sync) this.#fs.fsyncSync(this.#descriptor);
    } catch (error) {
      this.#cutBack();
      throw new WriteFailed(this.file, error);
    }
    this.#size += bytes.length;
  }

  sync(): void {
    this.#fs.fsyncSync(this.#descriptor);
  }

  /** Somebody removed the file while it was open: what is written now would be lost with the descriptor. */
  wasDeleted(): boolean {
    return this.#fs.fstatSync(this.#descriptor).nlink === 0;
  }

  /** The whole lines, also of a file that was deleted meanwhile. */
  content(): Buffer {
    return readAll(this.#fs, this.#descriptor).subarray(0, this.#size);
  }

  close(): void {
    this.#fs.closeSync(this.#descriptor);
  }

  #cutBack(): void {
    try {
      this.#fs.ftruncateSync(this.#descriptor, this.#size);
    } catch {
      // The next open cuts it off: a torn line has no newline.
    }
  }
}

function readAll(system: LineFileSystem, descriptor: number): Buffer {
  const buffer = Buffer.alloc(system.fstatSync(descriptor).size);
  let at = 0;
  while (at < buffer.length) {
    const read = system.readSync(descriptor, buffer, at, buffer.length - at, at);
    if (read === 0) break;
    at += read;
  }
  return buffer.subarray(0, at);
}
