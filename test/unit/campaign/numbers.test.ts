import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  formatBytes,
  formatCount,
  formatDelta,
  formatDuration,
  formatEvidence,
  formatLimit,
  formatMetric,
  formatMetrics,
  formatMoney,
  formatParts,
  formatShare,
  formatThroughput,
  type Printable,
} from '../../../src/campaign/numbers.ts';

const estimate = (delta: number | null, low: number | null, high: number | null, rest: Partial<Printable> = {}): Printable => ({
  delta,
  low,
  high,
  pairs: 12,
  ...rest,
});
const ascii = { ascii: true };

describe('numbers: deltas', () => {
  const cases: readonly [string, Printable, string][] = [
    ['one decimal, interval without plus', estimate(0.068, 0.059, 0.077), '+6.8 % [5.9, 7.7]'],
    ['minus', estimate(-0.024, -0.039, -0.008), '-2.4 % [-3.9, -0.8]'],
    ['zero has no sign', estimate(-0.0001, -0.009, 0.014), '0.0 % [-0.9, 1.4]'],
    ['bounds that round to zero have none', estimate(0.006, -0.0004, 0.013), '+0.6 % [0.0, 1.3]'],
    ['wide: no decimal', estimate(0.512, 0.3, 0.71), '+51 % [30, 71]'],
    ['narrow: two decimals', estimate(0.01234, 0.0119, 0.0127), '+1.23 % [1.19, 1.27]'],
    ['few pairs', estimate(0.001, null, null, { pairs: 5 }), '+0.1 % 5 pairs'],
    ['one pair', estimate(-0.2, null, null, { pairs: 1 }), '-20.0 % 1 pair'],
    ['an interval of too few pairs is not believed', estimate(0.1, 0.05, 0.15, { pairs: 4 }), '+10.0 % 4 pairs'],
    ['half an interval is none', estimate(0.1, 0.05, null), '+10.0 % 12 pairs'],
    ['withheld', estimate(null, null, null, { withheld: 'unstable: …' }), 'withheld: pairs disagree'],
    ['nothing', estimate(null, null, null, { pairs: 0 }), 'not measured'],
    ['exact', estimate(-0.0125, -0.0125, -0.0125, { pairs: 1 }), '-1.25 % exact'],
    ['exact zero', estimate(0, 0, 0, { pairs: 1 }), '0.0 % exact'],
    ['exact and small', estimate(0.00001, 0.00001, 0.00001, { pairs: 1 }), '+0.0010 % exact'],
  ];
  for (const [title, given, text] of cases) it(title, () => assert.equal(formatDelta(given, ascii), text));

  it('differs on screen by the minus and the narrow space', () => {
    assert.equal(formatMetric('tg', estimate(-0.024, -0.039, 0.008)), 'tg \u22122.4\u202f% [\u22123.9, 0.8]');
  });

  it('prints a difference in the unit of the metric', () => {
    const given = estimate(-0.0000032, -0.000004, -0.000002, { scale: 'difference' });
    assert.equal(formatDelta(given, { ...ascii, unit: 's' }), '-0.000003 s [-0.000004, -0.000002]');
    assert.equal(formatDelta(estimate(3, 3, 3, { scale: 'difference', pairs: 1 }), ascii), '+3 exact');
    assert.equal(formatDelta(estimate(0.0341, null, null, { scale: 'difference', pairs: 2 }), ascii), '+0.034 2 pairs');
  });

  it('joins metrics, primary first, without those that have no estimate', () => {
    const metrics = [{ name: 'tg', unit: 't/s' }, { name: 'pp' }, { name: 'toString' }];
    const estimates = { pp: estimate(0.012, 0.003, 0.02), tg: estimate(0.068, 0.059, 0.077) };
    assert.equal(formatMetrics(metrics, estimates, ascii), 'tg +6.8 % [5.9, 7.7] · pp +1.2 % [0.3, 2.0]');
    assert.equal(formatMetrics(metrics, {}, ascii), '');
  });
});

describe('numbers: deltas of any size', () => {
  const magnitude = fc
    .tuple(fc.double({ min: 1, max: 9.999, noNaN: true }), fc.integer({ min: -9, max: 12 }), fc.constantFrom(-1, 1))
    .map(([digits, exponent, sign]) => sign * digits * 10 ** exponent);
  const hostile = fc.oneof(magnitude, fc.constantFrom(0, -0, NaN, Infinity, -Infinity));
  const printable = fc.record({
    delta: fc.option(hostile),
    low: fc.option(hostile),
    high: fc.option(hostile),
    pairs: fc.nat({ max: 50 }),
    scale: fc.constantFrom('ratio' as const, 'difference' as const),
  });
  const measured = fc
    .record({ delta: magnitude, below: magnitude.map(Math.abs), above: magnitude.map(Math.abs), scale: fc.constantFrom('ratio' as const, 'difference' as const) })
    .map(({ delta, below, above, scale }) => ({ delta, low: delta - below, high: delta + above, pairs: 12, scale }))
    .filter(({ low, high }) => low < high);

  it('never shows what is no number', () => {
    fc.assert(fc.property(printable, (given) => assert.doesNotMatch(formatDelta(given, ascii), /NaN|Infinity|null|undefined|-0(\.0*)?(?![\d.])/)));
  });

  it('always has an interval, a count, or a word beside the delta', () => {
    const shape = /^([+-]?\d+(\.\d+)?( %)? (\[-?\d+(\.\d+)?, -?\d+(\.\d+)?\]|\d+ pairs?|exact)|not measured)$/;
    fc.assert(fc.property(printable, (given) => assert.match(formatDelta(given, ascii), shape)));
  });

  it('prints no decimal beyond the interval, and as many for the bounds as for the estimate', () => {
    fc.assert(
      fc.property(measured, (given) => {
        const factor = given.scale === 'ratio' ? 100 : 1;
        const half = ((given.high - given.low) / 2) * factor;
        const decimals = formatDelta(given, ascii).match(/\d+(\.\d+)?/g)?.map((text) => text.split('.')[1]?.length ?? 0) ?? [];
        assert.equal(new Set(decimals).size, 1);
        const [count = 0] = decimals;
        const most = half >= 10 ? 0 : half >= 0.1 ? 1 : Math.max(2, given.scale === 'ratio' ? 2 : Math.ceil(-Math.log10(half)));
        assert.ok(count <= most, `${count} decimals for a half-width of ${half}`);
      }),
    );
  });

  it('has the sign of its value, and none where it rounds to zero', () => {
    fc.assert(
      fc.property(measured, (given) => {
        const { delta, interval } = formatParts(given, ascii);
        const value = Number(delta.replace(' %', ''));
        assert.equal(delta[0] === '+', value > 0);
        assert.equal(delta[0] === '-', value < 0);
        assert.ok(value === 0 || Math.sign(value) === Math.sign(given.delta));
        assert.doesNotMatch(interval, /\+/);
      }),
    );
  });

  it('keeps the estimate within its printed bounds', () => {
    fc.assert(
      fc.property(measured, (given) => {
        const [value = 0, low = 0, high = 0] = (formatDelta(given, ascii).match(/[+-]?\d+(\.\d+)?/g) ?? []).map(Number);
        // Beyond 15 digits the printed bounds and the estimate are one number with rounding of its own.
        const slack = Math.abs(value) * 1e-14;
        assert.ok(low - slack <= value && value <= high + slack);
      }),
    );
  });

  it('differs from the screen by characters only', () => {
    fc.assert(
      fc.property(printable, (given) => {
        assert.equal(formatDelta(given).replaceAll('\u2212', '-').replaceAll('\u202f', ' '), formatDelta(given, ascii));
      }),
    );
  });
});

describe('numbers: the rest', () => {
  it('durations', () => {
    const cases: readonly [number, string][] = [
      [0, '0 ms'], [320, '320 ms'], [999.6, '1.0 s'], [2_440, '2.4 s'], [9_960, '10 s'], [59_960, '1 min'], [200_000, '3 min 20 s'],
      [185_000, '3 min 05 s'], [3_599_700, '1 h 00'], [7_560_000, '2 h 06'], [NaN, 'unknown'], [-1, 'unknown'],
    ];
    for (const [ms, text] of cases) assert.equal(formatDuration(ms), text);
  });

  it('bytes', () => {
    const cases: readonly [number, string][] = [[0, '0 B'], [640, '640 B'], [999.6, '1.0 kB'], [1_234_567_890, '1.2 GB'], [12e9, '12 GB'], [5e15, '5,000 TB'], [Infinity, 'unknown']];
    for (const [bytes, text] of cases) assert.equal(formatBytes(bytes), text);
  });

  it('throughput has three significant digits', () => {
    const cases: readonly [number, string][] = [[44.13, '44.1 t/s'], [241.4, '241 t/s'], [3_418, '3,420 t/s'], [0.001234, '0.00123 t/s'], [1e-9, '1.00e-9 t/s'], [1e12, '1,000,000,000,000 t/s'], [0, '0 t/s'], [-5, '-5.00 t/s']];
    for (const [value, text] of cases) assert.equal(formatThroughput(value, 't/s', ascii), text);
  });

  it('evidence', () => {
    const cases: readonly [number, string][] = [[0.04, '0.0'], [5.25, '5.3'], [99.96, '100'], [4_335.2, '4,335'], [1e30, 'over 1,000,000'], [Infinity, 'over 1,000,000'], [NaN, 'unknown']];
    for (const [wealth, text] of cases) assert.equal(formatEvidence(wealth), text);
  });

  it('shares, limits, money, counts', () => {
    assert.deepEqual([0, 0.002, 0.104, 1].map((share) => formatShare(share, ascii)), ['0 %', '<1 %', '10 %', '100 %']);
    assert.deepEqual([0.03, 0.015, 0.00001, 0, -0.01].map((limit) => formatLimit(limit, ascii)), ['3 %', '1.5 %', '<0.01 %', '0 %', '-1 %']);
    assert.deepEqual([0, 0.001, 9.21, 1_234.5].map(formatMoney), ['$0', '<$0.01', '$9.21', '$1,234.50']);
    assert.deepEqual([formatCount(1, 'pair'), formatCount(3_418, 'case'), formatCount(2, 'entry', 'entries')], ['1 pair', '3,418 cases', '2 entries']);
  });

  it('never shows what is no number, whatever it is given', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        for (const format of [formatDuration, formatBytes, formatThroughput, formatEvidence, formatShare, formatLimit, formatMoney]) {
          assert.doesNotMatch(format(value), /NaN|Infinity|undefined/);
        }
      }),
      { numRuns: 2_000, examples: [[Infinity], [-Infinity], [NaN], [Number.MAX_VALUE], [Number.MIN_VALUE], [-0]] },
    );
  });
});
