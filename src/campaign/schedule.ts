import type { Experiment } from './state.ts';
import { isOpen } from './words.ts';

/** A stage 2 on the host of stage 1 waits so long when no other experiment's pairs can come between (decisions.md 3.8). */
export const PAUSE_MS = 20_000;

export interface ScheduleInput {
  /** In the order proposed. */
  readonly experiments: readonly Experiment[];
  readonly host: { readonly name: string; readonly kind: string };
  /** Experiments that a host is at work on. */
  readonly busy: ReadonlySet<string>;
  /** Experiments between whose stages another experiment's pairs ran on this host. */
  readonly parted: ReadonlySet<string>;
  readonly mayBegin: boolean;
  readonly mayPropose: boolean;
  readonly now: number;
}

export type Task =
  | { readonly kind: 'measure'; readonly experiment: string }
  | { readonly kind: 'propose' }
  /** Nothing to do before `until` (ms since the epoch), or before another host is done where it is null. */
  | { readonly kind: 'wait'; readonly until: number | null }
  | { readonly kind: 'done' };

/**
 * What a host does next. What was begun is brought to its end first, so that a keep moves the head before more is measured
 * against the old one; a pause between the stages is filled with other experiments.
 */
export function computeNextTask(input: ScheduleInput): Task {
  const open = input.experiments.filter((experiment) => isOpen(experiment.state) && !input.busy.has(experiment.name));
  const confirming = open.filter((experiment) => experiment.stage === 2);
  const ready = confirming.find((experiment) => mayConfirm(experiment, input));
  if (ready) return { kind: 'measure', experiment: ready.name };
  const begun = open.find((experiment) => experiment.stage !== 2 && experiment.begun);
  if (begun) return { kind: 'measure', experiment: begun.name };
  const fresh = input.mayBegin ? open.find((experiment) => !experiment.begun) : undefined;
  if (fresh) return { kind: 'measure', experiment: fresh.name };
  if (input.mayPropose) return { kind: 'propose' };
  if (confirming.length > 0) return { kind: 'wait', until: Math.min(...confirming.map(pauseEnd)) };
  return input.busy.size > 0 ? { kind: 'wait', until: null } : { kind: 'done' };
}

function mayConfirm(experiment: Experiment, input: ScheduleInput): boolean {
  const elsewhere = experiment.host !== input.host.name && experiment.hostKind === input.host.kind;
  return elsewhere || input.parted.has(experiment.name) || input.now >= pauseEnd(experiment);
}

function pauseEnd(experiment: Experiment): number {
  return (experiment.screenedAt ?? 0) + PAUSE_MS;
}
