import type { CampaignState } from '../../campaign/state.ts';
import type { EngineLock, Owner } from '../../campaign/store/engineLock.ts';
import { formatDuration } from '../../campaign/numbers.ts';

export interface ProblemFacts {
  readonly version: string;
  readonly editor: string;
  readonly platform: string;
  readonly now: number;
  readonly owner: Owner;
  readonly lock: Pick<EngineLock, 'pid' | 'version' | 'protocol' | 'heartbeat' | 'host'> | null;
  readonly isConnected: boolean;
  readonly problem: { readonly code: string; readonly message: string; readonly hint: string } | null;
  readonly campaign: string;
  readonly state: CampaignState | null;
  readonly engineLog: string;
}

/** The engine in one sentence. */
export function describeEngine({ owner, lock, isConnected, now }: ProblemFacts): string {
  switch (owner) {
    case 'none':
      return 'No engine is running in this workspace. One is started when it is needed.';
    case 'alive':
      return `An engine is running (process ${lock?.pid ?? 0}, version ${lock?.version ?? ''})${isConnected ? ', and this window is connected to it' : ', and this window is not connected to it'}.`;
    case 'dead':
      return 'An engine has ended without a word. Nothing recorded is lost; the campaign can be resumed.';
    case 'foreign-fresh':
      return `An engine on another machine (${lock?.host ?? ''}) is at work here.`;
    case 'foreign-old':
      return `An engine on another machine (${lock?.host ?? ''}) held this workspace; it was last heard of ${formatDuration(now - (lock?.heartbeat ?? now))} ago.`;
  }
}

/** What to send with a report of a fault, before it is redacted. No source, no patch and no definition is in it. */
export function computeReport(facts: ProblemFacts): string {
  const { state } = facts;
  const counts = state === null ? {} : Object.values(state.experiments).reduce<Record<string, number>>((sum, experiment) => ({ ...sum, [experiment.state]: (sum[experiment.state] ?? 0) + 1 }), {});
  const lines = [
    `# Marginalia: report of a problem`,
    '',
    `Marginalia ${facts.version}, VS Code ${facts.editor}, ${facts.platform}`,
    '',
    '## Engine',
    describeEngine(facts),
    ...(facts.problem === null ? ['No error since this window was opened.'] : [`Last error: ${facts.problem.code}: ${facts.problem.message}`, facts.problem.hint]),
    '',
    '## Campaign',
    ...(state === null
      ? ['None.']
      : [
          `${facts.campaign}: ${state.phase}, ${state.seq} events, ${formatDuration(state.activeMs)} of work`,
          `Experiments by state: ${Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', ') || 'none'}`,
          ...(state.failure === null ? [] : [`Failure: ${state.failure.code}: ${state.failure.message}`]),
          ...state.notices.slice(-10).map(({ level, message }) => `${level}: ${message}`),
        ]),
    '',
    '## End of the engine’s log',
    '```',
    facts.engineLog.trim() || '(empty)',
    '```',
  ];
  return `${lines.join('\n')}\n`;
}
