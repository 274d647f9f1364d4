import { coin } from '../../support/random.ts';
import type { Experiment } from '../state.ts';
import type { Assignment, Host, StepOutcome, Twin } from '../stages.ts';
import { Infrastructure } from '../stages.ts';
import { isOpen } from '../words.ts';
import { moveToHead } from './candidates.ts';
import { createdOf, type Run } from './run.ts';

export function otherTwin(twin: Twin): Twin {
  return twin === 'a' ? 'b' : 'a';
}

/** Brings a candidate that was not begun onto the head and through the gates. False: it ends here. */
export async function admit(run: Run, name: string): Promise<boolean> {
  const { record } = run;
  if (record.experiment(name).stage === 0) await moveToHead(run, name);
  const experiment = record.experiment(name);
  if (!isOpen(experiment.state) || !experiment.candidate || !experiment.head) return false;
  if (experiment.stage > 0) return true;
  if (!experiment.overruled) {
    const refusals = [...(await run.gates.check(experiment.head, experiment.candidate)), ...findDuplicate(run, experiment)];
    if (refusals.length > 0) {
      record.append({ kind: 'refused', experiment: name, refusals });
      return false;
    }
  }
  if (experiment.state === 'proposed') record.append({ kind: 'gated', experiment: name });
  return true;
}

/** The same code twice in one queue would be one hypothesis measured twice at once. */
function findDuplicate(run: Run, experiment: Experiment) {
  const { state } = run.record;
  if (experiment.candidate?.tree === experiment.head?.tree) {
    return [{ rule: 'no change', path: experiment.paths[0] ?? '', why: 'the candidate changes nothing in the current code' }];
  }
  const twin = Object.values(state.experiments).find(
    (other) =>
      other.name !== experiment.name &&
      other.begun &&
      isOpen(other.state) &&
      other.candidate?.tree === experiment.candidate?.tree &&
      other.head?.tree === experiment.head?.tree,
  );
  return twin ? [{ rule: 'duplicate', path: experiment.paths[0] ?? '', why: `the same code as ${twin.name}, which is under way` }] : [];
}

/**
 * Builds both sides and checks the candidate. Undefined: the experiment ended here (crash, failed checks) or the campaign is
 * being stopped; else what to measure. The confirmation builds clean in both twins.
 */
export async function build(run: Run, host: Host, name: string, stage: 1 | 2): Promise<Assignment | undefined> {
  const { record } = run;
  const experiment = record.experiment(name);
  if (!experiment.candidate || !experiment.head) throw new Error(`${name} has no commit to build`);
  const currentTwin = experiment.currentTwin ?? (coin(createdOf(record.state).seed, 'twin', name) ? 'a' : 'b');
  const assignment = { current: experiment.head, candidate: experiment.candidate, currentTwin };
  const candidateTwin = otherTwin(currentTwin);
  record.append({ kind: 'build_begun', experiment: name, host: host.name, stage, currentTwin });
  say(run, host, name, stage === 2 ? 'building clean' : 'building');

  const clean = stage === 2;
  const current = await buildTwin(run, host, currentTwin, assignment.current, clean);
  if (run.stop.signal.aborted) return undefined;
  if (!current.outcome.ok) throw new Infrastructure(`the current code does not build any more: ${current.outcome.reason}`);
  const candidate = await buildTwin(run, host, candidateTwin, assignment.candidate, clean);
  if (run.stop.signal.aborted) return undefined;
  const { outcome } = candidate;
  if (outcome.infrastructure) throw new Infrastructure(outcome.reason);
  if (!outcome.ok) {
    record.append({ kind: 'crashed', experiment: name, step: 'build', reason: outcome.reason, log: outcome.log });
    return undefined;
  }
  record.append({ kind: 'built', experiment: name, ms: outcome.ms, clean: candidate.clean, log: outcome.log });
  return (await passesChecks(run, host, name, candidateTwin)) ? assignment : undefined;
}

async function buildTwin(
  run: Run,
  host: Host,
  twin: Twin,
  code: Assignment['current'],
  clean: boolean,
): Promise<{ readonly outcome: StepOutcome; readonly clean: boolean }> {
  const dry = run.record.state.dryStart;
  const keep = dry?.setupPaths ?? [];
  const attempt = async (fromScratch: boolean) => {
    await host.place(twin, code, { clean: fromScratch, keep });
    const outcome = await host.build(twin, run.stop.signal);
    if (outcome.ok) await host.verify(twin, code, dry?.builtTracked ?? []);
    return { outcome, clean: fromScratch };
  };
  const first = await attempt(clean);
  const worthAnother = !first.outcome.ok && !clean && !first.outcome.infrastructure && !run.stop.signal.aborted;
  return worthAnother ? attempt(true) : first;
}

async function passesChecks(run: Run, host: Host, name: string, twin: Twin): Promise<boolean> {
  const { record } = run;
  if (run.definition.checks === undefined) return true;
  record.append({ kind: 'checks_begun', experiment: name });
  say(run, host, name, 'checking');
  const outcome = await host.check(twin, run.stop.signal);
  if (run.stop.signal.aborted) return false;
  if (outcome.infrastructure) throw new Infrastructure(outcome.reason);
  if (outcome.ok) record.append({ kind: 'checked', experiment: name, ms: outcome.ms, log: outcome.log });
  else record.append({ kind: 'checks_failed', experiment: name, reason: outcome.reason, log: outcome.log });
  return outcome.ok;
}

export function say(run: Pick<Run, 'record'>, host: Host, experiment: string, text: string, progress: { done: number; most: number } | null = null): void {
  run.record.broadcast.act({ experiment, host: host.name, text, progress });
}
