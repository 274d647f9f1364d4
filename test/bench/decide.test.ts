import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const bench = join(import.meta.dirname, 'decide.ts');

interface Report {
  readonly met: boolean;
  readonly targets: readonly { readonly number: number; readonly reached: string; readonly withinError: boolean }[];
}

function run(...options: string[]): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bench, ...options], { encoding: 'utf8' });
  return { code: status, out: stdout, error: stderr };
}

describe('the target table of decisions.md 6, at reduced size', function () {
  this.timeout(170_000);

  for (const seed of ['41', '42']) {
    it(`is met with seed ${seed}, within binomial error`, () => {
      const { code, out } = run('--sims', '150', '--seed', seed, '--json');
      const report = JSON.parse(out) as Report;
      assert.deepEqual(
        report.targets.filter((target) => !target.withinError),
        [],
      );
      assert.deepEqual([code, report.met], [0, true]);
      assert.deepEqual(
        report.targets.map((target) => target.number),
        Array.from({ length: 14 }, (_, i) => i + 1),
      );
    });
  }

  it('ends with 2 and a line of text where it cannot run', () => {
    const { code, out, error } = run('--model', 'no such model');
    assert.deepEqual([code, out], [2, '']);
    assert.match(error, /^no noise model no such model; there are gauss03, /);
  });
});
