import assert from 'node:assert/strict';
import { explainConflict } from '../../../src/campaign/code/codeStore.ts';

describe('why a patch could not be applied', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[], RegExp])[] = [
    ["Applied patch to 'src/a.c' with conflicts.\nU src/a.c\n", ['src/a.c'], ['src/a.c'], /same lines were changed in src\/a\.c/],
    ['error: patch failed: src/ä b.c:10\nerror: src/ä b.c: patch does not apply\n', [], ['src/ä b.c'], /patch failed/],
    ['error: src/gone.c: does not exist in index\n', [], ['src/gone.c'], /does not exist/],
    ['error: src/new.c: already exists in index\n', [], ['src/new.c'], /already exists/],
    ['error: repository lacks the necessary blob to perform 3-way merge.\nerror: patch failed: a.c:1\nerror: a.c: patch does not apply\n', [], ['a.c'], /^patch failed: a\.c:1/],
    ['error: corrupt patch at line 12\n', [], [], /corrupt patch at line 12/],
    ['error: No valid patches in input (allow with "--allow-empty")\n', [], [], /no diff in it/],
    ['', [], [], /could not apply/],
  ];
  for (const [output, unmerged, paths, detail] of cases) {
    it(JSON.stringify(output), () => {
      const applied = explainConflict(output, unmerged);
      assert.ok(!applied.ok);
      assert.deepEqual(applied.paths, paths);
      assert.match(applied.detail, detail);
    });
  }
});
