import { Failure, type FailureCode } from '../failure.ts';
import type { Host, RunOutcome, StepOutcome, Twin } from '../stages.ts';
import { say } from './prepare.ts';
import { createdOf, type HostRun } from './run.ts';

const TWINS: readonly Twin[] = ['a', 'b'];

type DryStep = 'setup' | 'build' | 'run' | 'checks';

/**
 * Setup, build, one run and the checks in both twins before the first candidate: what does not work with the current code
 * is the definition's fault or the machine's, never a candidate's. Throws Failure.
 */
export async function dryStart(run: HostRun, host: Host): Promise<void> {
  const { record, definition } = run;
  const base = createdOf(record.state).base;
  await host.open(base);
  const compiler = await host.compiler();
  const setupPaths = new Set<string>();
  const builtTracked = new Set<string>();
  const runs: RunOutcome[] = [];
  for (const twin of TWINS) {
    await host.place(twin, base, { clean: false, keep: [] });
    if (definition.setup !== undefined) await step(run, host, 'setup', twin, () => host.setup(twin, run.stop.signal));
    for (const path of (await host.leftovers(twin)).untracked) setupPaths.add(path);
    if (definition.build !== undefined) await step(run, host, 'build', twin, () => host.build(twin, run.stop.signal));
    for (const path of (await host.leftovers(twin)).modified) builtTracked.add(path);
    runs.push(await step(run, host, 'run', twin, () => host.run(twin, run.stop.signal)));
    if (definition.checks !== undefined) await step(run, host, 'checks', twin, () => host.check(twin, run.stop.signal));
    if (run.stop.signal.aborted) return;
  }
  if (definition.checks === undefined) {
    record.append({ kind: 'notice', level: 'warning', message: 'The definition has no checks: nothing tells a faster candidate from a wrong one.' });
  }
  const second = runs[1] ?? runs[0];
  if (!second) return;
  record.append({
    kind: 'dry_start_done',
    // The second run: the first pays for cold files.
    runSeconds: second.ms / 1000,
    values: { ...second.values },
    setupPaths: [...setupPaths].sort(),
    builtTracked: [...builtTracked].sort(),
    compiler,
  });
}

async function step<O extends StepOutcome>(run: HostRun, host: Host, name: DryStep, twin: Twin, work: () => Promise<O>): Promise<O> {
  say(run, host, '', `dry start: ${name} in twin ${twin}`);
  const outcome = await work();
  if (run.stop.signal.aborted) return outcome;
  const values = 'values' in outcome && outcome.ok ? (outcome as unknown as RunOutcome).values : undefined;
  run.record.append({
    kind: 'dry_step',
    step: name,
    twin,
    ok: outcome.ok,
    ms: outcome.ms,
    log: outcome.log,
    ...(values ? { values: { ...values } } : {}),
    ...(outcome.reason ? { detail: outcome.reason } : {}),
  });
  if (!outcome.ok) throw failureOf(name, outcome);
  return outcome;
}

function failureOf(step: DryStep, outcome: StepOutcome): Failure {
  const code = codeOf(step, outcome);
  const what = { setup: 'the setup failed', build: 'the current code does not build', run: 'the benchmark did not give a result', checks: 'the checks fail on the current code' }[step];
  return new Failure(code, `${what}: ${outcome.reason}`, outcome.hint || hintOf(code));
}

function codeOf(step: DryStep, outcome: StepOutcome): FailureCode {
  switch (step) {
    case 'setup':
      return 'setup-failed';
    case 'build':
      return 'build-failed';
    case 'checks':
      return 'checks-failed';
    case 'run': {
      const fault = 'fault' in outcome ? outcome.fault : 'failed';
      return fault === 'no-metric' ? 'no-metric' : fault === 'bad-metric' ? 'bad-metric' : 'benchmark-failed';
    }
  }
}

function hintOf(code: FailureCode): string {
  switch (code) {
    case 'no-metric':
      return 'The benchmark must print a line such as "METRIC tg=52.1" for each metric of the definition, or name a format that Marginalia reads (benchmark.format).';
    case 'bad-metric':
      return 'Every metric must be a finite number. A benchmark that could not measure should exit with an error instead.';
    case 'checks-failed':
      return 'Mend the checks or the code first: a candidate could not be told from a broken one. A longer limit is set by timeouts.checks.';
    default:
      return 'Run the command in a fresh clone of the workspace to see it fail; ignored files that it needs are listed under `inputs` in the definition.';
  }
}
