import { formatCount } from '../../campaign/numbers.ts';
import type { Definition } from '../../campaign/definition/schema.ts';
import type { Experiment } from '../../campaign/state.ts';
import type { ExperimentModel, FunnelStep } from './model.ts';

/** One candidate, as the log tells it and as the report words it. */
export interface Followed {
  readonly experiment: Experiment;
  readonly model: Pick<ExperimentModel, 'look' | 'pairs'>;
}

interface Step {
  readonly word: string;
  readonly reached: (followed: Followed) => boolean;
  readonly good?: boolean;
}

const isStep = (experiment: Experiment, ...steps: string[]) => experiment.logs.some(({ step, ms }) => ms !== null && steps.includes(step));

/** From proposed to accepted. Who reached a later step has passed the earlier ones, whatever the log still holds of them. */
export function computeFunnel(all: readonly Followed[], definition: Definition): FunnelStep[] {
  const steps = listSteps(definition);
  const furthest = all.map((followed) => steps.findLastIndex((step) => step.reached(followed)));
  return steps.map((step, index) => {
    const lost = all.filter((_, at) => furthest[at] === index);
    return {
      word: step.word,
      count: furthest.filter((at) => at >= index).length,
      rest: index === steps.length - 1 ? '' : describeRest(lost, step.word),
      good: step.good ?? false,
    };
  });
}

function listSteps(definition: Definition): Step[] {
  return [
    { word: 'Proposed', reached: () => true },
    { word: 'Applied', reached: ({ experiment }) => experiment.candidate !== null },
    { word: 'Allowed', reached: ({ experiment }) => experiment.startedAt !== null && experiment.state !== 'refused' },
    ...(definition.build === undefined ? [] : [{ word: 'Built', reached: ({ experiment }: Followed) => isStep(experiment, 'build', 'clean build') }]),
    ...(definition.checks === undefined ? [] : [{ word: 'Checked', reached: ({ experiment }: Followed) => isStep(experiment, 'checks') || experiment.stage > 0 }]),
    { word: 'Measured', reached: ({ model }) => model.pairs > 0 },
    { word: 'Passed screening', reached: ({ experiment }) => experiment.stage === 2 },
    { word: 'Kept', reached: ({ experiment }) => experiment.state === 'kept', good: true },
    { word: 'Accepted', reached: ({ experiment }) => experiment.review === 'accepted' || experiment.review === 'partly', good: true },
  ];
}

/** "6 futile, 2 regressions": what those came to that went no further. */
function describeRest(lost: readonly Followed[], step: string): string {
  const words = new Map<string, number>();
  for (const { experiment, model } of lost) {
    const word = step === 'Kept' ? (experiment.review === 'rejected' ? 'rejected' : 'waiting for review') : model.look.word;
    words.set(word, (words.get(word) ?? 0) + 1);
  }
  return [...words].map(([word, count]) => describeCount(word, count)).join(', ');
}

function describeCount(word: string, count: number): string {
  return word === 'regression' || word === 'conflict' ? formatCount(count, word) : `${count} ${word}`;
}
