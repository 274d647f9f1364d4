import { readEngineLock, takeEngineLock } from '../store/engineLock.ts';
import type { Stages } from '../stages.ts';
import type { Clock } from '../../support/clock.ts';
import type { LineFileSystem } from '../../support/lineFile.ts';
import { PROTOCOL_VERSION } from '../../protocol/engine.ts';
import { Engine } from './engine.ts';
import { EngineServer } from './server.ts';

const HEARTBEAT_MS = 5_000;
/** An engine with nothing to do and nobody attached ends after this long. */
const IDLE_MS = 3_000;

export interface EngineProcessOptions {
  readonly workspace: string;
  readonly version: string;
  readonly takeOver: boolean;
  readonly stages: Stages;
  readonly clock: Clock;
  readonly system?: LineFileSystem;
}

/**
 * The life of an engine: takes the workspace's lock, listens, works, and ends when there is nothing left to do and nobody
 * attached, when a newer version takes over, or when the lock is no longer its own. Throws Failure 'busy'.
 */
export async function liveAsEngine(options: EngineProcessOptions): Promise<void> {
  const { workspace, version, stages, clock, system } = options;
  const held = takeEngineLock(workspace, { protocol: PROTOCOL_VERSION, version, takeOver: options.takeOver });
  const engine = new Engine({ workspace, version, stages, clock, ...(system ? { system } : {}) });
  let clients = 0;
  let idleSince = Date.now();
  await new Promise<void>((resolve, reject) => {
    const server = new EngineServer({
      engine,
      socket: held.lock.socket,
      token: held.lock.token,
      version,
      onHandover: () => void end(),
      onClients: (count) => {
        clients = count;
        idleSince = Date.now();
      },
    });
    let ending = false;
    const end = async () => {
      if (ending) return;
      ending = true;
      clearInterval(beat);
      clearInterval(watch);
      await engine.running?.done;
      await server.close();
      engine.close();
      held.release();
      resolve();
    };
    const stopAndEnd = () => {
      engine.running?.run?.stop.now('stopped');
      void end();
    };
    const beat = setInterval(() => {
      // Without a lock another engine may be writing already; .marginalia that was removed is noticed at the next event.
      const other = readEngineLock(workspace);
      if (!held.beat(Date.now()) && other !== undefined) stopAndEnd();
    }, HEARTBEAT_MS);
    const watch = setInterval(() => {
      if (engine.running || clients > 0) idleSince = Date.now();
      else if (Date.now() - idleSince > IDLE_MS) void end();
    }, 250);
    process.on('SIGTERM', stopAndEnd);
    process.on('SIGINT', stopAndEnd);
    // The terminal or window that started the engine may go away.
    process.on('SIGHUP', () => undefined);
    server.listen().catch((error: unknown) => {
      held.release();
      clearInterval(beat);
      clearInterval(watch);
      reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}
