import assert from 'node:assert/strict';
import { findCommandFiles } from '../../../src/campaign/code/commandFiles.ts';

const TRACKED = new Set(['autoresearch.sh', 'bench/run.py', 'tools/check all.sh', 'src/a.c', 'pkg/bench.sh', 'Makefile']);
const find = (command: string, folder = '.') => findCommandFiles(command, folder, (file) => TRACKED.has(file));

describe('files that a command names', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['./autoresearch.sh', ['autoresearch.sh']],
    ['bash autoresearch.sh --quick', ['autoresearch.sh']],
    ['env A=1 nice -n 5 ./autoresearch.sh >out.txt 2>&1', ['autoresearch.sh']],
    ['python3 "bench/run.py" && ./autoresearch.sh', ['bench/run.py', 'autoresearch.sh']],
    ['cd bench; python3 run.py', ['bench/run.py']],
    ['cd bench && ../autoresearch.sh', ['autoresearch.sh']],
    ['make check', []],
    ['./build/bench -o json', []],
    ['/usr/bin/autoresearch.sh', []],
  ];
  for (const [command, files] of cases) it(JSON.stringify(command), () => assert.deepEqual(find(command), files));

  it('are looked for where the command runs', () => assert.deepEqual(find('./bench.sh', 'pkg'), ['pkg/bench.sh']));
});
