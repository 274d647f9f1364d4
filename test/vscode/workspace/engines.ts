import fs from 'node:fs';
import path from 'node:path';

const GRACE_MS = 10_000;

/** The process of the engine that holds this workspace, or undefined. It outlives its window, so tests end it themselves. */
export function engineOf(workspace: string): number | undefined {
  try {
    const { pid } = JSON.parse(fs.readFileSync(path.join(workspace, '.marginalia', 'engine.lock'), 'utf8')) as { readonly pid: number };
    // Its own command line, since ids are used again.
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(workspace) ? pid : undefined;
  } catch {
    return undefined;
  }
}

export async function endEngine(workspace: string): Promise<void> {
  const pid = engineOf(workspace);
  if (pid === undefined) return;
  process.kill(pid, 'SIGTERM');
  const end = performance.now() + GRACE_MS;
  while (engineOf(workspace) === pid) {
    if (performance.now() > end) process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
