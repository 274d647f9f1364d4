import type { CampaignState } from '../../../src/campaign/state.ts';
import type { EventBody } from '../../../src/campaign/events.ts';
import { Failure } from '../../../src/campaign/failure.ts';
import { fold } from '../../../src/campaign/state.ts';
import { runProgram } from '../../../src/cli/program.ts';
import type { Ports } from '../../../src/cli/ports.ts';
import type { EngineClient } from '../../../src/protocol/client.ts';
import type { Method, Notification, Params, Results, Snapshot } from '../../../src/protocol/engine.ts';
import { number } from './campaigns.ts';

/** A notification, less what the engine numbers. */
type Said = Notification extends infer N ? (N extends Notification ? Omit<N, 'seq' | 'campaign'> : never) : never;

type Asked = { [M in Method]: { readonly method: M; readonly params: Params<M> } }[Method];

/** An engine that has one campaign and does what the test says. */
export class FakeEngine implements EngineClient {
  state: CampaignState;
  live = true;
  isDisposed = false;
  readonly asked: Asked[] = [];
  /** What happens when a method is called, beside its answer. */
  readonly reactions: Partial<Record<Method, (params: never) => void>> = {};
  readonly #campaign: string;
  readonly #notified = new Set<(notification: Notification) => void>();
  readonly #closed = new Set<() => void>();
  #seq = 0;

  constructor(campaign: string, state: CampaignState) {
    this.#campaign = campaign;
    this.state = state;
  }

  async request<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    this.asked.push({ method, params } as unknown as Asked);
    this.reactions[method]?.(params as never);
    const answers: Partial<Record<Method, unknown>> = {
      attach: this.#snapshot(),
      start: { campaign: this.#campaign },
      resume: { campaign: this.#campaign },
      stop: { campaign: this.#campaign },
      accept: { files: ['src/a.c'], accepted: ['01-fuse'] },
    };
    return (answers[method] ?? {}) as Results[M];
  }

  /** Appends events and tells the clients. */
  tell(...bodies: readonly EventBody[]): void {
    for (const event of number(bodies, this.state.seq)) {
      this.state = fold([event], this.state);
      if (event.kind === 'engine_started') this.live = true;
      if (event.kind === 'engine_stopped') this.live = false;
      this.send({ type: 'event', event });
    }
  }

  /** `skip`: how many were lost on the way. */
  send(body: Said, skip = 0): void {
    this.#seq += 1 + skip;
    const notification = { ...body, campaign: this.#campaign, seq: this.#seq } as Notification;
    for (const listener of this.#notified) listener(notification);
  }

  die(): void {
    for (const listener of this.#closed) listener();
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
    this.isDisposed = true;
  }

  #snapshot(): Snapshot {
    return { campaign: this.#campaign, seq: this.#seq, state: this.state, livePairs: {}, activity: [], live: this.live };
  }
}

export interface World {
  readonly ports: Ports;
  readonly out: string[];
  readonly err: string[];
  /** Everything that was written, in order: 'out' or 'err' and the text. */
  readonly written: [where: 'out' | 'err', text: string][];
  readonly saved: Map<string, string>;
  readonly answers: string[];
  readonly questions: string[];
  pressInterrupt(): void;
  /** Lets time pass: timers that are due call back. */
  pass(ms: number): void;
  /** Runs a command line and gives exit code, last line of standard output as JSON where it is, and all texts. */
  run(...argv: string[]): Promise<{ code: number; out: string; err: string; json: Record<string, unknown> }>;
}

export interface WorldOptions {
  readonly campaigns?: Readonly<Record<string, CampaignState>>;
  readonly engine?: FakeEngine;
  /** An engine that is there already, without being started. */
  readonly isRunning?: boolean;
  readonly isTerminal?: boolean;
  readonly canAsk?: boolean;
  readonly answers?: readonly string[];
  readonly blobs?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  /** Texts by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly cwd?: string;
  readonly ports?: Partial<Ports>;
}

export function makeWorld(options: WorldOptions = {}): World {
  const written: World['written'] = [];
  const saved = new Map<string, string>();
  const answers = [...(options.answers ?? [])];
  const questions: string[] = [];
  const interrupts = new Set<() => void>();
  const timers = new Set<{ at: number; call: () => void }>();
  let now = 1_000_000;
  const cwd = options.cwd ?? '/w';
  const campaigns = options.campaigns ?? {};
  const sink = (where: 'out' | 'err') => ({ write: (text: string) => void written.push([where, text]), isTerminal: options.isTerminal ?? false, columns: 100, rows: 12 });
  const answer = async (question: string) => {
    questions.push(question);
    const given = answers.shift();
    if (given === undefined) throw new Failure('usage', `nobody answers "${question}"`);
    return given;
  };
  const ports: Ports = {
    stdout: sink('out'),
    stderr: sink('err'),
    canAsk: options.canAsk ?? false,
    prompt: {
      text: async (question, byDefault) => (await answer(question)) || (byDefault ?? ''),
      yes: async (question, byDefault) => {
        const given = await answer(question);
        return given === '' ? byDefault : given === 'y';
      },
    },
    env: { PATH: '/bin', LANG: 'C.UTF-8' },
    cwd,
    version: '0.0.0',
    reader: {
      list: async () => Object.keys(campaigns),
      read: async (_workspace, id) => {
        const state = options.engine?.state.created?.campaign === id ? options.engine.state : campaigns[id];
        if (state === undefined) throw new Failure('no-campaign', `there is no campaign ${id} here`);
        return { state, livePairs: {} };
      },
      engineIsAlive: async () => options.isRunning ?? false,
      blob: (_workspace, _campaign, sha256) => options.blobs?.[sha256],
    },
    repository: { changes: async () => [], diff: async (_workspace, from, to) => `diff ${from.slice(0, 2)} ${to.slice(0, 2)}\n+new\n-old\n` },
    files: {
      isFolder: async (folder) => folder === cwd || (options.folders ?? []).includes(folder),
      write: async (file, text) => void saved.set(file, text),
      read: async (file) => options.files?.[file],
    },
    readInput: async () => options.input ?? '',
    connect: async ({ start }) => (options.engine && (start || options.isRunning) ? options.engine : null),
    report: async (workspace, campaign) => ({ markdown: `${workspace}/${campaign}/report.md`, html: `${workspace}/${campaign}/report.html` }),
    cleaning: { plan: async () => ({ caches: [], campaigns: [], passedOver: [] }), remove: async () => undefined },
    calibrate: async () => null,
    onEnd: () => () => undefined,
    onInterrupt(listener) {
      interrupts.add(listener);
      return () => interrupts.delete(listener);
    },
    newRequestId: () => 'request-0001',
    now: () => now,
    after(ms, call) {
      const timer = { at: now + ms, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    ...options.ports,
  };
  const text = (where: 'out' | 'err') => written.filter(([one]) => one === where).map(([, part]) => part);
  const world: World = {
    ports,
    written,
    saved,
    answers,
    questions,
    get out() {
      return text('out');
    },
    get err() {
      return text('err');
    },
    pressInterrupt: () => {
      for (const listener of [...interrupts]) listener();
    },
    pass(ms) {
      now += ms;
      for (const timer of [...timers]) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.call();
      }
    },
    async run(...argv) {
      const code = await runProgram(argv, ports);
      const out = text('out').join('');
      return { code, out, err: text('err').join(''), json: parseLast(out) };
    },
  };
  return world;
}

function parseLast(out: string): Record<string, unknown> {
  try {
    return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Until everything that waits for a promise has gone on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
