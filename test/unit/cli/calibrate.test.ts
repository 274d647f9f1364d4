import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import type { Calibration, CalibrationRequest, CalibrationResult } from '../../../src/campaign/calibration.ts';
import { Failure } from '../../../src/campaign/failure.ts';
import { makeWorld, settle, type World } from './fakes.ts';

const METRIC = { position: 0.003, spread: 0.012, smallestEffect: 0.021, tolerance: 0.03, exact: false, stallRate: 0.02, level: 52.13, layoutFloor: null };
const CALIBRATION: Calibration = {
  v: 1,
  at: 1,
  host: 'local',
  machine: { name: 'box', processor: 'A CPU', threads: 2 },
  compiler: 'gcc 12',
  benchmark: 'b',
  runSeconds: 0.15,
  k: 8,
  pairs: 12,
  position: 0.003,
  metrics: { tg: METRIC },
  layoutFloor: null,
  layout: { rebuilds: 0, why: 'the definition builds nothing' },
};
const NEEDED = ['calibrate', '--yes'];

/** The sample's definition, on the disk. */
function world(calibrate: (request: CalibrationRequest) => Promise<CalibrationResult | null>, more: Parameters<typeof makeWorld>[0] = {}): World {
  return makeWorld({ cwd: path.resolve(import.meta.dirname, '../../../examples/tinylm'), ...more, ports: { calibrate, ...more?.ports } });
}

const done: CalibrationResult = { calibration: CALIBRATION, values: [50, 51, 52, 53], file: '/cache/hosts/local-1.json' };

describe('marginalia calibrate', () => {
  it('prints what it learned as one object: host, k, position, metrics, layout floor', async () => {
    const { code, json, out } = await world(async () => done).run(...NEEDED, '--json');
    assert.equal(code, 0);
    assert.equal(out.trimEnd().split('\n').length, 1);
    assert.equal(json.host, 'local');
    assert.equal(json.k, 8);
    assert.equal(json.position, 0.003);
    assert.deepEqual((json.metrics as Calibration['metrics']).tg, METRIC);
    assert.equal(json.layoutFloor, null);
    assert.equal(json.file, done.file);
  });

  it('says it in words: which run length k was chosen for, what the budget resolves, why there is no floor', async () => {
    const { out } = await world(async () => done).run(...NEEDED);
    assert.match(out, /^local {2}box, A CPU, 2 threads, gcc 12$/m);
    assert.match(out, /^a run takes 150 ms; for that length a pair of 8 micro-pairs tells most; this rests on 12 such pairs/m);
    assert.match(out, /can resolve +tolerance/);
    assert.match(out, /^tg +52\.1 t\/s +1\.2 % +\+0\.3 % +2 % +2\.1 % +3 % {2}tolerance from the definition$/m);
    assert.match(out, /^layout floor not measured: the definition builds nothing$/m);
    const floor = { ...CALIBRATION, layoutFloor: 0.004, layout: { rebuilds: 5, why: '' }, metrics: { tg: { ...METRIC, layoutFloor: 0.004 } } };
    assert.match((await world(async () => ({ ...done, calibration: floor })).run(...NEEDED)).out, /^layout floor, from 5 neutral rebuilds: tg 0\.4 %, pp none$/m);
  });

  it('asks for as many runs as are to be recorded, and writes that many in time order', async () => {
    let asked: CalibrationRequest | undefined;
    const calibrate = async (request: CalibrationRequest) => ((asked = request), done);
    const one = world(calibrate, { folders: ['/tmp'] });
    const { json } = await one.run(...NEEDED, '--record', '/tmp/trace.json', '--runs', '3', '--no-layout', '--json');
    assert.equal(asked?.runs, 3);
    assert.equal(asked?.layout, false);
    assert.match(asked?.definition ?? '', /llama-bench/);
    assert.equal(asked?.environment.PATH, '/bin');
    assert.equal(one.saved.get('/tmp/trace.json'), '[50,51,52]\n');
    assert.deepEqual(json.record, { file: '/tmp/trace.json', runs: 3 });
    await world(calibrate, { folders: ['/tmp'] }).run(...NEEDED, '--record', '/tmp/trace.json');
    assert.equal(asked?.runs, 1900);
    await world(calibrate).run(...NEEDED);
    assert.equal(asked?.runs, 0);
    assert.equal(asked?.layout, true);
  });

  it('refuses a place that cannot be written to before it measures', async () => {
    const never = async () => assert.fail('it measured');
    assert.equal((await world(never).run(...NEEDED, '--record', '/nowhere/trace.json')).code, 2);
    assert.match((await world(never, { folders: ['/tmp'] }).run(...NEEDED, '--record', '/tmp')).err, /--record: \/tmp is a folder/);
  });

  it('is called off by Ctrl-C: 5, and nothing is written', async () => {
    const calibrate = ({ signal }: CalibrationRequest) => new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)));
    const one = world(calibrate, { folders: ['/tmp'] });
    const running = one.run(...NEEDED, '--record', '/tmp/trace.json', '--json');
    await settle();
    one.pressInterrupt();
    const { code, json } = await running;
    assert.equal(code, 5);
    assert.deepEqual(json, { state: 'stopped' });
    assert.equal(one.saved.size, 0);
  });

  it('tells its steps to a log once, and on a terminal with a bar', async () => {
    const calibrate = async ({ onProgress }: CalibrationRequest) => {
      onProgress({ kind: 'notice', text: 'no checks' });
      for (let n = 0; n <= 12; n += 1) onProgress({ kind: 'step', text: 'A/A pairs', done: n, most: 12 });
      return done;
    };
    assert.equal((await world(calibrate).run(...NEEDED)).err, 'no checks\nA/A pairs\n');
    assert.match((await world(calibrate, { isTerminal: true }).run(...NEEDED)).err, /█+.* A\/A pairs \(12 of 12\)/);
  });

  it('ends with 4 where a campaign runs', async () => {
    const { code, json } = await world(() => Promise.reject(new Failure('busy', 'campaign c1 is running in this workspace'))).run(...NEEDED, '--json');
    assert.equal(code, 4);
    assert.equal((json.error as { code: string }).code, 'busy');
  });
});
