import assert from 'node:assert/strict';
import { parseStatus } from '../../../src/campaign/code/workTreeStatus.ts';

const id = 'a'.repeat(40);

describe('the status of a work tree', () => {
  it('is read by kind', () => {
    const status = parseStatus([
      `1 .M N... 100644 100644 100644 ${id} ${id} src/ä b.c`,
      `1 D. N... 100644 000000 000000 ${id} ${id} gone.c`,
      `1 .M SC.. 160000 160000 160000 ${id} ${id} moved`,
      `1 .M S.M. 160000 160000 160000 ${id} ${id} dirty`,
      `1 .M SC.U 160000 160000 160000 ${id} ${id} both`,
      `u UU N... 100644 100644 100644 100644 ${id} ${id} ${id} clash.c`,
      '? new file.c',
      '? nested/',
      '# branch.oid x',
    ]);
    assert.deepEqual(status, {
      changed: ['src/ä b.c', 'gone.c', 'moved', 'both'],
      untracked: ['new file.c'],
      nested: ['nested/'],
      dirtySubmodules: ['dirty', 'both'],
      unmerged: ['clash.c'],
    });
  });
});
