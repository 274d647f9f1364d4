import assert from 'node:assert/strict';
import { computeBenchmarkHash, definitionPaths, scriptFiles } from '../../../src/campaign/code/protectedFiles.ts';
import { definitionSchema } from '../../../src/campaign/definition/schema.ts';

const parse = (more: Record<string, unknown> = {}) =>
  definitionSchema.parse({ benchmark: { run: './run.sh' }, checks: './checks.sh', metrics: [{ name: 'tg', better: 'higher' }], ...more });
const FILES = { 'run.sh': 'a'.repeat(64), 'marginalia.yaml': 'b'.repeat(64) };
const hash = (more: Record<string, unknown> = {}, files: Record<string, string> = FILES) => computeBenchmarkHash(parse(more), files, ['marginalia.yaml']);

describe('the hash of what is measured with', () => {
  it('changes with files, commands, environment and metrics', () => {
    const hashes = [
      hash(),
      hash({}, { ...FILES, 'run.sh': 'c'.repeat(64) }),
      hash({}, { ...FILES, 'more.sh': 'c'.repeat(64) }),
      hash({ benchmark: { run: './run.sh --long' } }),
      hash({ setup: 'make deps' }),
      hash({ build: 'make' }),
      hash({ checks: 'true' }),
      hash({ env: { pass: ['A'] } }),
      hash({ env: { set: { A: '1' } } }),
      hash({ metrics: [{ name: 'tg', better: 'lower' }] }),
      hash({ metrics: [{ name: 'tg', better: 'higher', unit: 't/s' }] }),
      hash({ metrics: [{ name: 'tg', better: 'higher' }, { name: 'pp', better: 'higher' }] }),
    ];
    assert.equal(new Set(hashes).size, hashes.length);
    for (const each of hashes) assert.match(each, /^[0-9a-f]{64}$/);
  });

  it('stays the same over what has no part in a measurement, and over the order of things', () => {
    assert.equal(hash({ budget: { experiments: 5 }, goal: 'x', metrics: [{ name: 'tg', better: 'higher', smallestEffect: '3%' }] }), hash());
    assert.equal(hash({}, { 'marginalia.yaml': 'd'.repeat(64), 'run.sh': FILES['run.sh'] }), hash());
    assert.equal(hash({ env: { pass: ['A', 'B'], set: { X: '1', Y: '2' } } }), hash({ env: { pass: ['B', 'A'], set: { Y: '2', X: '1' } } }));
  });
});

describe('protected paths', () => {
  it('are the definition’s own files, from the repository’s root', () => {
    const paths = (definitionFile: string, prefix = '') => definitionPaths({ definitionFile, prefix }, '/repo');
    assert.deepEqual(paths('marginalia.yaml'), ['marginalia.yaml']);
    assert.deepEqual(paths('/repo/pkg/experiment.yaml', 'pkg/'), ['pkg/marginalia.yaml', 'pkg/experiment.yaml']);
    assert.deepEqual(paths('experiment.yaml', 'pkg/'), ['pkg/marginalia.yaml', 'pkg/experiment.yaml']);
    assert.deepEqual(paths('/elsewhere/x.yaml'), ['marginalia.yaml']);
  });

  it('are the scripts that commands name, but not a program that the scope lists by name', () => {
    const tracked = (file: string) => ['run.sh', 'checks.sh', 'src/app.py'].includes(file);
    assert.deepEqual(scriptFiles(parse(), '', tracked), ['run.sh', 'checks.sh']);
    const app = { benchmark: { run: 'python3 src/app.py --bench' } };
    assert.deepEqual(scriptFiles(parse({ ...app, scope: { include: ['src/**'] } }), '', tracked), ['src/app.py', 'checks.sh']);
    assert.deepEqual(scriptFiles(parse({ ...app, scope: { include: ['./src/app.py'] } }), '', tracked), ['checks.sh']);
  });
});
