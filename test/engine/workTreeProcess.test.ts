import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import type { CodeRef } from '../../src/campaign/events.ts';
import { tidyWorkTree } from '../../src/campaign/code/workTreeTidy.ts';
import type { Repo } from './workTreeRepo.ts';
import { withRepos } from './workTreeRepo.ts';

const makeRepo = withRepos();
const CHILD = path.join(import.meta.dirname, 'workTreeChild.ts');
/** Nobody in particular: an ordinary user, whom permissions stop. */
const USER = 54321;

function threeFiles() {
  const repo = makeRepo();
  const base = repo.commit({ 'a/a.c': 'a\n', 'b/b.c': 'b\n', 'c/gone.c': 'c\n' });
  const candidate = repo.candidate({ 'a/a.c': 'A\n', 'b/b.c': 'B\n', 'c/gone.c': null, 'd/made.c': 'D\n' });
  return { repo, base, candidate };
}

function accept(repo: Repo, base: CodeRef, candidate: CodeRef, options: { readonly killAt?: number; readonly ordinary?: boolean } = {}) {
  const line = [process.execPath, CHILD, repo.root, base.commit, candidate.commit, String(options.killAt ?? 0)];
  const asUser = options.ordinary === true && process.getuid?.() === 0 ? ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups'] : [];
  const [command = '', ...args] = [...asUser, ...line];
  const done = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, HOME: repo.root } });
  const printed = done.stdout.trim().split('\n').at(-1) ?? '';
  return { signal: done.signal, told: printed === '' ? undefined : (JSON.parse(printed) as Record<string, unknown>), errors: done.stderr };
}

describe('an accept that is killed', () => {
  it('leaves every file whole, before or after by its hash, and can be finished', async () => {
    const { steps } = accept(...(Object.values(threeFiles()) as [Repo, CodeRef, CodeRef])).told as { steps: number };
    const mixtures = new Set<string>();
    for (let killAt = 1; killAt <= steps; killAt++) {
      const { repo, base, candidate } = threeFiles();
      const plan = await repo.workTree().planAccept(base, candidate);
      assert.ok(plan.ok);
      assert.equal(accept(repo, base, candidate, { killAt }).signal, 'SIGKILL');
      const states = await Promise.all(
        plan.edits.map(async ({ path: name, beforeHash, afterHash }) => {
          const now = await repo.workTree().hashOf(name);
          assert.ok(now === beforeHash || now === afterHash, `${name} at step ${killAt}`);
          return now === afterHash ? '1' : '0';
        }),
      );
      mixtures.add(states.join(''));
      const again = await repo.workTree().planAccept(base, candidate);
      if (again.ok) await repo.workTree().apply(again.edits);
      else assert.equal(again.why, 'already');
      await tidyWorkTree(repo.root, plan.edits.map(({ path: name }) => name));
      const names = Object.keys(repo.snapshot()).filter((name) => name.includes('.'));
      assert.deepEqual(names.sort(), ['a/a.c', 'b/b.c', 'd/made.c'], `killed at step ${killAt}`);
      assert.deepEqual([repo.text('a/a.c'), repo.text('b/b.c'), repo.text('d/made.c')], ['A\n', 'B\n', 'D\n']);
    }
    assert.deepEqual([...mixtures].sort(), ['0000', '1000', '1100', '1110', '1111']);
  });
});

describe('a folder that may not be written', () => {
  /** As an ordinary user; `readOnly` is the only difference between the case and its control. */
  function run(readOnly: boolean) {
    const { repo, base, candidate } = threeFiles();
    if (process.getuid?.() === 0) execFileSync('chown', ['-R', `${USER}:${USER}`, repo.root]);
    if (readOnly) chmodSync(path.join(repo.root, 'b'), 0o555);
    const before = repo.snapshot();
    const result = accept(repo, base, candidate, { ordinary: true });
    if (readOnly) chmodSync(path.join(repo.root, 'b'), 0o755);
    return { repo, before, result };
  }

  it('stops the accept before the first file, with a message', () => {
    const { repo, before, result } = run(true);
    assert.equal(result.told?.['ok'], false, result.errors);
    assert.equal(result.told?.['code'], 'not-allowed');
    assert.match(String(result.told?.['message']), /EACCES.*\/b\//);
    assert.deepEqual(repo.snapshot(), before);
  });

  it('is what stopped it: with the folder writable, the same user accepts', () => {
    const { repo, result } = run(false);
    assert.equal(result.told?.['ok'], true, result.errors);
    if (process.getuid?.() === 0) assert.equal(result.told?.['uid'], USER);
    assert.equal(repo.text('b/b.c'), 'B\n');
  });
});
