import { experimentsInOrder, type CampaignState } from '../campaign/state.ts';
import type { Definition } from '../campaign/definition/schema.ts';
import type { CampaignPhase, ExperimentState, ExperimentVerdict, Review } from '../campaign/words.ts';

/** What `status --json` prints: the public face of a campaign, for scripts. Fractions, ASCII minus. */
export interface Status {
  readonly campaign: string;
  readonly state: CampaignPhase;
  readonly waitingFor?: string;
  readonly budget: Readonly<Record<'experiments' | 'hours' | 'dollars', { readonly used: number; readonly limit: number }>>;
  readonly experiments: readonly ExperimentStatus[];
}

export interface ExperimentStatus {
  readonly name: string;
  readonly state: ExperimentState;
  readonly verdict: ExperimentVerdict | null;
  readonly reason: string;
  readonly review: Review;
  readonly pairs: number;
  readonly metrics: Readonly<Record<string, MetricStatus>>;
}

export interface MetricStatus {
  readonly delta: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly better: boolean | null;
}

export function computeStatus(
  state: CampaignState,
  definition: Definition,
  options: { readonly live: boolean; readonly livePairs: Readonly<Record<string, number>> },
): Status {
  // A log that ends in the middle, without an engine at work on it, is a campaign that stopped, whatever it says.
  const atWork = state.phase === 'starting' || state.phase === 'running' || state.phase === 'waiting' || state.phase === 'stopping';
  const phase = atWork && !options.live ? 'stopped' : state.phase;
  return {
    campaign: state.created?.campaign ?? '',
    state: phase,
    ...(phase === 'waiting' ? { waitingFor: state.waitingFor } : {}),
    budget: {
      experiments: {
        used: Object.values(state.experiments).filter((experiment) => experiment.begun).length,
        limit: state.budget.experiments ?? definition.budget.experiments,
      },
      hours: { used: round(state.activeMs / 3_600_000, 4), limit: state.budget.hours ?? definition.budget.hours },
      dollars: { used: 0, limit: definition.budget.dollars },
    },
    experiments: experimentsInOrder(state).map((experiment) => ({
      name: experiment.name,
      state: experiment.state,
      verdict: experiment.verdict,
      reason: experiment.reason,
      review: experiment.review,
      pairs: options.livePairs[experiment.name] ?? experiment.pairs,
      metrics: Object.fromEntries(definition.metrics.map(({ name }) => [name, metricOf(experiment.estimates[name])])),
    })),
  };
}

function metricOf(estimate: MetricStatus | undefined): MetricStatus {
  return {
    delta: estimate?.delta ?? null,
    low: estimate?.low ?? null,
    high: estimate?.high ?? null,
    better: estimate?.better ?? null,
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
