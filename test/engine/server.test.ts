import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { ResponseError} from 'vscode-jsonrpc/node';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';
import { EngineServer } from '../../src/campaign/engine/server.ts';
import { takeEngineLock, type HeldLock } from '../../src/campaign/store/engineLock.ts';
import { fold } from '../../src/campaign/state.ts';
import { NOTIFICATION_METHOD, PROTOCOL_VERSION, RPC_HANDOVER, type Notification, type Snapshot } from '../../src/protocol/engine.ts';
import { DEFINITION, makeWorld, type ScriptedWorld } from './scripted/stages.ts';

const START = { request: 'start-12345', definition: DEFINITION, definitionFile: 'marginalia.yaml', environment: {}, seed: 'server', totalPairs: 4 };

interface Client {
  readonly connection: MessageConnection;
  readonly notifications: Notification[];
  readonly socket: net.Socket;
}

describe("the engine's socket", () => {
  let world: ScriptedWorld;
  let held: HeldLock;
  let server: EngineServer;
  let handovers = 0;
  const clients: Client[] = [];

  beforeEach(async () => {
    world = makeWorld({ scripts: [{ id: 'good', effect: { tg: 0.1 } }, { id: 'null' }] });
    held = takeEngineLock(world.workspace, { protocol: PROTOCOL_VERSION, version: '1.0.0', takeOver: false });
    handovers = 0;
    server = new EngineServer({ engine: world.engine, socket: held.lock.socket, token: held.lock.token, version: '1.0.0', onHandover: () => (handovers += 1), onClients: () => undefined });
    await server.listen();
  });

  afterEach(async () => {
    for (const { socket, connection } of clients.splice(0)) {
      connection.dispose();
      socket.destroy();
    }
    world.engine.running?.run?.stop.now('stopped');
    await world.engine.running?.done;
    await server.close();
    world.engine.close();
    held.release();
    world.dispose();
  });

  async function connect(hello: { token?: string; version?: string } | null = {}): Promise<Client> {
    const socket = net.createConnection(held.lock.socket);
    await new Promise((resolve) => socket.once('connect', resolve));
    const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    const client: Client = { connection, socket, notifications: [] };
    connection.onNotification(NOTIFICATION_METHOD, (notification: Notification) => void client.notifications.push(notification));
    connection.onError(() => undefined);
    connection.listen();
    clients.push(client);
    if (hello) await connection.sendRequest('hello', { token: held.lock.token, protocol: PROTOCOL_VERSION, version: '1.0.0', client: 'test', capabilities: [], ...hello });
    return client;
  }

  it('is closed to everybody but the user', () => {
    const folder = held.lock.socket.replace(/\/[^/]*$/, '');
    assert.equal(fs.statSync(folder).mode & 0o777, 0o700);
    assert.equal(fs.statSync(`${world.workspace}/.marginalia/engine.lock`).mode & 0o777, 0o600);
  });

  it('answers nothing before hello, and nothing to a wrong token', async () => {
    const silent = await connect(null);
    await assert.rejects(silent.connection.sendRequest('attach', {}), /first message must be hello/);
    await assert.rejects(connect({ token: 'guess' }), /token/);
  });

  it('hands over to a client of another version', async () => {
    await assert.rejects(connect({ version: '2.0.0' }), (error: ResponseError<unknown>) => error.code === RPC_HANDOVER);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(handovers, 1);
  });

  it('refuses what does not fit the contract, in words, and lives on', async () => {
    const { connection } = await connect();
    await assert.rejects(connection.sendRequest('start', { request: 'x', definition: 7 }), /malformed/);
    await assert.rejects(connection.sendRequest('start', { ...START, definition: `${DEFINITION}typo: 1\n` }), /typo/);
    await assert.rejects(connection.sendRequest('accept', { request: 'accept-1234', campaign: 'c20260101-1', experiment: 'x' }), /no campaign/);
    assert.equal(await connection.sendRequest('attach', {}), null);
  });

  it('starts a campaign once, however often it is asked with the same id', async () => {
    const { connection } = await connect();
    const first = await connection.sendRequest('start', START);
    assert.deepEqual(await connection.sendRequest('start', START), first);
    await assert.rejects(connection.sendRequest('start', { ...START, request: 'another-1' }), /is running/);
  });

  it('gives two clients the same campaign: a snapshot, then every notification without a gap', async () => {
    const one = await connect();
    const { campaign } = await one.connection.sendRequest<{ campaign: string }>('start', START);
    const snapshots: Snapshot[] = [];
    snapshots.push(await one.connection.sendRequest<Snapshot>('attach', { campaign }));
    const two = await connect();
    snapshots.push(await two.connection.sendRequest<Snapshot>('attach', { campaign }));
    await (await world.engine.openCampaign(campaign)).done;
    const final = world.engine.snapshotOf(await world.engine.openCampaign(campaign));
    for (const [index, client] of [one, two].entries()) {
      while ((client.notifications.at(-1)?.seq ?? 0) < final.seq) await new Promise((resolve) => setTimeout(resolve, 5));
      const snapshot = snapshots[index]!;
      assert.deepEqual(client.notifications.map(({ seq }) => seq), Array.from({ length: final.seq - snapshot.seq }, (_, n) => snapshot.seq + 1 + n));
      const events = client.notifications.flatMap((notification) => (notification.type === 'event' ? [notification.event] : []));
      assert.deepEqual(JSON.parse(JSON.stringify(fold(events, snapshot.state))), JSON.parse(JSON.stringify(final.state)));
    }
  });

  it('tells a client that does not read to attach again, and does not fill its memory', async () => {
    const one = await connect();
    const { campaign } = await one.connection.sendRequest<{ campaign: string }>('start', START);
    await one.connection.sendRequest('attach', { campaign });
    const open = await world.engine.openCampaign(campaign);
    await open.done;
    one.socket.pause();
    const text = 'x'.repeat(8 * 1024);
    for (let n = 0; n < 3_000; n += 1) open.record.broadcast.act({ experiment: '', host: 'h', text, progress: null });
    await new Promise((resolve) => setTimeout(resolve, 50));
    one.socket.resume();
    while (one.notifications.at(-1)?.type !== 'resync') await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(one.notifications.length < 3_000);
    const again = await one.connection.sendRequest<Snapshot>('attach', { campaign });
    assert.equal(again.seq, open.record.broadcast.seq);
  });

  it('stops a running campaign and answers once it has stopped', async () => {
    const { connection } = await connect();
    const { campaign } = await connection.sendRequest<{ campaign: string }>('start', START);
    await connection.sendRequest('stop', { request: 'stop-12345', campaign });
    const { record, run } = await world.engine.openCampaign(campaign);
    assert.equal(run, null);
    assert.equal(record.state.phase, 'stopped');
    await assert.rejects(connection.sendRequest('stop', { request: 'stop-23456', campaign }), /no campaign is running/);
  });
});

describe("the engine's lock", () => {
  it('refuses a second engine, a fresh one elsewhere, and an old one elsewhere unless told to take over', () => {
    const { workspace, dispose } = makeWorld({ scripts: [] });
    const options = { protocol: 1, version: '1', takeOver: false };
    const mine = takeEngineLock(workspace, options);
    assert.throws(() => takeEngineLock(workspace, options), /is at work here/);
    const foreign = (heartbeat: number) => fs.writeFileSync(`${workspace}/.marginalia/engine.lock`, JSON.stringify({ ...mine.lock, host: 'elsewhere', heartbeat }));
    foreign(Date.now());
    assert.throws(() => takeEngineLock(workspace, { ...options, takeOver: true }), /elsewhere is at work/);
    foreign(Date.now() - 3_600_000);
    assert.throws(() => takeEngineLock(workspace, options), /last heard of/);
    const taken = takeEngineLock(workspace, { ...options, takeOver: true });
    assert.equal(mine.beat(Date.now()), false, 'the first engine learns that the lock is no longer its own');
    mine.release();
    assert.ok(fs.existsSync(`${workspace}/.marginalia/engine.lock`), 'and does not remove the lock of another');
    taken.release();
    assert.ok(!fs.existsSync(`${workspace}/.marginalia/engine.lock`));
    dispose();
  });

  it("takes a dead engine's place without being told", () => {
    const { workspace, dispose } = makeWorld({ scripts: [] });
    const held = takeEngineLock(workspace, { protocol: 1, version: '1', takeOver: false });
    fs.writeFileSync(`${workspace}/.marginalia/engine.lock`, JSON.stringify({ ...held.lock, start: '1' }));
    takeEngineLock(workspace, { protocol: 1, version: '1', takeOver: false }).release();
    dispose();
  });
});
