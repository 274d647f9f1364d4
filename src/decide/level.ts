/** The acceptance level of the next candidate (decisions.md 3.12): e-LOND with equal shares. */

/** Share of false keeps among keeps that a campaign allows. */
const falseShare = 0.05;
const highestAlpha = 0.01;

/** `declared`: hypotheses that the campaign declared at its start; `keeps`: keep verdicts so far. */
export function computeAlpha(campaign: { readonly declared: number; readonly keeps: number }): number {
  if (!(campaign.declared >= 1)) throw new Error('a campaign declares at least one hypothesis');
  return Math.min(highestAlpha, (falseShare * (campaign.keeps + 1)) / campaign.declared);
}
