import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { discover, proposeDefinition } from '../../../src/campaign/definition/discover.ts';
import { missingIn } from '../../../src/campaign/definition/draft.ts';
import { guessDirection, guessUnit, metricNamesIn } from '../../../src/campaign/definition/guess.ts';
import { parseDefinition } from '../../../src/campaign/definition/read.ts';

const CONFIG = '{"type":"config","name":"tg session","metricName":"tg_tps","metricUnit":"t/s","bestDirection":"higher"}\n';

describe('discover', () => {
  let folder: string;
  const put = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
  };
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-discover-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it('finds nothing in an empty folder and says what is missing', () => {
    assert.deepEqual(missingIn(discover(folder).draft), [{ kind: 'benchmark' }, { kind: 'metric' }]);
  });

  it('reads the current layout of pi-autoresearch', () => {
    put({
      '.auto/measure.sh': 'echo "METRIC tg_tps=$x"\necho "METRIC pp_tps=$y"\n',
      '.auto/checks.sh': 'make check\n',
      '.auto/log.jsonl': `${CONFIG}{"run":1,"metric":52.1,"status":"keep"}\n{"torn`,
      '.auto/prompt.md': '# Autoresearch: Faster generation\n\nObjective …\n',
      'autoresearch.sh': 'echo METRIC other=1\n',
    });
    const { text } = proposeDefinition(folder);
    const definition = parseDefinition(text, 'm');
    assert.equal(definition.goal, 'Faster generation');
    assert.equal(definition.benchmark.run, 'bash .auto/measure.sh');
    assert.equal(definition.checks, 'bash .auto/checks.sh');
    assert.deepEqual(definition.metrics, [{ name: 'tg_tps', unit: 't/s', better: 'higher' }]);
    assert.equal(definition.timeouts.run, 600_000);
    assert.deepEqual(definition.protect, ['.auto/**']);
    assert.match(text, /# \.auto\/log\.jsonl$/m);
  });

  it('lets one file of the current layout hide the older one', () => {
    put({ '.auto/ideas.md': '- [ ] x\n', 'autoresearch.sh': 'echo METRIC a_ms=1\n' });
    const { draft, notes } = discover(folder);
    assert.equal(draft.run, undefined);
    assert.match(notes.join(), /measure\.sh is missing/);
  });

  it('takes the last session, whose direction has to be said', () => {
    put({
      'autoresearch.sh': 'echo "METRIC combined_us=$x"\n',
      'autoresearch.jsonl': `${CONFIG}{"run":1,"metric":1}\n{"type":"config","metricName":"combined_µs"}\n`,
    });
    const { draft, notes } = discover(folder);
    assert.deepEqual(draft.metrics?.[0]?.value, { name: 'combined_us', unit: 't/s' });
    assert.deepEqual(missingIn(draft), [{ kind: 'direction', metric: { name: 'combined_us', unit: 't/s' } }]);
    assert.match(notes.join(), /higher or a lower combined_us/);
  });

  it('asks which metric counts where the log and the script disagree', () => {
    put({ 'autoresearch.sh': 'echo METRIC a_ms=1\necho METRIC b_ms=1\n', 'autoresearch.jsonl': CONFIG });
    const { draft, notes } = discover(folder);
    assert.deepEqual(missingIn(draft), [{ kind: 'metric' }]);
    assert.match(notes.join(), /calls the metric "tg_tps", autoresearch\.sh prints a_ms, b_ms/);
  });

  it('reads other spellings of the log', () => {
    put({ 'autoresearch.sh': './bench\n', 'autoresearch.jsonl': '{"type":"config","metric_name":"load","metric_unit":"s","direction":"lower"}\n' });
    assert.deepEqual(discover(folder).draft.metrics?.[0]?.value, { name: 'load', unit: 's', better: 'lower' });
  });

  it('follows a working folder only where it exists below the workspace', () => {
    put({ '.auto/measure.sh': '', '.auto/config.json': '{"workingDir":"engine"}', 'engine/x': '' });
    assert.equal(discover(folder).draft.cwd?.value, 'engine');
    assert.equal(discover(folder).draft.run?.value, 'bash ../.auto/measure.sh');
    put({ '.auto/config.json': '{"workingDir":"/home/someone/engine"}' });
    assert.equal(discover(folder).draft.cwd, undefined);
  });

  it("reads SkyPilot's task beside the scripts", () => {
    put({
      'experiment.yaml': 'resources:\n  cpus: 4+\nenvs:\n  EXPERIMENT_ID: baseline\n  BUILD_CMD: "make -j$(nproc) CC=clang"\n  BENCH_TIMEOUT: 120\nrun: |\n  bash autoresearch.sh\n',
      'autoresearch.sh': 'echo METRIC time_s=1\n',
      'autoresearch.checks.sh': 'make test\n',
      'setup_deps.sh': 'apt-get install x\n',
      Makefile: 'all:\n',
    });
    const definition = parseDefinition(proposeDefinition(folder).text, 'm');
    assert.equal(definition.setup, 'bash setup_deps.sh');
    assert.equal(definition.build, 'make -j$(nproc) CC=clang');
    assert.equal(definition.benchmark.run, 'bash autoresearch.sh');
    assert.equal(definition.checks, 'bash autoresearch.checks.sh');
    assert.equal(definition.timeouts.run, 120_000);
    assert.deepEqual(definition.metrics, [{ name: 'time_s', unit: 's', better: 'lower' }]);
  });

  it('leaves a YAML file of another tool alone', () => {
    put({ 'experiment.yaml': 'run: nightly\nmatrix: [1, 2]\n' });
    assert.deepEqual(discover(folder).draft, {});
    put({ 'experiment.yaml': 'run: [' });
    assert.deepEqual(discover(folder).draft, {});
  });

  it('finds build, checks and benchmark of common build files', () => {
    put({ Makefile: 'CC := gcc\nall: x\nbench: all\n\t./x\ncheck: all\n', 'candidates/01.patch': '' });
    const { draft } = discover(folder);
    assert.deepEqual([draft.build?.value, draft.run?.value, draft.checks?.value, draft.patches?.value], ['make -j', 'make -s bench', 'make check', 'candidates']);
  });

  it('knows the output of llama-bench', () => {
    put({ 'CMakeLists.txt': 'enable_testing()\n', 'bench.sh': './build/bin/llama-bench -m m.gguf -o json\n' });
    const { draft } = discover(folder);
    assert.equal(draft.format?.value, 'llama-bench');
    assert.deepEqual(draft.metrics?.map(({ value }) => value.name), ['tg', 'pp']);
    assert.match(draft.build?.value ?? '', /^cmake /);
    assert.deepEqual(missingIn(draft), []);
  });

  for (const [name, text, build] of [
    ['Cargo.toml', '[package]\n', 'cargo build --release'],
    ['go.mod', 'module x\n', 'go build ./...'],
    ['package.json', '{"scripts":{"build":"tsc","test":"mocha"}}', 'npm run build'],
  ] as const) {
    it(`knows how ${name} is built`, () => {
      put({ [name]: text });
      assert.equal(discover(folder).draft.build?.value, build);
    });
  }
});

describe('guesses', () => {
  it('tells units and directions only where there is hardly another reading', () => {
    assert.equal(guessUnit('p95_ms'), 'ms');
    assert.equal(guessUnit('tok_per_s'), '');
    assert.equal(guessDirection('tok_per_s', ''), 'higher');
    assert.equal(guessDirection('anything', 't/s'), 'higher');
    assert.equal(guessDirection('load', 's'), 'lower');
    assert.equal(guessDirection('val_bpb', ''), 'lower');
    assert.equal(guessDirection('score_time', ''), undefined);
    assert.equal(guessDirection('quux', ''), undefined);
  });

  it('sees the names that a script prints, comments aside', () => {
    assert.deepEqual(metricNamesIn('# prints METRIC no=1\necho "METRIC a.b=$x"\nprintf "METRIC a.b=%s\\nMETRIC c_µs=%s" 1 2\nMETRIC $name=1'), ['a.b', 'c_µs']);
  });
});
