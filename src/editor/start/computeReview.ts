import type { Definition } from '../../campaign/definition/schema.ts';
import { formatBytes, formatCount, formatDuration, formatMoney } from '../../campaign/numbers.ts';
import type { ReviewCommand, ReviewFact, ReviewView } from '../../protocol/webview.ts';
import type { CandidateSource } from './candidateSource.ts';

/** What the page before the start shows, computed from the definition and what is known of the machine. */
export interface ReviewInput {
  readonly folder: string;
  readonly definition: Definition;
  readonly text: string;
  readonly file: string;
  readonly isSaved: boolean;
  readonly source: CandidateSource;
  /** Patch files there are; null where they do not come from a folder. */
  readonly patches: number | null;
  /** Where the draft's values came from, by key; '' in a definition that was there. */
  readonly from: Readonly<Record<string, string>>;
  /** Files of the workspace that commands run, by command. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly changedFiles: readonly string[];
  readonly cacheFolder: string;
  readonly freeBytes: number | null;
  /** What already lies in the cache, and how much may. */
  readonly cacheBytes: number;
  readonly diskLimit: number;
  /** Name of the container or machine that the window's files are on; '' for this machine. */
  readonly remote: string;
  readonly problem: string;
}

export function computeReviewView(input: ReviewInput): ReviewView {
  const { definition } = input;
  return {
    goal: definition.goal || 'Optimization campaign',
    folder: input.folder,
    commands: listCommands(input),
    facts: listFacts(input),
    warnings: listWarnings(input),
    definition: input.text,
    definitionFile: input.file,
    isSaved: input.isSaved,
    state: 'ready',
    problem: input.problem,
  };
}

function listCommands(input: ReviewInput): ReviewCommand[] {
  const { setup, build, benchmark, checks } = input.definition;
  const row = (key: string, label: string, command: string | undefined, times: string): ReviewCommand[] =>
    command === undefined ? [] : [{ label, command, times, from: input.from[key] || lineIn(input, command), file: input.scripts[command] ?? '' }];
  return [
    ...row('setup', 'Set up', setup, 'once in each of the two copies'),
    ...row('build', 'Build', build, 'for every candidate, in both copies'),
    ...row('run', 'Benchmark', benchmark.run, 'over and over, current code and candidate in turn'),
    ...row('checks', 'Checks', checks, 'for every candidate, before it is measured'),
  ];
}

/** `marginalia.yaml, line 3`. */
function lineIn({ text, file }: ReviewInput, command: string): string {
  const line = text.split('\n').findIndex((one) => one.includes(command));
  return line < 0 ? file : `${file}, line ${line + 1}`;
}

function listFacts(input: ReviewInput): ReviewFact[] {
  const { definition } = input;
  return [
    { label: 'Measures', lines: definition.metrics.map(describeMetric) },
    { label: 'Candidates', lines: [describeSource(input), describeScope(definition)] },
    { label: 'Starts from', lines: describeBase(input) },
    { label: 'Runs on', lines: describeHosts(input) },
    { label: 'Environment', lines: describeEnvironment(definition) },
    { label: 'Network', lines: describeNetwork(definition) },
    { label: 'Time', lines: describeTime(definition) },
    { label: 'Money', lines: [costsMoney(definition) ? `At most ${formatMoney(definition.budget.dollars)}` : 'None: nothing that costs money is used'] },
    { label: 'Disk', lines: describeDisk(input) },
  ];
}

function describeMetric({ name, unit, better, smallestEffect }: Definition['metrics'][number], at: number): string {
  const effect = smallestEffect === undefined ? '' : `, from ${Number((smallestEffect * 100).toFixed(2))} % on`;
  return `${name}${unit === '' ? '' : ` in ${unit}`}: ${better} is better${at === 0 ? `${effect} (decides)` : ', must not get worse'}`;
}

function describeSource({ source, definition, patches }: ReviewInput): string {
  switch (source.kind) {
    case 'branches':
      return `Branches that match ${source.glob}`;
    case 'diff':
      return 'Your changes that are not committed, as one candidate';
    case 'patches':
    case 'definition': {
      const folder = source.kind === 'patches' ? source.folder : definition.patches;
      if (folder === undefined) return `By ${(definition.proposers ?? ['patches']).join(', ')}`;
      return patches === null ? `Patch files in ${folder}` : `${formatCount(patches, 'patch file')} in ${folder}`;
    }
  }
}

function describeScope({ scope, protect }: Definition): string {
  const only = scope.include.join(', ');
  const what = only === '**' ? 'They may change any file' : `They may change ${only}`;
  return protect.length === 0 ? what : `${what}, never ${protect.join(', ')}`;
}

function describeBase({ source, changedFiles }: ReviewInput): string[] {
  if (source.kind === 'diff') return ['The last commit'];
  if (changedFiles.length === 0) return ['The last commit; no file differs from it'];
  const shown = changedFiles.slice(0, 8);
  const rest = changedFiles.length - shown.length;
  return [`The last commit and ${formatCount(changedFiles.length, 'changed or new file')} of yours`, ...shown, ...(rest > 0 ? [`and ${rest} more`] : [])];
}

function describeHosts({ definition, cacheFolder, remote }: ReviewInput): string[] {
  const local = definition.hosts.filter(({ provider }) => provider === 'local').length;
  const cloud = definition.hosts.filter(({ provider }) => provider !== 'local');
  return [
    ...(local > 0 ? [`This machine, in two copies below ${cacheFolder}; your files stay as they are`] : []),
    ...cloud.map(({ provider, name }) => `${name ?? provider}, by ${provider}`),
    remote === '' ? 'It goes on when this window is closed' : `It goes on when this window is closed, as long as ${remote} runs`,
  ];
}

function describeEnvironment({ env }: Definition): string[] {
  const set = Object.entries(env.set).map(([name, value]) => `${name}=${value}`);
  return [
    'PATH, language and compiler variables; none of your keys or tokens',
    ...(env.pass.length > 0 ? [`Also passed: ${env.pass.join(', ')}`] : []),
    ...(set.length > 0 ? [`Set: ${set.join(', ')}`] : []),
    'A home folder of its own',
  ];
}

function describeNetwork({ proposers, hosts, setup }: Definition): string[] {
  const usesNetwork = hosts.some(({ provider }) => provider !== 'local') || (proposers ?? []).some((name) => name === 'model' || name === 'forks');
  return [
    usesNetwork ? 'Yes: hosts or proposers of this campaign need it' : 'Marginalia uses none',
    setup === undefined ? 'The commands above are yours and could use it' : 'The set-up command may fetch what it needs',
  ];
}

function describeTime({ budget, timeouts }: Definition): string[] {
  return [
    `At most ${budget.hours} h and ${formatCount(budget.experiments, 'experiment')}, whichever comes first`,
    `A build may take ${formatDuration(timeouts.build)}, a run ${formatDuration(timeouts.run)}, checks ${formatDuration(timeouts.checks)}`,
  ];
}

function describeDisk({ cacheBytes, diskLimit, freeBytes }: ReviewInput): string[] {
  const there = cacheBytes > 0 ? [`${formatBytes(cacheBytes)} of earlier campaigns are there (“Clean up” removes them)`] : [];
  const free = freeBytes === null ? '' : `; ${formatBytes(freeBytes)} are free`;
  return [`Two copies of the repository and their builds, up to ${formatBytes(diskLimit)}${free}`, ...there];
}

function listWarnings({ definition, freeBytes, cacheBytes, diskLimit }: ReviewInput): string[] {
  return [
    ...(definition.checks === undefined ? ['There are no checks: nothing tells a faster candidate from a wrong one.'] : []),
    ...(freeBytes !== null && freeBytes < 2e9 ? [`Only ${formatBytes(freeBytes)} are free. Below 1 GB nothing new is started.`] : []),
    ...(cacheBytes > diskLimit ? [`Earlier campaigns have left ${formatBytes(cacheBytes)}, more than ${formatBytes(diskLimit)}. Clean up first.`] : []),
    ...(costsMoney(definition) && definition.budget.dollars > 0 ? [`This campaign may spend ${formatMoney(definition.budget.dollars)}.`] : []),
  ];
}

function costsMoney({ hosts, proposers }: Definition): boolean {
  return hosts.some(({ provider }) => provider !== 'local') || (proposers ?? []).includes('model');
}
