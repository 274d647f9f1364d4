import { createHash } from 'node:crypto';
import type { CodeRef } from '../../../src/campaign/events.ts';
import type { Applied, CodeStore } from '../../../src/campaign/stages.ts';

/** What a scripted candidate does when it is built, checked and run. Stands in a patch as JSON. */
export interface Script {
  readonly id: string;
  /** True effect on each metric, as a fraction. */
  readonly effect?: Readonly<Record<string, number>>;
  readonly build?: 'fails';
  readonly checks?: 'fail';
  readonly run?: 'fails';
  /** Ids of candidates that it does not merge with. */
  readonly against?: readonly string[];
  /** Rule that refuses it. */
  readonly refused?: string;
}

export function patchOf(script: Script): Uint8Array {
  return Buffer.from(JSON.stringify(script));
}

/** A code store without git: a code is the set of scripts that are in it. */
export class ScriptedCode implements CodeStore {
  readonly base: CodeRef;
  readonly refs = new Map<string, string>();
  readonly #contents = new Map<string, readonly Script[]>();

  constructor() {
    this.base = this.#store([]);
  }

  scriptsIn(code: CodeRef): readonly Script[] {
    const found = this.#contents.get(code.tree);
    if (!found) throw new Error(`no such code: ${code.tree}`);
    return found;
  }

  async applyPatch(on: CodeRef, patch: Uint8Array): Promise<Applied> {
    const script = JSON.parse(Buffer.from(patch).toString('utf8')) as Script;
    return this.#add(this.scriptsIn(on), [script]);
  }

  async rebase(change: CodeRef, from: CodeRef, onto: CodeRef): Promise<Applied> {
    const before = new Set(this.scriptsIn(from).map(({ id }) => id));
    const added = this.scriptsIn(change).filter(({ id }) => !before.has(id));
    return this.#add(this.scriptsIn(onto), added);
  }

  async setRef(campaign: string, name: string, commit: string): Promise<void> {
    this.refs.set(`${campaign}/${name}`, commit);
  }

  async diff(from: CodeRef, to: CodeRef): Promise<string> {
    return `${from.tree}..${to.tree}\n`;
  }

  #add(on: readonly Script[], added: readonly Script[]): Applied {
    for (const script of added) {
      const foe = on.find(({ id }) => script.against?.includes(id));
      if (foe) return { ok: false, paths: [`src/${script.id}.c`], detail: `the same lines as ${foe.id}` };
    }
    const ids = new Set(on.map(({ id }) => id));
    const candidate = this.#store([...on, ...added.filter(({ id }) => !ids.has(id))]);
    return { ok: true, candidate, paths: added.map(({ id }) => `src/${id}.c`), added: added.length, removed: 0 };
  }

  #store(scripts: readonly Script[]): CodeRef {
    const sorted = [...scripts].sort((a, b) => (a.id < b.id ? -1 : 1));
    const tree = createHash('sha1').update(JSON.stringify(sorted)).digest('hex');
    this.#contents.set(tree, sorted);
    return { commit: createHash('sha1').update(`commit ${tree}`).digest('hex'), tree };
  }
}
