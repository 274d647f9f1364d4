/** The verdict's reason in words. It says what was shown and what was not, and never more than the pairs support. */
import { formatCount, formatPlain, formatSigned, formatThreshold, formatWealth } from './digits.ts';
import { computeEstimates } from './estimate.ts';
import { formatAmount, formatDelta } from './formatDelta.ts';
import { computeUpper } from './interval.ts';
import { dropWealth, futilityLevel, guardLevel, passWealth } from './outcome.ts';
import { isClaimed } from './procedure.ts';
import { computeMeanSup, isSafe, isWorse, listJudged } from './severalMetrics.ts';
import type { Judged } from './severalMetrics.ts';
import { readStallWealth } from './stallRate.ts';
import { countOf, seriesOf } from './state.ts';
import type { Decision } from './state.ts';
import type { Estimate } from './types.ts';

export { formatDelta } from './formatDelta.ts';

interface Line extends Judged {
  readonly name: string;
  readonly estimate: Estimate;
}

export function computeReason(decision: Decision): string {
  const estimates = computeEstimates(decision);
  const lines = listJudged(decision).map((judged) => ({
    ...judged,
    name: judged.rule.name,
    estimate: estimates[judged.rule.name] as Estimate,
  }));
  const stalls = lines.map((line) => describeStalls(decision, line)).filter((text) => text !== '');
  return [describe(decision, lines), ...stalls].join('; ');
}

function describe(decision: Decision, lines: readonly Line[]): string {
  const pairs = formatCount(countOf(decision, decision.stage).raw, 'pair');
  switch (decision.verdict) {
    case null:
      return `undecided so far: ${listNumbers(lines)} (${pairs})`;
    case 'keep':
      return describeKeep(decision, lines);
    case 'futile':
      return describeFutile(decision, lines, pairs);
    case 'not_confirmed':
      return describeNotConfirmed(decision, lines, pairs);
    case 'regression':
      return describeRegression(decision, lines, pairs);
    case 'inconclusive':
      return `undecided after ${pairs}: ${listNumbers(lines)}; evidence ${evidenceOf(lines)} of the ${passWealth} needed to confirm`;
    case 'guard_unresolved':
      return describeGuard(lines, pairs);
    default: {
      const never: never = decision.verdict;
      return never;
    }
  }
}

function describeKeep(decision: Decision, lines: readonly Line[]): string {
  const claimed = lines.filter((line) => isClaimed(decision, line.name));
  const others = lines.filter((line) => !claimed.includes(line));
  const better = claimed.map(describeImprovement);
  if (better.length === 0)
    better.push(`better on ${others.map((line) => line.name).join(' and ')} together, on none by itself`);
  return [
    ...better,
    ...others.map((line) => `${line.name} not worse than ${formatThreshold(line.rule.tolerance)}`),
  ].join('; ');
}

function describeImprovement(line: Line): string {
  if (line.exact !== null) return `improves ${line.name}: ${describeValues(line)}`;
  const { estimate, name } = line;
  if (estimate.withheld !== undefined || estimate.delta === null) return `improves ${name}, ${formatDelta(estimate)}`;
  return `improves ${name} by ${formatAmount(estimate, line.rule.better)}`;
}

function describeFutile(decision: Decision, lines: readonly Line[], pairs: string): string {
  const thresholds = new Set(lines.map((line) => formatThreshold(line.rule.smallestEffect + line.rule.floor)));
  const [only] = thresholds;
  const common = thresholds.size === 1 && only !== undefined;
  const bounds = lines.map((line) => {
    const wanted = common ? '' : ` (${formatThreshold(line.rule.smallestEffect + line.rule.floor)} counts)`;
    return describeBound(decision, line) + wanted;
  });
  return `no effect ${common ? `of ${only} or more` : 'that counts'}: ${bounds.join(', ')} (${pairs})`;
}

/** "tg at most +1.2 %", "latency at best −1.2 %": the bound that futility looked at, rounded to the generous side. */
function describeBound(decision: Decision, line: Line): string {
  if (line.exact !== null) return `${line.name} ${describeValues(line)}`;
  const upper = computeUpper(seriesOf(line.metric, decision.stage).d, futilityLevel[decision.stage]);
  if (!Number.isFinite(upper)) return `${line.name} not bounded`;
  const sign = line.rule.better === 'higher' ? 1 : -1;
  const word = line.rule.better === 'higher' ? 'at most' : 'at best';
  const generous = (Math.ceil(upper * 1000 - 1e-9) / 1000) * sign;
  return `${line.name} ${word} ${formatSigned(Math.expm1(generous) * 100, 1)} %`;
}

function describeNotConfirmed(decision: Decision, lines: readonly Line[], pairs: string): string {
  const numbers = `${listNumbers(lines)} (${pairs})`;
  const wealth = computeMeanSup(lines);
  if (wealth < dropWealth) return `not confirmed, fresh pairs speak against it: ${numbers}`;
  const bounds = lines.map((line) => describeBound(decision, line));
  const missing = `evidence ${formatWealth(wealth)} of the ${formatWealth(1 / decision.rules.alpha)} needed`;
  return `not confirmed: ${numbers}; ${bounds.join(', ')}; ${missing}`;
}

function describeRegression(decision: Decision, lines: readonly Line[], pairs: string): string {
  const worse = lines.filter((line) => line.exact === 'worse' || isWorse(decision, line));
  const parts = worse.map((line) => {
    const tolerance = formatThreshold(line.rule.tolerance);
    if (line.exact !== null) return `${line.name} worse by more than ${tolerance}: ${describeValues(line)}`;
    const upper = computeUpper(seriesOf(line.metric, decision.stage).d, guardLevel);
    const least = Math.abs(Math.expm1(line.rule.better === 'higher' ? upper : -upper)) * 100;
    return `${line.name} worse by more than ${tolerance}: at least ${(Math.floor(least * 10 + 1e-9) / 10).toFixed(1)} % worse`;
  });
  return `${parts.join(', ')} (${pairs})`;
}

function describeGuard(lines: readonly Line[], pairs: string): string {
  const open = lines.filter((line) => !isSafe(line));
  const guards = open.map(
    (line) => `${line.name} is not worse than ${formatThreshold(line.rule.tolerance)} (${formatDelta(line.estimate)})`,
  );
  return `better, but ${pairs} do not show that ${guards.join(' and that ')}; ${listNumbers(lines.filter((line) => !open.includes(line)))}`;
}

function describeValues(line: Line): string {
  const { current, candidate } = line.metric.exact ?? { current: null, candidate: null };
  if (current === null || candidate === null) return 'not measured';
  if (current === candidate) return `exactly ${formatPlain(current)} on both sides`;
  return `exactly ${formatPlain(current)} to ${formatPlain(candidate)}`;
}

/** Only a difference that was shown is worth a word beside the verdict (3.10). */
function describeStalls(decision: Decision, line: Line): string {
  const shown = readStallWealth(line.metric.stall);
  if (shown === 'nothing') return '';
  const { current, candidate, runs } = seriesOf(line.metric, decision.stage).stalls;
  const counts = `${candidate} of ${runs} runs, current code ${current}`;
  return shown === 'less' ? `stalls less often (${counts})` : `warning: stalls more often (${counts})`;
}

function listNumbers(lines: readonly Line[]): string {
  return lines.map((line) => `${line.name} ${formatDelta(line.estimate)}`).join(', ');
}

function evidenceOf(lines: readonly Line[]): string {
  return formatWealth(computeMeanSup(lines));
}
