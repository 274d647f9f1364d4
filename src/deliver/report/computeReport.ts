import path from 'node:path';
import { experimentsInOrder, type CampaignState } from '../../campaign/state.ts';
import { addDetails, computeExperiment } from './experiment.ts';
import { computeFigures } from './figures.ts';
import { computeFunnel } from './funnel.ts';
import { computeLead, computeTitle } from './headline.ts';
import { isLive, type ReportInput } from './input.ts';
import { computeMetrics, orient } from './metrics.ts';
import { computeMethod } from './method.ts';
import type { ExperimentModel, ReportModel, Tone } from './model.ts';
import { computeNoise } from './noise.ts';
import { formatClock, formatPeriod } from './period.ts';
import { computeStanding } from './standing.ts';
import { cleanText, shortCommit } from './text.ts';
import { computeTotal } from './total.ts';
import { computeUnmeasured } from './unmeasured.ts';

const MOST_NOTICES = 20;
/** Beyond this a page no longer opens at once, and nobody reads on. */
const MOST_SECTIONS = 300;

/** Everything that a report says, from what a campaign has written down. Pure: the same input gives the same report. */
export function computeReport(input: ReportInput): ReportModel {
  const { state, definition, timeZone } = input;
  const { created } = state;
  const metrics = computeMetrics(state, definition);
  const inOrder = experimentsInOrder(state);
  const followed = inOrder.map((experiment, index) => ({ experiment, model: computeExperiment(experiment, `e${index + 1}`, metrics, input) }));
  const known = new Map(followed.map(({ experiment, model }) => [model.anchor, experiment]));
  const experiments = sortByEffect(followed.map(({ model }) => model)).map((one, index) => {
    const experiment = known.get(one.anchor);
    return experiment === undefined || index >= MOST_SECTIONS ? one : addDetails(one, experiment, metrics, input);
  });
  const total = computeTotal(input, metrics);
  return {
    id: cleanText(created?.campaign ?? '', 60),
    workspace: cleanText(path.posix.basename(created?.workspace ?? ''), 80),
    revision: shortCommit(created?.base.headCommit ?? ''),
    period: formatPeriod(state.startedAt, isLive(input) ? input.now : endOf(state), timeZone),
    goal: cleanText(definition.goal, 200),
    simulated: created?.simulated ?? false,
    title: computeTitle(input, experiments, total),
    lead: computeLead(input, experiments, total),
    standing: computeStanding(input),
    figures: computeFigures(input, metrics, experiments, total),
    metrics,
    kept: experiments.filter((one) => one.kept),
    experiments,
    funnel: computeFunnel(followed, definition),
    noise: computeNoise(input, metrics),
    total: { rows: total.rows, series: total.series, sentences: total.sentences },
    unmeasured: computeUnmeasured(input, experiments, total),
    method: computeMethod(input, experiments),
    notices: listNotices(input),
  };
}

/** When the last number was known; a candidate that is accepted days later makes the campaign no longer. */
function endOf(state: CampaignState): number {
  const decided = Object.values(state.experiments).flatMap(({ decidedAt }) => decidedAt ?? []);
  const last = Math.max(state.total?.at ?? 0, ...decided);
  return last > 0 && state.end !== null ? last : state.lastAt;
}

/** Best first; those without a number keep the order in which they were proposed and come last. */
function sortByEffect(experiments: readonly ExperimentModel[]): ExperimentModel[] {
  const effectOf = ({ measured: [primary] }: ExperimentModel) => (primary?.metric.primary && primary.value !== null ? orient(primary.metric, primary.value) : -Infinity);
  const keyed = experiments.map((one, index) => ({ one, index, effect: effectOf(one), measured: one.pairs > 0 }));
  keyed.sort((a, b) => (a.effect === b.effect ? 0 : b.effect - a.effect) || Number(b.measured) - Number(a.measured) || a.index - b.index);
  return keyed.map(({ one }) => one);
}

function listNotices({ state, timeZone }: ReportInput): ReportModel['notices'] {
  return state.notices
    .filter(({ level }) => level !== 'info')
    .slice(-MOST_NOTICES)
    .map(({ at, level, message, experiment }) => ({
      time: formatClock(at, timeZone),
      tone: (level === 'error' ? 'bad' : 'wait') satisfies Tone,
      text: `${experiment === null ? '' : `${cleanText(experiment, 60)}: `}${cleanText(message, 400)}`,
    }));
}
