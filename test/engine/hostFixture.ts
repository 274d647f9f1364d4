import path from 'node:path';
import { createHash } from 'node:crypto';
import { prepareCode } from '../../src/campaign/code/prepare.ts';
import { GitCodeStore } from '../../src/campaign/code/codeStore.ts';
import type { CodeRef } from '../../src/campaign/events.ts';
import type { Definition } from '../../src/campaign/definition/schema.ts';
import type { PairRequest, Twin } from '../../src/campaign/stages.ts';
import { HostLock } from '../../src/measure/hostLock.ts';
import { LocalHost, type LocalHostOptions } from '../../src/measure/localHost.ts';
import { Git } from '../../src/support/git.ts';
import { TestRepository } from './codeFixture.ts';

/** A workspace with a host of its own: cache and lock below the test's folder. */
export class HostFixture {
  readonly user: TestRepository;
  readonly logs = new Map<string, Buffer>();
  readonly git = new Git();
  readonly #hosts: LocalHost[] = [];

  constructor(user: TestRepository) {
    this.user = user;
  }

  static async make(): Promise<HostFixture> {
    return new HostFixture(await TestRepository.make());
  }

  get cache(): string {
    return path.join(this.user.folder, 'cache é');
  }

  get lockFolder(): string {
    return path.join(this.user.folder, 'lock');
  }

  twin(twin: Twin): string {
    return path.join(this.cache, `twin-${twin}`);
  }

  /** The base of the work tree as it is, and a host for it, open. */
  async open(definition: Definition, more: Partial<LocalHostOptions> = {}): Promise<{ readonly host: LocalHost; readonly base: CodeRef }> {
    const workspace = more.workspace ?? this.user.root;
    const request = { workspace, definition, definitionFile: 'marginalia.yaml', diff: false, proposers: [], patches: null, branches: null };
    const { base, protectedFiles } = await prepareCode(this.git, request);
    const host = new LocalHost({
      name: 'local',
      kind: 'local',
      workspace,
      cache: this.cache,
      campaign: 'c1',
      definition,
      protectedFiles: Object.keys(protectedFiles),
      environment: process.env,
      put: (bytes) => {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        this.logs.set(sha256, Buffer.from(bytes));
        return { sha256, bytes: bytes.length };
      },
      lock: new HostLock({ folder: this.lockFolder }),
      ...more,
    });
    this.#hosts.push(host);
    await host.open(base);
    return { host, base };
  }

  log(outcome: { readonly log: { readonly sha256: string } }): string {
    return this.logs.get(outcome.log.sha256)?.toString() ?? '';
  }

  /** A candidate on top of a code: the work tree is changed, and put back. */
  async candidate(on: CodeRef, change: () => void): Promise<CodeRef> {
    const patch = this.user.patchOf(change);
    const applied = await new GitCodeStore({ git: this.git, root: this.user.root, prefix: '' }).applyPatch(on, patch, 'candidate\n', 1_790_000_000_000);
    if (!applied.ok) throw new Error(applied.detail);
    return applied.candidate;
  }

  async remove(): Promise<void> {
    for (const host of this.#hosts) await host.close();
    await this.user.remove();
  }
}

export const NEVER = new AbortController().signal;

export function pairRequest(current: CodeRef, candidate: CodeRef, more: Partial<PairRequest> = {}): PairRequest {
  return {
    assignment: { current, candidate, currentTwin: 'a' },
    microPairs: 2,
    coin: (pair, micro) => ((pair + micro) % 2 === 0 ? 'current' : 'candidate'),
    padding: (pair) => 10 * pair,
    firstPair: 1,
    ...more,
  };
}
