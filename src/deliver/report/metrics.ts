import { formatLimit, formatParts, formatThroughput } from '../../campaign/numbers.ts';
import { speakMetric } from '../../campaign/numbersSpoken.ts';
import type { Definition } from '../../campaign/definition/schema.ts';
import type { CampaignState } from '../../campaign/state.ts';
import type { Estimate } from '../../decide/types.ts';
import { lookUp } from './input.ts';
import type { Measured, MetricModel } from './model.ts';
import { cleanText } from './text.ts';

/** The metrics as they were judged: the calibrated rules, or what the definition says before there were any. */
export function computeMetrics(state: CampaignState, definition: Definition): MetricModel[] {
  const primaryEffect = definition.metrics[0]?.smallestEffect ?? 0.01;
  return definition.metrics.map((metric, index) => {
    const rule = state.rules.find(({ name }) => name === metric.name);
    return {
      name: metric.name,
      unit: cleanText(metric.unit, 20),
      better: metric.better,
      primary: index === 0,
      smallestEffect: rule?.smallestEffect ?? metric.smallestEffect ?? primaryEffect,
      tolerance: rule?.tolerance ?? metric.tolerance ?? 0.01,
    };
  });
}

export function measure(metric: MetricModel, estimate: Estimate, note = ''): Measured {
  const style = { unit: metric.unit };
  const { delta, interval } = formatParts(estimate, style);
  const [low, high] = interval.startsWith('[') ? [estimate.low, estimate.high] : [null, null];
  return {
    metric,
    delta,
    interval,
    spoken: speakMetric(metric.name, estimate, style),
    value: delta === '' ? null : estimate.delta,
    low,
    high,
    scale: estimate.scale,
    note: estimate.withheld === undefined ? note : `withheld, ${cleanText(estimate.withheld, 200)}`,
  };
}

/** Every metric that has an estimate, primary first. `notes` by metric. */
export function measureAll(
  metrics: readonly MetricModel[],
  estimates: Readonly<Record<string, Estimate>>,
  noteOf: (metric: MetricModel) => string = () => '',
): Measured[] {
  return metrics.flatMap((metric) => {
    const estimate = lookUp(estimates, metric.name);
    return estimate === undefined ? [] : [measure(metric, estimate, noteOf(metric))];
  });
}

/** Better lies to the right and up: a latency is flipped. */
export function orient(metric: MetricModel, value: number): number {
  return metric.better === 'higher' ? value : -value;
}

/** In which range an effect counts as none, as printed: the smallest effect both ways, a guard's tolerance to the bad side. */
export function bandOf(metric: MetricModel): { readonly low: number; readonly high: number; readonly label: string } {
  const edge = metric.better === 'higher' ? -metric.tolerance : metric.tolerance;
  if (metric.primary) return { low: -metric.smallestEffect, high: metric.smallestEffect, label: `smallest effect \u00b1${formatLimit(metric.smallestEffect)}` };
  const sign = edge > 0 ? '+' : '';
  return { low: Math.min(0, edge), high: Math.max(0, edge), label: `tolerance ${sign}${formatLimit(edge)}` };
}

/** `44.1 → 49.7 t/s`; '' where either is unknown. */
export function formatLevels(current: number | null, candidate: number | null, unit: string): string {
  if (current === null || candidate === null) return '';
  return `${formatThroughput(current)} \u2192 ${formatThroughput(candidate, unit)}`;
}
