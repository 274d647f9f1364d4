import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createMessageConnection, ResponseError, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import { NOTIFICATION_METHOD, PROTOCOL_VERSION, requestSchemas, RPC_FAILURE, RPC_HANDOVER, type Method, type Notification } from '../../protocol/engine.ts';
import type { Engine} from './engine.ts';
import { type OpenCampaign } from './engine.ts';
import { makeHandlers } from './requests.ts';

/** Notifications on their way to a client before it is told to attach again instead of being fed on. */
const MOST_PENDING = 1_000;

export interface ServerOptions {
  readonly engine: Engine;
  readonly socket: string;
  readonly token: string;
  readonly version: string;
  /** Called when a client of another version has come and the campaign, if any, has been brought to a stop. */
  readonly onHandover: () => void;
  readonly onClients: (count: number) => void;
}

/** Listens on a socket that only the user can reach; what comes in is checked before it is acted on. */
export class EngineServer {
  readonly #options: ServerOptions;
  readonly #server: net.Server;
  readonly #clients = new Set<net.Socket>();
  readonly #handlers: ReturnType<typeof makeHandlers>;
  /** Requests that change state are done one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#handlers = makeHandlers(options.engine);
    this.#server = net.createServer((socket) => this.#serve(socket));
  }

  async listen(): Promise<void> {
    const { socket } = this.#options;
    fs.mkdirSync(path.dirname(socket), { recursive: true, mode: 0o700 });
    const { uid, mode } = fs.statSync(path.dirname(socket));
    if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
      throw new Failure('internal', `${path.dirname(socket)} belongs to somebody else or is open to others`, 'Remove it, then try again.');
    }
    // The lock is ours, so a socket that is left here is a dead engine's.
    fs.rmSync(socket, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(socket, resolve);
    });
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.end();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      setTimeout(() => {
        for (const client of this.#clients) client.destroy();
        resolve();
      }, 500).unref();
    });
  }

  #serve(socket: net.Socket): void {
    const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    const session: Session = { socket, connection, greeted: false, unfollow: () => undefined };
    this.#clients.add(socket);
    this.#options.onClients(this.#clients.size);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      session.unfollow();
      connection.dispose();
      this.#clients.delete(socket);
      this.#options.onClients(this.#clients.size);
    });
    connection.onError(() => socket.destroy());
    for (const method of Object.keys(requestSchemas) as Method[]) {
      connection.onRequest(method, (params: unknown) => this.#answer(session, method, params));
    }
    connection.listen();
  }

  async #answer(session: Session, method: Method, params: unknown): Promise<unknown> {
    try {
      if (method === 'hello') return this.#greet(session, requestSchemas.hello.parse(params));
      if (!session.greeted) throw new Failure('not-allowed', 'the first message must be hello', '');
      if (method === 'attach') return await this.#attach(session, requestSchemas.attach.parse(params));
      return await this.#dispatch(method, params);
    } catch (error) {
      throw toResponseError(error);
    }
  }

  async #dispatch(method: Exclude<Method, 'hello' | 'attach'>, params: unknown): Promise<unknown> {
    const handler = this.#handlers[method] as (checked: unknown) => Promise<unknown>;
    const checked: unknown = requestSchemas[method].parse(params);
    // A stop must not wait behind a start that it is to end.
    if (method === 'stop') return handler(checked);
    const answer = this.#queue.then(() => handler(checked));
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  #greet(session: Session, hello: z.output<(typeof requestSchemas)['hello']>): unknown {
    const { token, version, engine } = this.#options;
    if (hello.token !== token) {
      setTimeout(() => session.socket.destroy(), 100);
      throw new Failure('not-allowed', 'the token is not that of this engine', '');
    }
    if (hello.protocol !== PROTOCOL_VERSION || hello.version !== version) {
      const campaign = engine.running;
      campaign?.run?.stop.afterPair('handover');
      void (campaign?.done ?? Promise.resolve()).then(() => this.#options.onHandover());
      throw new ResponseError(RPC_HANDOVER, `this engine is version ${version}; it ends after the present pair`);
    }
    session.greeted = true;
    return { version, protocol: PROTOCOL_VERSION, pid: process.pid };
  }

  async #attach(session: Session, params: z.output<(typeof requestSchemas)['attach']>): Promise<unknown> {
    const { engine } = this.#options;
    const campaign = params.campaign === undefined ? await engine.currentCampaign() : await engine.openCampaign(params.campaign);
    session.unfollow();
    if (!campaign) return null;
    const snapshot = engine.snapshotOf(campaign);
    session.unfollow = follow(session, campaign);
    return snapshot;
  }
}

interface Session {
  readonly socket: net.Socket;
  readonly connection: MessageConnection;
  greeted: boolean;
  unfollow: () => void;
}

/** A client that does not read is not fed: it gets one `resync` when it reads again, and attaches anew. */
function follow(session: Session, { record }: OpenCampaign): () => void {
  let pending = 0;
  let lagging = false;
  const send = (notification: Notification) => {
    pending += 1;
    // Settled when the system has taken the bytes: the writer itself queues without bound.
    session.connection.sendNotification(NOTIFICATION_METHOD, notification).then(sent, () => undefined);
  };
  const sent = () => {
    pending -= 1;
    if (pending > 0 || !lagging) return;
    lagging = false;
    send({ type: 'resync', campaign: record.campaign, seq: record.broadcast.seq });
  };
  return record.broadcast.follow((notification) => {
    if (pending >= MOST_PENDING) lagging = true;
    if (!lagging) send(notification);
  });
}

function toResponseError(error: unknown): ResponseError<unknown> {
  if (error instanceof ResponseError) return error;
  if (error instanceof Failure) return new ResponseError(RPC_FAILURE, error.message, error.report());
  if (error instanceof z.ZodError) {
    const failure = new Failure('usage', `the request is malformed: ${z.prettifyError(error)}`, '');
    return new ResponseError(RPC_FAILURE, failure.message, failure.report());
  }
  const text = error instanceof Error ? error.message : String(error);
  const failure = new Failure('internal', text, 'Nothing that was measured is lost. Please report it.');
  process.stderr.write(`${new Date().toISOString()} ${error instanceof Error ? error.stack : text}\n`);
  return new ResponseError(RPC_FAILURE, text, failure.report());
}
