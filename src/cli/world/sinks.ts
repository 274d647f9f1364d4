import fs from 'node:fs';
import type { Sink } from '../ports.ts';

/**
 * Standard output or standard error. Written synchronously, so that what is written last is there last, whichever of the
 * two it went to. A reader that has gone away (`| head`) is no error.
 */
export function sinkOf(stream: NodeJS.WriteStream & { readonly fd: number }): Sink {
  let isGone = false;
  return {
    write(text) {
      if (isGone) return;
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) {
        const written = writeSome(stream.fd, bytes, at);
        if (written === null) {
          isGone = true;
          return;
        }
        at += written;
      }
    },
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80;
    },
    get rows() {
      return stream.rows ?? 24;
    },
  };
}

const WAIT = new Int32Array(new SharedArrayBuffer(4));

/** Bytes written, 0 where the pipe is full for the moment, null where nobody reads it any more. */
function writeSome(descriptor: number, bytes: Buffer, at: number): number | null {
  try {
    return fs.writeSync(descriptor, bytes, at);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'EAGAIN') return null;
    Atomics.wait(WAIT, 0, 0, 5);
    return 0;
  }
}
