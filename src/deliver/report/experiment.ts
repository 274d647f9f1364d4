import { formatCount, formatDuration } from '../../campaign/numbers.ts';
import type { PairLine } from '../../campaign/pairs.ts';
import type { CampaignState, Experiment } from '../../campaign/state.ts';
import { passWealth } from '../../decide/outcome.ts';
import { isLive, lookUp, type ReportInput } from './input.ts';
import { lookOf, reviewOf, verdictWordsOf } from './looks.ts';
import { measureAll } from './metrics.ts';
import type { ExperimentModel, Fact, MetricModel, SourceModel } from './model.ts';
import { computeEvidence, computeSeries } from './pairSeries.ts';
import { formatClocks } from './period.ts';
import { cleanCode, cleanParagraphs, cleanText, shortCommit } from './text.ts';

const MOST_FILES = 12;
const DIFF = { lines: 240, columns: 240 };

/** One candidate's row of the report, without what only its section shows. */
export function computeExperiment(experiment: Experiment, anchor: string, metrics: readonly MetricModel[], input: ReportInput): ExperimentModel {
  const { state, timeZone } = input;
  const pairs = lookUp(input.pairs, experiment.name) ?? [];
  const look = lookOf(experiment, isLive(input));
  const { proposal } = experiment;
  return {
    anchor,
    detailed: false,
    name: cleanText(experiment.name, 80),
    title: cleanText(proposal.title, 200),
    look,
    verdict: verdictWordsOf(experiment, look, metrics),
    review: reviewOf(experiment),
    reviewReason: cleanText(experiment.reviewReason, 300),
    reason: cleanText(experiment.reason, 600),
    kept: experiment.state === 'kept',
    pairs: Math.max(experiment.pairs, pairs.length),
    wave: experiment.wave,
    period: formatClocks(experiment.startedAt, experiment.decidedAt, timeZone),
    measuredOn: describeHead(experiment, state),
    measuredOnShort: experiment.on.length === 0 ? 'base' : `base + ${experiment.on.length} kept`,
    hosts: describeHosts(experiment, pairs),
    measured: measureAll(metrics, experiment.estimates, (metric) => noteOf(experiment, metric)),
    series: [],
    evidence: null,
    stalls: describeStalls(experiment, metrics),
    hypothesis: cleanParagraphs(proposal.hypothesis),
    description: cleanParagraphs(proposal.description),
    facts: listFacts(experiment),
    sources: proposal.sources.slice(0, 8).map(readSource),
    change: describeChange(experiment),
    refusals: experiment.refusals.slice(0, 20).map(({ rule, path, why }) => ({ rule: cleanText(rule, 60), path: cleanText(path, 160), why: cleanText(why, 300) })),
    diff: null,
  };
}

/** The same with its pairs and its diff: what takes time and room. */
export function addDetails(one: ExperimentModel, experiment: Experiment, metrics: readonly MetricModel[], input: ReportInput): ExperimentModel {
  const pairs = lookUp(input.pairs, experiment.name) ?? [];
  const diff = lookUp(input.diffs, experiment.name);
  const scaleOf = (metric: MetricModel) => lookUp(experiment.estimates, metric.name)?.scale ?? 'ratio';
  return {
    ...one,
    detailed: true,
    series: pairs.length === 0 ? [] : metrics.map((metric) => computeSeries(pairs, metric, scaleOf(metric), input.state)),
    evidence: computeEvidence(pairs, experiment.alpha, passWealth),
    diff: diff === undefined ? null : cleanCode(diff, DIFF),
  };
}

/** After a keep the procedure claims some metrics, and has shown the others to be no worse than their tolerance. */
function noteOf(experiment: Experiment, metric: MetricModel): string {
  if (experiment.verdict !== 'keep') return '';
  return experiment.claimed.includes(metric.name) ? 'claimed' : 'not worse';
}

/** "base + 2 kept: a, b (3f9c2d1)". */
function describeHead(experiment: Experiment, state: CampaignState): string {
  if (experiment.head === null) return '';
  const names = experiment.on.map((name) => cleanText(name, 60)).join(', ');
  const code = experiment.on.length === 0 ? 'base' : `base + ${experiment.on.length} kept: ${names}`;
  const commit = shortCommit(experiment.head.commit);
  const stale = state.head !== null && experiment.state === 'kept' && experiment.on.some((name) => !state.kept.includes(name));
  return `${code} (${commit})${stale ? ', which is no longer the current code' : ''}`;
}

/** "local: 5 pairs of screening, 12 of confirming". */
function describeHosts(experiment: Experiment, pairs: readonly PairLine[]): string {
  const counts = new Map<string, { 1: number; 2: number }>();
  for (const { host, stage } of pairs) {
    const count = counts.get(host) ?? { 1: 0, 2: 0 };
    count[stage] += 1;
    counts.set(host, count);
  }
  if (counts.size === 0) return cleanText(experiment.host, 60);
  return [...counts]
    .map(([host, count]) => {
      const parts = [count[1] > 0 ? `${formatCount(count[1], 'pair')} of screening` : '', count[2] > 0 ? `${formatCount(count[2], 'pair')} of confirming` : ''];
      return `${cleanText(host, 60)}: ${parts.filter((part) => part !== '').join(', ')}`;
    })
    .join('; ');
}

function describeStalls(experiment: Experiment, metrics: readonly MetricModel[]): string {
  const [primary] = metrics;
  const stalls = primary === undefined ? undefined : lookUp(experiment.estimates, primary.name)?.stalls;
  if (stalls === undefined || stalls.runs === 0 || stalls.current + stalls.candidate === 0) return '';
  return `current code ${stalls.current}, candidate ${stalls.candidate} of ${formatCount(stalls.runs, 'run')} each; stalled runs are left out of the speed`;
}

function listFacts(experiment: Experiment): Fact[] {
  const { proposal } = experiment;
  const texts: readonly (readonly [string, string])[] = [
    ['Predicted', proposal.predicted],
    ['Mechanism', proposal.mechanism],
    ['Origin', proposal.origin],
    ['Author', proposal.author],
    ['License', proposal.license],
    ['Proposed by', proposal.from === '' ? proposal.proposer : `${proposal.proposer}, ${proposal.from}`],
    ['Steps', describeSteps(experiment)],
    ['Goes on with', experiment.continues === null ? '' : `the evidence of ${experiment.continues}`],
    ['Continued', experiment.continuations === 0 ? '' : formatCount(experiment.continuations, 'time')],
  ];
  return texts.flatMap(([label, text]) => (text.trim() === '' ? [] : [{ label, value: cleanText(text, 300) }]));
}

/** "build 4.1 s, checks 2.0 s, clean build 4.2 s". */
function describeSteps(experiment: Experiment): string {
  return experiment.logs.map(({ step, ms }) => (ms === null ? `${step} failed` : `${step} ${formatDuration(ms)}`)).join(', ');
}

function describeChange({ paths, added, removed }: Experiment): ExperimentModel['change'] {
  const files = paths.slice(0, MOST_FILES).map((path) => cleanText(path, 160));
  if (paths.length > MOST_FILES) files.push(`and ${paths.length - MOST_FILES} more`);
  return { size: paths.length === 0 ? '' : `${formatCount(paths.length, 'file')}, +${added} \u2212${removed} lines`, added, removed, files };
}

/** Web addresses become links; everything else stays text. */
function readSource(source: string): SourceModel {
  const text = cleanText(source, 200);
  const arxiv = /^arXiv[: ]\s*(\d{4}\.\d{4,5}(?:v\d+)?)$/i.exec(text);
  if (arxiv?.[1] !== undefined) return { text: `arXiv ${arxiv[1]}`, address: `https://arxiv.org/abs/${arxiv[1]}` };
  if (!/^https?:\/\/[^\s<>"'\\^`{|}]+$/i.test(text) || text.endsWith('\u2026') || !URL.canParse(text)) return { text, address: null };
  const url = new URL(text);
  return url.username === '' && url.password === '' ? { text: text.replace(/^https?:\/\//i, ''), address: url.href } : { text, address: null };
}
