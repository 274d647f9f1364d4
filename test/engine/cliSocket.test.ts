import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { runProgram } from '../../src/cli/program.ts';
import type { Ports } from '../../src/cli/ports.ts';
import { makePorts } from '../../src/cli/world/makePorts.ts';
import { EngineServer } from '../../src/campaign/engine/server.ts';
import { takeEngineLock, type HeldLock } from '../../src/campaign/store/engineLock.ts';
import { PROTOCOL_VERSION } from '../../src/protocol/engine.ts';
import { spawnEngine } from '../../src/protocol/spawnEngine.ts';
import { DEFINITION, makeWorld, type ScriptedWorld } from './scripted/stages.ts';

/** The terminal program against a real engine on a real socket, whose host and repository are scripted. */
describe("the terminal at the engine's socket", () => {
  let world: ScriptedWorld;
  let held: HeldLock;
  let server: EngineServer;
  let scratch: string;
  let interrupt: () => void = () => undefined;

  beforeEach(async () => {
    scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-cli-socket-'));
    const engineFile = path.join(scratch, 'engine.cjs');
    fs.writeFileSync(engineFile, `// ${scratch}`);
    const { version } = await spawnEngine.identify(engineFile);
    world = makeWorld({ scripts: [{ id: '01-good', effect: { tg: 0.1 } }, { id: '02-broken', build: 'fails' }, { id: '03-null' }, { id: '04-gamed', refused: 'protected' }] });
    fs.writeFileSync(path.join(world.workspace, 'marginalia.yaml'), DEFINITION);
    held = takeEngineLock(world.workspace, { protocol: PROTOCOL_VERSION, version, takeOver: false });
    server = new EngineServer({ engine: world.engine, socket: held.lock.socket, token: held.lock.token, version, onHandover: () => undefined, onClients: () => undefined });
    await server.listen();
  });

  afterEach(async () => {
    world.engine.running?.run?.stop.now('stopped');
    await world.engine.running?.done;
    await server.close();
    world.engine.close();
    held.release();
    world.dispose();
    fs.rmSync(scratch, { recursive: true });
  });

  async function run(argv: readonly string[], more: Partial<Ports> = {}) {
    const out: string[] = [];
    const err: string[] = [];
    const sink = (to: string[]) => ({ write: (text: string) => void to.push(text), isTerminal: false, columns: 100, rows: 24 });
    const real = makePorts({ engineFile: path.join(scratch, 'engine.cjs'), report: async () => ({ markdown: 'report.md', html: 'report.html' }), calibrate: async () => null });
    const ports: Ports = { ...real, canAsk: false, cwd: world.workspace, stdout: sink(out), stderr: sink(err), onInterrupt: (listener) => ((interrupt = listener), () => undefined), ...more };
    const code = await runProgram(argv, ports);
    const last = out.join('').trimEnd().split('\n').at(-1) ?? '';
    return { code, out: out.join(''), err: err.join(''), json: (argv.includes('--json') ? JSON.parse(last) : {}) as { state: string; campaign: string; experiments: { name: string; state: string; verdict: string | null; review: string; pairs: number }[]; error?: { code: string } } };
  }

  it('runs a campaign to its end, and status from the disk says the same', async () => {
    const { code, err, json } = await run(['start', '--json', '--total-pairs', '4', '--seed', 'cli']);
    assert.equal(code, 0, err);
    assert.equal(json.state, 'ended');
    const states = Object.fromEntries(json.experiments.map(({ name, state }) => [name, state]));
    assert.equal(states['02-broken'], 'crashed');
    assert.equal(states['04-gamed'], 'refused');
    assert.equal(states['01-good'], 'kept');
    assert.match(err, /^01-good: kept: tg \+/m);
    assert.match(err, /^total, base \+ 01-good against base, 4 pairs: tg \+/m);
    assert.deepEqual((await run(['status', '--json'])).json, json);
  });

  it('lets a campaign go on when it detaches, shows it at work, and stops it', async () => {
    const { json, code } = await run(['start', '--detach', '--json', '--seed', 'cli']);
    assert.equal(code, 0);
    const status = (await run(['status', '--json'])).json;
    assert.equal(status.campaign, json.campaign);
    assert(['starting', 'running', 'ended'].includes(status.state), status.state);
    const stopped = await run(['stop', '--json']);
    assert.equal(stopped.code, 0, stopped.err);
    assert(['stopped', 'ended'].includes(stopped.json.state));
    const second = await run(['start', '--detach', '--json']);
    assert.equal(second.code, 0, 'a stopped campaign is in nobody’s way');
  });

  it('refuses a second campaign beside one at work with 4', async () => {
    await run(['start', '--detach', '--seed', 'cli']);
    if (world.engine.running === undefined) return;
    const { code, json } = await run(['start', '--json']);
    assert.equal(code, 4);
    assert.equal(json.error?.code, 'busy');
  });

  it('stops at the second Ctrl-C with 5, and resumes to the end', async () => {
    let now = Date.now();
    let isFollowing = false;
    const campaign = run(['start', '--json', '--seed', 'cli'], { now: () => (now += 1_000), onInterrupt: (listener) => ((interrupt = listener), (isFollowing = true), () => undefined) });
    const stopAt = new Promise<void>((resolve) => {
      const poll = setInterval(() => {
        if (!isFollowing) return;
        clearInterval(poll);
        interrupt();
        interrupt();
        resolve();
      }, 1);
    });
    await stopAt;
    const { code, json, err } = await campaign;
    assert.match(err, /Detached: .*\nStopping after the pair under way/);
    assert.equal(json.state, 'stopped');
    assert.equal(code, 5);
    const resumed = await run(['resume', '--json']);
    assert.equal(resumed.code, 0, resumed.err);
    assert.equal(resumed.json.state, 'ended');
    assert.deepEqual(resumed.json.experiments.map(({ name }) => name), ['01-good', '02-broken', '03-null', '04-gamed']);
  });

  it('accepts, rejects, overrules and continues after the end', async () => {
    await run(['start', '--json', '--total-pairs', '4', '--seed', 'cli']);
    const accepted = await run(['accept', '01-good', '--json']);
    assert.equal(accepted.code, 0, accepted.err);
    assert.equal(accepted.json.experiments[0]?.review, 'accepted');
    const rejected = await run(['reject', '03-null', '--reason', 'no effect', '--json']);
    assert.equal(rejected.json.experiments[2]?.review, 'rejected');
    const overruled = await run(['overrule', '04-gamed', '--json']);
    assert.equal(overruled.code, 0, overruled.err);
    assert.notEqual(overruled.json.experiments[3]?.verdict, 'refused');
    assert.notEqual(overruled.json.experiments[3]?.verdict, null);
    const before = (await run(['status', '--json'])).json.experiments[2];
    const continued = await run(['continue', '03-null', '--json']);
    assert.equal(continued.code, 0, continued.err);
    assert((continued.json.experiments[2]?.pairs ?? 0) >= (before?.pairs ?? 0));
    const wrong = await run(['continue', '01-good', '--json']);
    assert.equal(wrong.code, 2);
    assert.equal(wrong.json.error?.code, 'not-allowed');
  });

  it('attaches to a campaign at work and sees its end', async () => {
    await run(['start', '--detach', '--seed', 'cli', '--total-pairs', '4']);
    const { code, out } = await run(['attach']);
    assert.equal(code, 0);
    assert.match(out, /01-good +kept/);
  });
});
