import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseDefinition } from '../../../src/campaign/definition/read.ts';
import { created, started, stateOf } from './campaigns.ts';
import { FakeEngine, makeWorld, settle, type WorldOptions } from './fakes.ts';

const SOUND = 'goal: mine\nbenchmark: { run: ./bench }\nmetrics:\n  - { name: tg, unit: t/s, better: higher, smallestEffect: 3% }\n';

describe('marginalia start', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-start ünïcode '));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  const put = (name: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };

  /** Starts, lets the campaign end at once, and gives the definition that the engine was handed. */
  async function startWith(argv: readonly string[], options: WorldOptions = {}) {
    const engine = new FakeEngine('c20260102-1', stateOf(created, started));
    const world = makeWorld({ engine, cwd: folder, ...options });
    const done = world.run('start', ...argv);
    for (let round = 0; round < 20 && !engine.asked.some(({ method }) => method === 'attach'); round += 1) await settle();
    engine.tell({ kind: 'ended', how: 'ended', detail: '' }, { kind: 'engine_stopped', reason: 'ended' });
    const result = await done;
    const params = engine.asked.find(({ method }) => method === 'start')?.params as Record<string, unknown> | undefined;
    const text = typeof params?.definition === 'string' ? params.definition : '';
    return { ...result, world, params, text, read: () => parseDefinition(text, 'm') };
  }

  it('starts with the workspace’s definition as it stands, without a question', async () => {
    put('marginalia.yaml', `# mine\n${SOUND}`);
    const { code, text, params, world } = await startWith([]);
    assert.equal(code, 0);
    assert.equal(text, `# mine\n${SOUND}`);
    assert.equal(params?.definitionFile, 'marginalia.yaml');
    assert.equal(world.saved.size, 0);
  });

  it('changes what the command line says, and writes it only with --save', async () => {
    put('marginalia.yml', SOUND);
    const once = await startWith(['--experiments', '5', '--scope', 'src/**']);
    assert.deepEqual([once.read().budget.experiments, once.read().goal, once.read().scope.include], [5, 'mine', ['src/**']]);
    assert.equal(once.world.saved.size, 0);
    const saved = await startWith(['--experiments', '5', '--save']);
    assert.equal(saved.world.saved.get(path.join(folder, 'marginalia.yml')), saved.text);
    assert.match(saved.err, /wrote marginalia\.yml/);
  });

  it('names file and line of a definition that is wrong, and starts nothing', async () => {
    put('marginalia.yaml', `${SOUND}bechmark: x\n`);
    const { code, err, params } = await startWith([]);
    assert.equal(code, 2);
    assert.equal(params, undefined);
    assert.match(err, /marginalia\.yaml:5: unknown key "bechmark"\nDid you mean "benchmark"\?/);
  });

  it('keeps the direction and thresholds of a metric that the file describes', async () => {
    put('marginalia.yaml', SOUND);
    const { read } = await startWith(['--metric', 'tg', '--metric', 'p95_ms']);
    assert.deepEqual(read().metrics.map(({ name, better, smallestEffect }) => [name, better, smallestEffect]), [['tg', 'higher', 0.03], ['p95_ms', 'lower', undefined]]);
  });

  it('needs nothing but benchmark and metric, and takes nothing along that was only found', async () => {
    put('Makefile', 'all:\n');
    const { read, err } = await startWith(['--benchmark', './b', '--metric', 'tps']);
    assert.equal(read().build, undefined);
    assert.deepEqual(read().metrics, [{ name: 'tps', unit: '', better: 'higher' }]);
    assert.match(err, /of tps, higher counts as better/);
  });

  it('reads llama-bench without a named metric', async () => {
    const { read } = await startWith(['--benchmark', './bench -o json', '--format', 'llama-bench']);
    assert.deepEqual(read().metrics.map(({ name }) => name), ['tg', 'pp']);
    assert.equal(read().benchmark.format, 'llama-bench');
  });

  for (const [title, argv, flag] of [
    ['the benchmark', ['--metric', 'a:s'], /--benchmark COMMAND/],
    ['the metric', ['--benchmark', './b'], /--metric name:unit:higher/],
    ['a direction that no name tells', ['--benchmark', './b', '--metric', 'quux'], /--metric quux::higher/],
    ['what even --yes cannot know', ['--yes'], /--benchmark COMMAND and --metric/],
  ] as const) {
    it(`ends with 2 and names the flag without ${title}`, async () => {
      const { code, err, params } = await startWith(argv);
      assert.equal(code, 2);
      assert.match(err, flag);
      assert.equal(params, undefined);
    });
  }

  it('takes what was found with --yes, and offers that without', async () => {
    put('.auto/measure.sh', 'echo "METRIC tps=$x"\n');
    const without = await startWith([]);
    assert.equal(without.code, 2);
    assert.match(without.err, /take what was found \(bash \.auto\/measure\.sh, from \.auto\/measure\.sh\) with --yes/);
    const { read, err } = await startWith(['--yes', '--hours', '2']);
    assert.equal(read().benchmark.run, 'bash .auto/measure.sh');
    assert.equal(read().budget.hours, 2);
    assert.match(err, /benchmark: \{ run: bash \.auto\/measure\.sh \} # \.auto\/measure\.sh/, 'it is shown with its sources');
  });

  it('asks on a terminal, with what was found as defaults', async () => {
    put('Makefile', 'all: x\ncheck: all\n');
    const { read, world, code } = await startWith([], { canAsk: true, answers: ['Fast', './bench', 'quux, tps', '', '', 'low', 'h', 'y', 'n'] });
    assert.equal(code, 0, world.err.join(''));
    assert.deepEqual(world.questions.map((question) => question.split(/[ ,]/)[0]), ['Goal', 'Benchmark', 'Metrics', 'Build', 'Command', 'Is', 'Is', 'Start', 'Write']);
    assert.deepEqual(read().metrics.map(({ name, better }) => [name, better]), [['quux', 'lower'], ['tps', 'higher']]);
    assert.deepEqual([read().goal, read().build, read().checks], ['Fast', 'make -j', 'make check']);
    assert.equal(world.saved.size, 0);
  });

  it('starts nothing where the person says no', async () => {
    const { code, params } = await startWith([], { canAsk: true, answers: ['', './b', 'tps', '', '', 'h', 'n'] });
    assert.equal(code, 2);
    assert.equal(params, undefined);
  });

  it('asks nothing on a terminal with --yes', async () => {
    put('marginalia.yaml', SOUND);
    const { code, world } = await startWith(['--yes', '--hours', '1'], { canAsk: true });
    assert.equal(code, 0);
    assert.deepEqual(world.questions, []);
  });

  it('lists what the base has beyond HEAD', async () => {
    put('marginalia.yaml', SOUND);
    const files = Array.from({ length: 20 }, (_, n) => `f${n}.c`);
    const repository = { changes: async () => files, diff: async () => '' };
    const { err } = await startWith([], { ports: { repository } });
    assert.match(err, /from HEAD with 20 changed or new files of the work tree:\n {4}f0\.c\n/);
    assert.match(err, /and 5 more/);
    assert.match((await startWith(['--diff'], { ports: { repository } })).err, /the candidate is 20 changed or new files/);
  });

  it('never takes money as a default', async () => {
    put('marginalia.yaml', `${SOUND}hosts: { provider: skypilot }\nbudget: { dollars: 30 }\n`);
    for (const argv of [[], ['--yes']]) {
      const { code, err, params } = await startWith(argv);
      assert.equal(code, 2);
      assert.equal(params, undefined);
      assert.match(err, /\$30\.00 may be spent.*\n.*--dollars 30/);
    }
    assert.equal((await startWith(['--yes', '--dollars', '30'])).code, 0);
    assert.equal((await startWith(['--yes', '--dollars', '0'])).code, 0);
    assert.equal((await startWith([], { canAsk: true, answers: ['n'] })).code, 2);
  });

  it('takes a folder of patches as seen from the caller, and from the workspace', async () => {
    put('marginalia.yaml', SOUND);
    const at = (name: string) => path.join(folder, name);
    assert.equal((await startWith(['--patches', 'mine'], { folders: [at('mine')] })).params?.patches, 'mine');
    const elsewhere = await startWith(['--cwd', folder, '--patches', 'mine'], { cwd: '/home/me', folders: ['/home/me/mine', folder, at('mine')] });
    assert.equal(elsewhere.params?.patches, '/home/me/mine');
    const inside = await startWith(['--cwd', folder, '--patches', 'mine'], { cwd: '/home/me', folders: [folder, at('mine')] });
    assert.equal(inside.params?.patches, 'mine');
    const none = await startWith(['--patches', 'mine']);
    assert.equal(none.code, 2);
    assert.match(none.err, /--patches: there is no folder mine/);
  });
});
