import type { RunOutcome } from '../campaign/stages.ts';
import type { CommandOutcome } from '../support/process.ts';
import { findMissingCommand } from './missingCommand.ts';
import { lastLines, plainText } from './plainText.ts';

export type StepName = 'setup' | 'build' | 'run' | 'checks';

/** How a command ended, in words. */
export interface Ending {
  readonly ok: boolean;
  readonly fault: RunOutcome['fault'];
  readonly reason: string;
  readonly hint: string;
  readonly infrastructure: boolean;
}

const NAMES: Readonly<Record<StepName, string>> = { setup: 'the setup', build: 'the build', run: 'the benchmark', checks: 'the checks' };
const FULL = /No space left on device|Disk quota exceeded|Cannot allocate memory.*fork|fork: retry: Resource temporarily unavailable/;
const GOOD: Ending = { ok: true, fault: 'none', reason: '', hint: '', infrastructure: false };
/** The end of the output is enough to see why it failed. */
const REASON_BYTES = 64 * 1024;

export function endingOf(step: StepName, outcome: CommandOutcome, timeoutMs: number): Ending {
  const name = NAMES[step];
  if (outcome.notStarted !== '') {
    return { ...bad(`${name} could not be started: ${outcome.notStarted.split('\n')[0] ?? ''}`), infrastructure: true };
  }
  if (outcome.aborted) return bad(`${name} was stopped`);
  if (outcome.flooded) {
    return { ...bad(`${name} printed more than ${megabytes(outcome.outputBytes)} MB: ended`), fault: 'too-much-output' };
  }
  const text = outcome.output.subarray(-REASON_BYTES).toString();
  if (outcome.timedOut) {
    const said = lastLines(text, 1);
    return {
      ...bad(`${name} took longer than ${inWords(timeoutMs)}: ended${said === '' ? ', without having printed anything' : `; last line: ${said}`}`),
      fault: 'timeout',
      hint: `A longer limit is set by timeouts.${step} in the definition.`,
    };
  }
  if (outcome.exitCode !== 0) return failed(name, outcome, text);
  if (step === 'run' && outcome.left.length > 0) {
    const left = outcome.left.slice(0, 3).map((stray) => `${stray.name} (process ${stray.pid})`).join(', ');
    return {
      ...bad(`${name} left ${outcome.left.length === 1 ? 'a process' : 'processes'} running: ${left}; ended`),
      fault: 'left-processes',
      hint: 'A benchmark must end what it starts: a process left behind disturbs the runs after it.',
    };
  }
  return GOOD;
}

function failed(name: string, outcome: CommandOutcome, text: string): Ending {
  const full = FULL.exec(plainText(text))?.[0];
  if (full !== undefined) return { ...bad(`${name} failed: ${full}`), infrastructure: true, hint: 'Free space or memory on this machine.' };
  const missing = findMissingCommand(text, outcome.exitCode);
  if (missing !== undefined) return { ...bad(`${name} failed: ${missing.command}: command not found`), hint: missing.hint };
  const how = outcome.endedBy === null ? `exit code ${outcome.exitCode}` : outcome.endedBy;
  const said = lastLines(text, 2);
  // 137: the shell says that its child was killed, most often for want of memory.
  const hint = outcome.endedBy === 'SIGKILL' || outcome.exitCode === 137 ? 'It was killed from outside: perhaps the machine ran out of memory.' : '';
  return { ...bad(`${name} failed with ${how}${said === '' ? '' : `: ${said}`}`), hint };
}

function bad(reason: string): Ending {
  return { ok: false, fault: 'failed', reason, hint: '', infrastructure: false };
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / (1024 * 1024));
}

export function inWords(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} s`;
  return `${Math.round(ms / 6_000) / 10} min`;
}
