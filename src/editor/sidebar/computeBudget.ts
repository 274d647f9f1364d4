import { formatMoney } from '../../campaign/numbers.ts';
import type { Meter, SidebarView } from '../../protocol/webview.ts';
import { computeStatus } from '../../protocol/status.ts';
import type { SidebarInput } from './input.ts';
import { activeMs, clock, timeOf } from './time.ts';

export function computeBudget(input: SidebarInput): Extract<SidebarView, { kind: 'campaign' }>['budget'] {
  const { live, definition, now } = input;
  const { budget } = computeStatus(live.state, definition, live);
  const active = activeMs(input);
  const share = (used: number, limit: number) => (limit > 0 ? Math.min(1, used / limit) : 0);
  const left = budget.hours.limit * 3_600_000 - active;
  const meters: Meter[] = [
    { label: 'Experiments', share: share(budget.experiments.used, budget.experiments.limit), text: `${budget.experiments.used} of ${budget.experiments.limit}` },
    { label: 'Time', share: share(active, budget.hours.limit * 3_600_000), text: timeOf(active, budget.hours.limit) },
  ];
  if (budget.dollars.limit > 0) meters.push({ label: 'Money', share: share(budget.dollars.used, budget.dollars.limit), text: `${formatMoney(budget.dollars.used)} of ${formatMoney(budget.dollars.limit)}` });
  return { right: live.live ? (left > 0 ? `ends by ${clock(now + left)}` : '') : 'final', meters };
}
