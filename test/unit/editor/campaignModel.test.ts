import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EventBody } from '../../../src/campaign/events.ts';
import { CampaignModel } from '../../../src/editor/model/campaignModel.ts';
import type { EngineClient } from '../../../src/protocol/client.ts';
import type { Method, Notification, Snapshot } from '../../../src/protocol/engine.ts';
import { committed, MIDDLE, number, proposed, stateOf } from '../cli/campaigns.ts';

const ID = 'c20260102-1';

class FakeEngine {
  readonly asked: { readonly method: Method; readonly params: unknown }[] = [];
  readonly #notified = new Set<(notification: Notification) => void>();
  readonly #closed = new Set<() => void>();
  connections = 0;
  isLive = true;
  bodies: readonly EventBody[] = MIDDLE;
  seq = 5;

  connect(): EngineClient {
    this.connections += 1;
    return {
      request: (async (method: Method, params: unknown) => {
        this.asked.push({ method, params });
        if (method === 'resume' || method === 'start') this.isLive = true;
        return method === 'attach' ? this.#snapshot() : { campaign: ID };
      }) as EngineClient['request'],
      onNotification: (listener) => {
        this.#notified.add(listener);
        return () => this.#notified.delete(listener);
      },
      onClose: (listener) => {
        this.#closed.add(listener);
        return () => this.#closed.delete(listener);
      },
      dispose: () => this.#closed.clear(),
    };
  }

  tell(notification: Omit<Extract<Notification, { type: 'event' }>, 'campaign' | 'seq' | 'type'> & { readonly seq: number }): void {
    for (const listener of this.#notified) listener({ type: 'event', campaign: ID, ...notification });
  }

  end(): void {
    for (const listener of [...this.#closed]) listener();
  }

  methods(): Method[] {
    return this.asked.map(({ method }) => method);
  }

  #snapshot(): Snapshot {
    return { campaign: ID, seq: this.seq, state: stateOf(...this.bodies), livePairs: {}, activity: [], live: this.isLive };
  }
}

describe('the campaign of a workspace', () => {
  let workspace: string;
  let engine: FakeEngine;
  let starts: boolean[];
  let isTrusted: boolean;
  let model: CampaignModel;

  beforeEach(() => {
    workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'marginalia-editor-'));
    engine = new FakeEngine();
    starts = [];
    isTrusted = true;
    model = new CampaignModel({
      workspace,
      connect: async ({ start }) => {
        starts.push(start);
        return engine.connect();
      },
      isTrusted: () => isTrusted,
      environment: () => ({}),
      newRequestId: () => 'request-1234',
      log: () => undefined,
    });
  });

  afterEach(() => {
    model.dispose();
    fs.rmSync(workspace, { recursive: true, force: true });
  });

  function putOnDisk(bodies: readonly EventBody[]): void {
    const folder = path.join(workspace, '.marginalia', 'campaigns', ID);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'events.jsonl'), number(bodies).map((event) => `${JSON.stringify(event)}\n`).join(''));
  }

  it('starts nothing where there is none', async () => {
    await model.refresh();
    assert.equal(model.live, null);
    assert.equal(engine.connections, 0);
  });

  it('is read from the disk once it is over', async () => {
    putOnDisk([...MIDDLE, { kind: 'ended', how: 'ended', detail: '' }, { kind: 'engine_stopped', reason: 'ended' }]);
    await model.refresh();
    assert.equal(model.live?.state.phase, 'ended');
    assert.equal(engine.connections, 0);
  });

  it('goes on by itself where it was cut off', async () => {
    putOnDisk(MIDDLE);
    engine.isLive = false;
    await model.refresh();
    assert.deepEqual(engine.methods(), ['attach', 'resume', 'attach']);
    assert.equal(model.live?.live, true);
  });

  it('is only looked at where there is no trust', async () => {
    putOnDisk(MIDDLE);
    isTrusted = false;
    await model.refresh();
    assert.equal(model.live?.live, false);
    assert.equal(engine.connections, 0);
    await assert.rejects(model.withEngine(async () => undefined), /not trusted/);
  });

  it('stays stopped where the user stopped it', async () => {
    putOnDisk([...MIDDLE, { kind: 'ended', how: 'stopped', detail: '' }]);
    await model.refresh();
    assert.equal(engine.connections, 0);
  });

  it('follows the engine, event by event', async () => {
    const happened: string[] = [];
    model.happened.on((event) => happened.push(event.kind));
    await model.start({ definition: 'x', definitionFile: '' });
    const [, event] = number([...MIDDLE, proposed('04-new', 4)]).slice(-2);
    assert(event);
    engine.tell({ seq: 6, event });
    assert(model.live?.state.experiments['04-new']);
    assert.deepEqual(happened, ['proposed']);
  });

  it('asks for all of it where something was missed', async () => {
    await model.start({ definition: 'x', definitionFile: '' });
    const before = engine.methods().length;
    engine.bodies = [...MIDDLE, proposed('04-new', 4), committed('04-new')];
    engine.seq = 9;
    const [event] = number([committed('04-new')]);
    assert(event);
    engine.tell({ seq: 9, event });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(engine.methods().slice(before), ['attach']);
    assert.equal(model.live?.seq, 9);
    assert(model.live?.state.experiments['04-new']);
  });

  it('leaves an engine that has nothing to do', async () => {
    engine.isLive = false;
    await model.withEngine(async (client) => client.request('report', {}));
    assert.equal(model.isConnected, false);
  });

  it('keeps one connection for requests that come together', async () => {
    await Promise.all([model.withEngine(async () => undefined), model.withEngine(async () => undefined)]);
    assert.equal(engine.connections, 1);
    assert.deepEqual(starts, [true]);
  });

  it('falls back to the disk when the engine goes away', async () => {
    putOnDisk([...MIDDLE, { kind: 'ended', how: 'budget', detail: '' }]);
    await model.withEngine(async () => undefined);
    assert.equal(model.live?.live, true);
    engine.end();
    await new Promise<void>((resolve) => {
      const waiting = model.changed.on(() => {
        waiting.dispose();
        resolve();
      });
    });
    assert.equal(model.live?.live, false);
    assert.equal(model.isConnected, false);
  });
});
