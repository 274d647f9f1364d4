/** What the simulations of one cell add up to. Plain JSON, so that it crosses worker threads; cells are summed. */

export interface Tally {
  sims: number;
  keeps: number;
  /** Count of simulations by runs used; the last entry holds everything beyond. */
  runs: number[];
  /** Keeps that reported a number, and those whose 95 % interval holds the truth. */
  reported: number;
  covered: number;
  withheld: number;
  /** Per cent points: e^estimate - 1 - effect of reported keeps, summed. */
  bias: number;
  verdicts: Record<string, number>;
}

export const mostRuns = 400;

export function emptyTally(): Tally {
  return {
    sims: 0,
    keeps: 0,
    runs: Array<number>(mostRuns + 1).fill(0),
    reported: 0,
    covered: 0,
    withheld: 0,
    bias: 0,
    verdicts: {},
  };
}

/** One simulated experiment. `estimate`, `low`, `high` are log units, null where the policy reports none. */
export interface Outcome {
  readonly keep: boolean;
  readonly runs: number;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict?: string;
}

export function addOutcome(tally: Tally, outcome: Outcome, effect: number): void {
  tally.sims += 1;
  const slot = Math.min(mostRuns, outcome.runs);
  tally.runs[slot] = (tally.runs[slot] ?? 0) + 1;
  if (outcome.verdict !== undefined) tally.verdicts[outcome.verdict] = (tally.verdicts[outcome.verdict] ?? 0) + 1;
  if (!outcome.keep) return;
  tally.keeps += 1;
  if (outcome.estimate === null) {
    tally.withheld += 1;
    return;
  }
  tally.reported += 1;
  tally.bias += 100 * (Math.exp(outcome.estimate) - 1 - effect);
  const truth = Math.log1p(effect);
  if (outcome.low !== null && outcome.high !== null && outcome.low <= truth && truth <= outcome.high)
    tally.covered += 1;
}

export function sumTallies(tallies: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const tally of tallies) {
    sum.sims += tally.sims;
    sum.keeps += tally.keeps;
    sum.reported += tally.reported;
    sum.covered += tally.covered;
    sum.withheld += tally.withheld;
    sum.bias += tally.bias;
    tally.runs.forEach((count, i) => (sum.runs[i] = (sum.runs[i] ?? 0) + count));
    for (const [verdict, count] of Object.entries(tally.verdicts))
      sum.verdicts[verdict] = (sum.verdicts[verdict] ?? 0) + count;
  }
  return sum;
}

export function keepShare(tally: Tally): number {
  return tally.keeps / tally.sims;
}

export function medianRuns(tally: Tally): number {
  let seen = 0;
  return Math.max(
    0,
    tally.runs.findIndex((count) => (seen += count) * 2 >= tally.sims),
  );
}

export function meanRuns(tally: Tally): number {
  return tally.runs.reduce((sum, count, runs) => sum + count * runs, 0) / tally.sims;
}

export function coverage(tally: Tally): number {
  return tally.covered / tally.reported;
}

export function meanBias(tally: Tally): number {
  return tally.bias / tally.reported;
}

/** One-sided 95 % upper bound of a share (5.6). */
export function wilsonUpper(hits: number, trials: number): number {
  const z = 1.645;
  const share = hits / trials;
  const middle = share + (z * z) / (2 * trials);
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return (middle + spread) / (1 + (z * z) / trials);
}
