import { Failure } from '../../failure.ts';
import { takeEngineLock, type HeldLock } from '../../store/engineLock.ts';
import { listCampaigns, readCampaign } from '../../store/read.ts';
import { PROTOCOL_VERSION } from '../../../protocol/engine.ts';
import type { Clock } from '../../../support/clock.ts';

const HEARTBEAT_MS = 5_000;
/** An engine that has nothing left to do ends within some seconds: that much is waited for. */
const PATIENCE_MS = 5_000;
const POLL_MS = 100;

/** Does the work while no engine can be at work in the workspace, nor begin to be. Throws Failure 'busy'. */
export async function holdWorkspace<T>(workspace: string, options: { readonly version: string; readonly clock: Clock }, work: () => Promise<T>): Promise<T> {
  const held = await take(workspace, options);
  const beat = setInterval(() => held.beat(options.clock.now()), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    held.release();
  }
}

async function take(workspace: string, { version, clock }: { readonly version: string; readonly clock: Clock }): Promise<HeldLock> {
  const deadline = clock.monotonic() + PATIENCE_MS;
  for (;;) {
    try {
      return takeEngineLock(workspace, { protocol: PROTOCOL_VERSION, version, takeOver: false, socket: '' });
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'busy')) throw error;
      const running = await findRunning(workspace);
      if (running !== undefined) throw new Failure('busy', `campaign ${running} is running in this workspace`, 'A calibration needs the machine to itself: wait for its end, or stop it with `marginalia stop`.');
      if (clock.monotonic() >= deadline) throw new Failure('busy', error.message, 'Close what is attached to it, or wait for its end.');
    }
    await clock.sleep(POLL_MS);
  }
}

async function findRunning(workspace: string): Promise<string | undefined> {
  for (const campaign of (await listCampaigns(workspace)).toReversed()) {
    if ((await readCampaign(workspace, campaign)).state.engineRunning) return campaign;
  }
  return undefined;
}
