import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cutChunks, planCells, singleId } from '../../bench/decide/cells.ts';
import { runChunk } from '../../bench/decide/jobs.ts';
import { Host, findModel } from '../../bench/decide/noise.ts';
import { Random } from '../../bench/decide/random.ts';
import { sumTallies, wilsonUpper } from '../../bench/decide/tally.ts';
import type { Tally } from '../../bench/decide/tally.ts';
import { kolmogorovSmirnov, mannWhitney, normalTail } from '../../bench/decide/tests.ts';

const trace = { name: 'made', values: Float64Array.from({ length: 300 }, (_, i) => 50 + (i % 7)) };

function tallyOf(id: string, seed: number): Tally {
  const cells = planCells(500, [trace]).filter((cell) => cell.id === id);
  assert.equal(cells.length, 1, id);
  return sumTallies(
    cutChunks(cells, seed)
      .slice(0, 2)
      .map(runChunk)
      .flatMap((result) => (result.kind === 'tally' ? [result.tally] : [])),
  );
}

describe('the simulator (decisions.md 5)', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const id = singleId('ours', 'bad', 0.02);
    assert.deepEqual(tallyOf(id, 3), tallyOf(id, 3));
    assert.notDeepEqual(tallyOf(id, 3), tallyOf(id, 4));
  });

  it('keeps gains and hardly any null, where the common practice keeps nearly half', () => {
    assert.ok(tallyOf(singleId('ours', 'cloud', 0), 5).keeps <= 8);
    assert.ok(tallyOf(singleId('ours', 'cloud', 0.02), 5).keeps >= 460);
    assert.ok(tallyOf(singleId('clean A/B + gate', 'cloud', 0), 5).keeps >= 170);
    assert.equal(tallyOf(singleId('ours', 'made', 0.15), 5).sims, 500);
  });

  it('has a neighbour that is active a fifth of the time, five runs at a stretch', () => {
    const host = new Host(findModel('burst'), new Random(8));
    let active = 0;
    let starts = 0;
    let before = false;
    for (let now = 1; now <= 100_000; now += 1) {
      const now_ = host.advance(now).active;
      active += Number(now_);
      starts += Number(now_ && !before);
      before = now_;
    }
    assert.ok(Math.abs(active / 100_000 - 0.2) < 0.02);
    assert.ok(Math.abs(active / starts - 5) < 0.4);
  });
});

describe('the statistics of the peers', () => {
  it('have tabled values', () => {
    const a = Array.from({ length: 10 }, (_, i) => i);
    assert.equal(
      mannWhitney(
        a,
        a.map((value) => value + 100),
      ).toExponential(2),
      (2 / 184756).toExponential(2),
    );
    // U = 23 is the largest significant one for 10 and 10 at two-sided 5 %.
    assert.ok(
      mannWhitney(
        a,
        a.map((value) => value + 3.5),
      ) < 0.05 &&
        mannWhitney(
          a,
          a.map((value) => value + 2.5),
        ) > 0.05,
    );
    assert.equal(normalTail(1.96).toFixed(4), '0.0250');
    assert.ok(
      kolmogorovSmirnov(
        a,
        a.map((value) => value + 100),
      ) < 0.001,
    );
    assert.equal((100 * wilsonUpper(12, 5000)).toFixed(2), '0.38');
  });
});
