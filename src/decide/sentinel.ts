/** A/A sentinels of a campaign, and when a host is calibrated again (decisions.md 3.12). */
import { computeMedian } from './order.ts';

/** Experiments between two sentinels: one experiment in 20 is an A/A one. */
const experimentsEach = 19;
const keepsToAlarm = 2;
const widestMove = 0.05;

/** `experiments`: those that decided something; `sentinels`: those begun so far. */
export function isSentinelDue(campaign: { readonly experiments: number; readonly sentinels: number }): boolean {
  return Math.floor(campaign.experiments / experimentsEach) > campaign.sentinels;
}

/** Equal builds were kept more often than chance allows: something between the two sides differs. */
export function isSentinelAlarm(sentinelKeeps: number): boolean {
  return sentinelKeeps >= keepsToAlarm;
}

/** The current code runs more than 5 % off its history on the host, so the host is calibrated again. */
export function needsCalibration(current: readonly number[], history: readonly number[]): boolean {
  if (current.length === 0 || history.length === 0) return false;
  const usual = computeMedian(history);
  return Math.abs(computeMedian(current) - usual) > widestMove * Math.abs(usual);
}
