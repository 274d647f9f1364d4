import { stageOf, verdictOf } from '../../decide/procedure.ts';
import type { Host } from '../stages.ts';
import { Infrastructure } from '../stages.ts';
import { keep } from './head.ts';
import { concludeVerdict, measureStage } from './measure.ts';
import { openDecision } from './openDecision.ts';
import { admit, build } from './prepare.ts';
import type { Run } from './run.ts';

/** Pause after a fault of the machine, before the experiment is tried again. */
const RETRY_MS = 1_000;

/**
 * Takes an experiment as far as it can go on this host: to a verdict, to the pause between its stages, or to a stop. What a
 * killed engine left half done is done again from the last event; nothing that was recorded is measured twice.
 */
export async function advance(run: Run, host: Host, name: string): Promise<void> {
  try {
    await tryAdvance(run, host, name);
  } catch (error) {
    if (!(error instanceof Infrastructure) || run.stop.signal.aborted) throw error;
    const attempt = run.record.experiment(name).infrastructureFailures + 1;
    run.record.append({ kind: 'infrastructure', experiment: name, reason: error.message, attempt });
    await run.clock.sleep(RETRY_MS, run.stop.signal).catch(() => undefined);
  } finally {
    run.record.broadcast.rest(host.name);
  }
}

async function tryAdvance(run: Run, host: Host, name: string): Promise<void> {
  const { record } = run;
  if (!(await admit(run, name))) return;
  const open = await openDecision(run, name, host.kind);
  if (verdictOf(open.decision) !== null) {
    concludeVerdict(run, host.name, name, open.decision, record.pairs(name).at(-1)?.wealth ?? record.experiment(name).wealth);
  } else {
    const stage = stageOf(open.decision);
    if (stage === 2 && record.experiment(name).stage === 1) {
      // The engine ended between the pair that passed the screening and the event that says so.
      record.append({ kind: 'screened', experiment: name, pairs: record.pairs(name).length, wealth: record.pairs(name).at(-1)?.wealth ?? 1 });
      return;
    }
    const assignment = await build(run, host, name, stage);
    if (assignment === undefined || run.stop.reason !== null) return;
    await measureStage(run, host, name, assignment, open);
  }
  if (record.experiment(name).verdict === 'keep') await keep(run, host, name);
}
