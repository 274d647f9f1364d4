/** The target table of decisions.md 6, read off the cells. */
import { singleId, twoId } from './cells.ts';
import { models } from './noise.ts';
import { binomialError, checkNulls, checkShare, least, percent, plain, target } from './checks.ts';
import type { Bound, Check, Target } from './checks.ts';
import type { Results } from './results.ts';
import { coverage, keepShare, meanBias, medianRuns } from './tally.ts';

const names = models.map((model) => model.name);
const quietNames = names.filter((name) => name !== 'bimodal' && name !== 'bad');

export function computeTargets(results: Results, traces: readonly string[]): Target[] {
  const share = (model: string, effect: number, bound: Bound): Check => checkShare(results, model, effect, bound);
  const cloud = results.cell(singleId('ours', 'cloud', 0));
  const peer = results.cell(singleId('clean A/B + gate', 'cloud', 0));
  const ratio = keepShare(cloud) / keepShare(peer);
  return [
    target(
      1,
      'A/A false keep, every model, Wilson upper',
      '<= 1.0 %',
      'max',
      names.map((name) => checkNulls(results, name)),
    ),
    target(
      2,
      'false keep at -1 %',
      '<= 0.1 %',
      'max',
      names.map((name) => share(name, -0.01, { atMost: 0.001 })),
    ),
    {
      ...target(3, 'A/A cloud against clean A/B + gate', '<= 1/50', 'max', [
        { value: ratio, atMost: 1 / 50, error: binomialError(keepShare(cloud), cloud.sims) / keepShare(peer) },
      ]),
      reached: ratio === 0 ? '0' : `1/${Math.round(1 / ratio)}`,
    },
    target(4, 'power at +2 %: six models / bimodal / bad', '>= 95 / 90 / 72 %', 'groups', [
      least(quietNames.map((name) => share(name, 0.02, { atLeast: 0.95 }))),
      share('bimodal', 0.02, { atLeast: 0.9 }),
      share('bad', 0.02, { atLeast: 0.72 }),
    ]),
    target(5, 'power at +5 %: seven models / bimodal', '>= 98 / 94 %', 'groups', [
      least(names.filter((name) => name !== 'bimodal').map((name) => share(name, 0.05, { atLeast: 0.98 }))),
      share('bimodal', 0.05, { atLeast: 0.94 }),
    ]),
    target(6, 'power at +1 %: gauss03 / cloud', '>= 96 / 60 %', 'groups', [
      share('gauss03', 0.01, { atLeast: 0.96 }),
      share('cloud', 0.01, { atLeast: 0.6 }),
    ]),
    plain(
      7,
      'median runs: A/A cloud; +2 % cloud',
      '<= 16; <= 42',
      [medianRuns(cloud), medianRuns(results.cell(singleId('ours', 'cloud', 0.02)))],
      [16, 42],
    ),
    targetCoverage(results, names),
    targetBias(results),
    ...targetCampaign(results),
    target(
      11,
      'null resubmitted 5 times, continued (120 pairs; five submissions)',
      '<= 1 %',
      'groups',
      ['continued', 'resubmitted'].map((id) => {
        const tally = results.cell(id);
        return { value: keepShare(tally), atMost: 0.01, error: binomialError(keepShare(tally), tally.sims) };
      }),
    ),
    targetTwoMetrics(results),
    ...targetTrace(results, traces),
    target(14, '2 % second-run penalty, calibrated: A/A; +2 %', '<= 1 %; >= 95 %', 'groups', [
      share('position', 0, { atMost: 0.01 }),
      share('position', 0.02, { atLeast: 0.95 }),
    ]),
  ];
}

/** The targets that speak of one model or trace; a trace has the bounds of #13. */
export function computeSourceTargets(results: Results, name: string, kind: 'model' | 'trace'): Target[] {
  const nulls = target(1, 'A/A false keep, Wilson upper', '<= 1.0 %', 'max', [checkNulls(results, name)]);
  const one = (number: number, measure: string, wanted: string, effect: number, bound: Bound): Target =>
    target(number, measure, wanted, 'max', [checkShare(results, name, effect, bound)]);
  if (kind === 'trace') {
    return [
      nulls,
      one(2, 'false keep at -1 %', '<= 1 %', -0.01, { atMost: 0.01 }),
      one(13, 'power at +15 %', '>= 70 %', 0.15, { atLeast: 0.7 }),
    ];
  }
  const harmful = one(2, 'false keep at -1 %', '<= 0.1 %', -0.01, { atMost: 0.001 });
  // Power is promised for the noise that the targets name; on any other it is only shown.
  if (!names.includes(name)) return [nulls, harmful];
  const [atTwo, atFive] = name === 'bimodal' ? [0.9, 0.94] : name === 'bad' ? [0.72, 0.98] : [0.95, 0.98];
  return [
    nulls,
    harmful,
    one(4, 'power at +2 %', `>= ${100 * atTwo} %`, 0.02, { atLeast: atTwo }),
    one(5, 'power at +5 %', `>= ${100 * atFive} %`, 0.05, { atLeast: atFive }),
    targetCoverage(results, [name]),
  ];
}

function targetCoverage(results: Results, of: readonly string[]): Target {
  const cells = of.map((name) => results.cell(singleId('ours', name, 0.02)));
  const checks = cells.map((tally): Check => ({
    value: coverage(tally),
    atLeast: 0.925,
    atMost: 0.98,
    error: binomialError(coverage(tally), tally.reported),
  }));
  return target(8, 'coverage of keeps at +2 %', '92.5-98 %', of.length === 1 ? 'max' : 'range', checks);
}

/** "bad" is left out at both effects (6). */
function targetBias(results: Results): Target {
  const worst = (effect: number, bound: number): Check => {
    const checks = names
      .filter((name) => name !== 'bad')
      .map((name): Check => {
        const tally = results.cell(singleId('ours', name, effect));
        // A keep's estimate scatters by about half a per cent point.
        return { value: Math.abs(meanBias(tally)), atMost: bound, error: 0.6 / Math.sqrt(tally.reported) };
      });
    return checks.reduce((a, b) => (b.value > a.value ? b : a));
  };
  const checks = [worst(0.02, 0.1), worst(0.01, 0.25)];
  return {
    ...target(9, '|bias| of keeps at +2 %; at +1 % (not bad)', '<= 0.10; <= 0.25 pp', 'groups', checks),
    reached: checks.map((check) => check.value.toFixed(2)).join('; '),
  };
}

function targetCampaign(results: Results): Target[] {
  const id = 'campaign | ours | 30';
  const tally = results.campaign(id);
  const fdr = tally.falseShare / tally.campaigns;
  const spread = Math.sqrt(Math.max(0, tally.falseShareSquared / tally.campaigns - fdr * fdr) / tally.campaigns);
  const claimed = tally.claimed / tally.gained;
  const captured = tally.gained / tally.available;
  const runs = tally.runs / tally.experiments;
  const small = 1 / Math.sqrt(tally.keeps);
  const checks: Check[] = [
    { value: fdr, atMost: 0.02, error: spread },
    { value: claimed, atLeast: 0.95, atMost: 1.08, error: 0.3 * small },
    { value: captured, atLeast: 0.88, error: 0.3 * small },
    { value: runs, atMost: 25, error: 16 / Math.sqrt(tally.experiments) },
  ];
  const reached = `${percent(fdr)}; ${claimed.toFixed(2)}; ${percent(captured)}; ${runs.toFixed(1)}`;
  return [
    {
      ...target(
        10,
        'N = 30 campaign: FDR; claimed/true; captured; runs an experiment',
        '<= 2 %; 0.95-1.08; >= 88 %; <= 25',
        'groups',
        checks,
      ),
      reached,
    },
  ];
}

function targetTwoMetrics(results: Results): Target {
  const bounds = [
    { pair: { pp: 0, tg: 0 }, atMost: 0.005 },
    { pair: { pp: 0.02, tg: 0 }, atLeast: 0.78 },
    { pair: { pp: 0.02, tg: -0.01 }, atMost: 0.05 },
    { pair: { pp: 0.02, tg: -0.03 }, atMost: 0.005 },
  ];
  const checks = bounds.map(({ pair, ...bound }): Check => {
    const tally = results.cell(twoId('ours', 'cloud', pair));
    return { value: keepShare(tally), error: binomialError(keepShare(tally), tally.sims), ...bound };
  });
  return target(12, 'two metrics: (0,0); (+2,0); (+2,-1); (+2,-3)', '<= 0.5; >= 78; <= 5; <= 0.5 %', 'groups', checks);
}

function targetTrace(results: Results, traces: readonly string[]): Target[] {
  if (traces.length === 0) return [];
  const check = (effect: number, bound: Bound): Check[] =>
    traces.map((name) => checkShare(results, name, effect, bound));
  const checks = [...check(0, { atMost: 0.01 }), ...check(0.15, { atLeast: 0.7 })];
  return [target(13, `real trace (${traces.join(', ')}): A/A; +15 %`, '<= 1 %; >= 70 %', 'groups', checks)];
}
