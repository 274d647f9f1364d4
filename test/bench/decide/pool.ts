/** Runs chunks on worker threads; which worker takes which chunk does not matter. */
import { availableParallelism } from 'node:os';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { runChunk } from './jobs.ts';
import type { Chunk, ChunkResult } from './jobs.ts';

/** In the order of the chunks. */
export async function runChunks(chunks: readonly Chunk[], progress: (done: number) => void): Promise<ChunkResult[]> {
  const results: ChunkResult[] = [];
  let next = 0;
  let done = 0;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(fileURLToPath(import.meta.url));
      let index = -1;
      const send = (): void => {
        index = next;
        next += 1;
        const chunk = chunks[index];
        if (chunk === undefined) void worker.terminate().then(() => resolve(), reject);
        else worker.postMessage(chunk);
      };
      worker.on('message', (result: ChunkResult) => {
        results[index] = result;
        done += 1;
        progress(done);
        send();
      });
      worker.on('error', reject);
      send();
    });
  const threads = Math.max(1, Math.min(availableParallelism(), chunks.length));
  await Promise.all(Array.from({ length: threads }, work));
  return results;
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  port.on('message', (chunk: Chunk) => port.postMessage(runChunk(chunk)));
}
