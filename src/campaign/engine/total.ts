import { computeTotal } from '../../decide/estimate.ts';
import { coin } from '../../support/random.ts';
import type { Host } from '../stages.ts';
import { measureFixed, placeAndBuild } from './calibrate.ts';
import { createdOf, positionsOf, type Run } from './run.ts';

/**
 * Measures the head against the campaign's start, afresh and built clean: the only total that is published. Deltas of
 * single experiments are never multiplied (decisions.md 3.12).
 */
export async function measureTotal(run: Run, host: Host): Promise<void> {
  const { record } = run;
  const { head, kept, total } = record.state;
  const created = createdOf(record.state);
  if (!head || kept.length === 0 || total?.head.tree === head.tree) return;
  const name = `@total-${head.tree.slice(0, 12)}`;
  const currentTwin = coin(created.seed, 'twin', name) ? 'a' : 'b';
  const base = { commit: created.base.commit, tree: created.base.tree };
  const assignment = await placeAndBuild(run, host, { current: base, candidate: head, currentTwin }, true);
  if (run.stop.signal.aborted) return;
  const microPairs = record.state.calibrations[host.name]?.microPairs ?? 1;
  const pairs = await measureFixed(run, host, name, assignment, created.totalPairs, microPairs, 'measuring the total');
  if (pairs.length < created.totalPairs) return;
  const estimates = computeTotal(pairs, { metrics: record.state.rules }, { [host.name]: positionsOf(record.state, host.name) });
  record.append({ kind: 'total_measured', head, kept: [...kept], estimates, pairs: pairs.length, hosts: [host.name] }, { sync: true });
}
