import net from 'node:net';
import { createMessageConnection, ResponseError, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';
import { Failure, type FailureCode } from '../campaign/failure.ts';
import { engineIsAlive, ownerOf, readEngineLock, type EngineLock } from '../campaign/store/engineLock.ts';
import { spawnEngine } from './spawnEngine.ts';
import {
  failureReportSchema,
  NOTIFICATION_METHOD,
  notificationSchema,
  PROTOCOL_VERSION,
  RPC_FAILURE,
  RPC_HANDOVER,
  type Method,
  type Notification,
  type Params,
  type Results,
} from './engine.ts';

/** An engine as its clients see it. */
export interface EngineClient {
  /** Rejects with a Failure: the engine's own, or 'engine-lost' when the socket closes. */
  request<M extends Method>(method: M, params: Params<M>): Promise<Results[M]>;
  onNotification(listener: (notification: Notification) => void): () => void;
  onClose(listener: () => void): () => void;
  dispose(): void;
}

export interface ConnectOptions {
  readonly workspace: string;
  /** Who connects, for the engine's log: 'terminal', 'editor'. */
  readonly client: string;
  readonly engineFile: string;
  /** Whether to start an engine where none runs. */
  readonly start: boolean;
  readonly takeOver?: boolean;
  readonly capabilities?: readonly string[];
}

/** How long an engine of another version may take to end its pair, and a new one to listen. */
const HANDOVER_MS = 15 * 60_000;
/** How long an engine that lives may take to listen, or not answer, before it is given up. */
const LISTEN_MS = 20_000;
const POLL_MS = 50;

/**
 * Connects to the workspace's engine, starting one where none runs and `start` says so; null where none runs otherwise. An engine of
 * another version is asked to end after its pair, then one of ours takes over.
 */
export async function connectEngine(options: ConnectOptions): Promise<EngineClient | null> {
  const spawned = await spawnEngine.identify(options.engineFile);
  const deadline = Date.now() + HANDOVER_MS;
  let deafSince: number | null = null;
  while (Date.now() < deadline) {
    const lock = readEngineLock(options.workspace);
    const owner = ownerOf(lock, Date.now());
    if (lock && owner === 'alive') {
      const client = await tryConnect(lock, options, spawned.version);
      if (typeof client !== 'string') return client;
      deafSince = client === 'not-listening' ? (deafSince ?? Date.now()) : null;
      if (deafSince !== null && Date.now() - deafSince > LISTEN_MS) {
        throw new Failure('engine-lost', `the engine ${lock.pid} lives but does not answer`, 'End that process; `marginalia resume` then goes on.');
      }
      await pause(POLL_MS);
      continue;
    }
    if (!options.start) return null;
    await spawnEngine.start(options.workspace, spawned, options.takeOver ?? false);
  }
  throw new Failure('busy', 'the engine of another version did not end in time', 'Stop it with the version that started it, or end its process.');
}

export { engineIsAlive };

async function tryConnect(lock: EngineLock, options: ConnectOptions, version: string): Promise<EngineClient | 'handover' | 'not-listening'> {
  if (lock.socket === '') throw new Failure('busy', 'this workspace is being calibrated', 'Wait until that is done, or end it.');
  const socket = await openSocket(lock.socket);
  if (socket === undefined) return 'not-listening';
  const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
  const client = new SocketClient(socket, connection);
  try {
    await client.request('hello', { token: lock.token, protocol: PROTOCOL_VERSION, version, client: options.client, capabilities: [...(options.capabilities ?? [])] });
    return client;
  } catch (error) {
    client.dispose();
    if (error instanceof ResponseError && error.code === RPC_HANDOVER) return 'handover';
    if (error instanceof Failure && error.code === 'engine-lost') return 'not-listening';
    throw error;
  }
}

function openSocket(file: string): Promise<net.Socket | undefined> {
  return new Promise((resolve) => {
    const socket = net.createConnection(file);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

class SocketClient implements EngineClient {
  readonly #socket: net.Socket;
  readonly #connection: MessageConnection;
  readonly #notified = new Set<(notification: Notification) => void>();
  readonly #closed = new Set<() => void>();
  #isClosed = false;
  #lose: (error: Failure) => void = () => undefined;
  /** Rejects when the socket closes, so that no request waits for an answer that cannot come. */
  readonly #lost: Promise<never>;

  constructor(socket: net.Socket, connection: MessageConnection) {
    this.#socket = socket;
    this.#connection = connection;
    this.#lost = new Promise<never>((_, reject) => {
      this.#lose = reject;
    });
    this.#lost.catch(() => undefined);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#close());
    connection.onError(() => socket.destroy());
    connection.onNotification(NOTIFICATION_METHOD, (raw: unknown) => {
      const parsed = notificationSchema.safeParse(raw);
      if (parsed.success) for (const listener of this.#notified) listener(parsed.data as Notification);
    });
    connection.listen();
  }

  async request<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    try {
      return await Promise.race([this.#connection.sendRequest<Results[M]>(method, params), this.#lost]);
    } catch (error) {
      throw toFailure(error, this.#isClosed);
    }
  }

  onNotification(listener: (notification: Notification) => void): () => void {
    this.#notified.add(listener);
    return () => this.#notified.delete(listener);
  }

  onClose(listener: () => void): () => void {
    this.#closed.add(listener);
    return () => this.#closed.delete(listener);
  }

  dispose(): void {
    this.#closed.clear();
    this.#socket.end();
    this.#socket.destroy();
  }

  #close(): void {
    this.#isClosed = true;
    this.#lose(lostFailure());
    this.#connection.dispose();
    for (const listener of this.#closed) listener();
  }
}

function lostFailure(): Failure {
  return new Failure('engine-lost', 'the engine has gone away', 'Nothing that was measured is lost: `marginalia resume` goes on.');
}

function toFailure(error: unknown, closed: boolean): unknown {
  if (error instanceof ResponseError && error.code === RPC_FAILURE) {
    const report = failureReportSchema.safeParse(error.data);
    if (report.success) return new Failure(report.data.code as FailureCode, report.data.message, report.data.hint);
  }
  if (error instanceof Failure || (error instanceof ResponseError && error.code === RPC_HANDOVER)) return error;
  return closed ? lostFailure() : error;
}
