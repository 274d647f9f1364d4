import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { GitCodeStore } from '../../src/campaign/code/codeStore.ts';
import { DefinitionGates } from '../../src/campaign/code/gates.ts';
import type { CodeRef } from '../../src/campaign/events.ts';
import type { Applied } from '../../src/campaign/stages.ts';
import { BranchQueue } from '../../src/propose/branches.ts';
import { PatchQueue } from '../../src/propose/patches.ts';
import { Failure } from '../../src/campaign/failure.ts';
import { Git } from '../../src/support/git.ts';
import { makeDefinition, TestRepository } from './codeFixture.ts';

const git = new Git();
const AT = 1_790_000_000_000;
const LINES = Array.from({ length: 40 }, (_, index) => `line ${index}\n`);
const withLine = (at: number, text: string) => LINES.map((line, index) => (index === at ? `${text}\n` : line)).join('');

describe('candidates as commits', function () {
  this.timeout(60_000);
  let user: TestRepository;
  let base: CodeRef;
  let store: GitCodeStore;

  beforeEach(async () => {
    user = await TestRepository.make();
    user.write('src/a ä.c', LINES.join(''));
    user.write('src/b.c', 'b\n');
    user.write('data.bin', Buffer.from([0, 1, 2, 3]));
    base = user.commit('base');
    store = new GitCodeStore({ git, root: user.root, prefix: '' });
  });
  afterEach(() => user.remove());

  const change = (at: number, text: string) => user.patchOf(() => user.write('src/a ä.c', withLine(at, text)));
  const apply = (patch: Uint8Array, on = base) => store.applyPatch(on, patch, 'title\n', AT);
  function good(applied: Applied) {
    assert.ok(applied.ok, JSON.stringify(applied));
    return applied;
  }
  function conflict(applied: Applied) {
    assert.ok(!applied.ok, JSON.stringify(applied));
    return applied;
  }

  it('are made without a trace in work tree, index, branches, stash and settings', async () => {
    user.write('src/b.c', 'staged\n');
    user.git('add', 'src/b.c');
    user.write('src/b.c', 'and changed\n');
    user.write('untracked', 'x');
    const before = user.state();
    const patch = Buffer.from(user.git('diff', 'HEAD', '--', 'src/b.c'));
    const { candidate, paths, added, removed } = good(await apply(patch));
    await store.setRef('c1', 'x', candidate.commit);
    await store.diff(base, candidate);
    conflict(await apply(Buffer.from('nonsense')));
    assert.deepEqual([paths, added, removed], [['src/b.c'], 1, 1]);
    assert.equal(user.show(candidate, 'src/b.c'), 'and changed\n');
    assert.deepEqual(user.state(), before);
    assert.deepEqual([...(await store.refs('c1'))], [['x', candidate.commit]]);
  });

  it('are the same commit when made again', async () => {
    const patch = change(3, 'three');
    assert.deepEqual(await apply(patch), await apply(patch));
    const { candidate } = good(await apply(patch));
    assert.match(user.git('cat-file', 'commit', candidate.commit), /^author Marginalia <marginalia@localhost> 1790000000 \+0000$/m);
    assert.equal(user.git('rev-parse', `${candidate.commit}^`).trim(), base.commit);
  });

  it('may add, remove and rename files, with any letters and bytes', async () => {
    const patch = user.patchOf(() => {
      rmSync(path.join(user.root, 'src/b.c'));
      user.write('neu ü/c d.c', 'c\n');
      user.write('data.bin', Buffer.from([255, 0, 254]));
    });
    const { candidate, paths } = good(await apply(patch));
    assert.deepEqual([...paths].sort(), ['data.bin', 'neu ü/c d.c', 'src/b.c']);
    assert.deepEqual(user.files(candidate), ['data.bin', 'neu ü/c d.c', 'src/a ä.c']);
    user.git('mv', 'src/b.c', 'src/moved.c');
    const rename = Buffer.from(user.git('diff', '--cached', '-M'));
    user.git('reset', '--quiet', '--hard');
    assert.deepEqual([...good(await apply(rename)).paths].sort(), ['src/b.c', 'src/moved.c']);
  });

  it('apply by three-way merge to code that has moved on', async () => {
    const patch = change(30, 'thirty');
    const head = good(await apply(change(2, 'two'))).candidate;
    const { candidate } = good(await apply(patch, head));
    assert.equal(user.show(candidate, 'src/a ä.c'), LINES.map((line, index) => (index === 2 ? 'two\n' : index === 30 ? 'thirty\n' : line)).join(''));
  });

  it('name the files in which they clash', async () => {
    const head = good(await apply(change(5, 'mine'))).candidate;
    const applied = conflict(await apply(change(5, 'theirs'), head));
    assert.deepEqual(applied.paths, ['src/a ä.c']);
    assert.match(applied.detail, /same lines/);
  });

  it('say why a patch is none, and that one changes nothing', async () => {
    for (const [patch, why] of [['', /no diff in it/], ['diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n', /corrupt|patch/], ['not a patch\n', /no diff in it/]] as const) {
      assert.match(conflict(await apply(Buffer.from(patch))).detail, why);
    }
    const gone = conflict(await apply(Buffer.from('diff --git a/nope.c b/nope.c\n--- a/nope.c\n+++ b/nope.c\n@@ -1 +1 @@\n-a\n+b\n')));
    assert.deepEqual(gone.paths, ['nope.c']);
    const head = good(await apply(change(1, 'one'))).candidate;
    assert.match(conflict(await apply(change(1, 'one'), head)).detail, /changes nothing/);
  });

  it('cannot leave the repository', async () => {
    const escape = 'diff --git a/../out.txt b/../out.txt\nnew file mode 100644\n--- /dev/null\n+++ b/../out.txt\n@@ -0,0 +1 @@\n+x\n';
    conflict(await apply(Buffer.from(escape)));
    conflict(await apply(Buffer.from(escape.replaceAll('../out.txt', '.git/hooks/post-checkout'))));
  });

  it('whose patch was made in the workspace folder below the root apply too', async () => {
    const below = new GitCodeStore({ git, root: user.root, prefix: 'src/' });
    const patch = Buffer.from(change(3, 'three').toString().replaceAll('src/a ä.c', 'a ä.c').replaceAll('src/a \\303\\244.c', 'a \\303\\244.c'));
    assert.ok(!patch.toString().includes('src/'));
    conflict(await apply(patch));
    assert.deepEqual(good(await below.applyPatch(base, patch, 't', AT)).paths, ['src/a ä.c']);
  });

  it('move to another head as a change, not as a state', async () => {
    const first = good(await apply(change(2, 'two'))).candidate;
    const second = good(await apply(change(30, 'thirty'))).candidate;
    const { candidate, paths, added, removed } = good(await store.rebase(second, base, first, 'moved\n', AT));
    assert.deepEqual([paths, added, removed], [['src/a ä.c'], 1, 1]);
    assert.equal(user.git('rev-parse', `${candidate.commit}^`).trim(), first.commit);
    assert.match(user.show(candidate, 'src/a ä.c'), /two\n[^]*thirty\n/);
    assert.deepEqual(await store.rebase(second, base, first, 'moved\n', AT), good(await store.rebase(second, base, first, 'moved\n', AT)));
    const clash = good(await apply(change(2, 'zwei'))).candidate;
    assert.deepEqual(conflict(await store.rebase(clash, base, first, 'm', AT)).paths, ['src/a ä.c']);
  });

  it('with bytes that are no UTF-8 move unharmed', async () => {
    user.write('latin.c', Buffer.from(`${LINES.join('')}// caf\xe9\n`, 'latin1'));
    base = user.commit('latin');
    const first = good(await apply(user.patchOf(() => user.write('latin.c', Buffer.from(`${withLine(2, 'two')}// caf\xe9\n`, 'latin1'))))).candidate;
    user.write('latin.c', Buffer.from(`${withLine(30, 'thirty')}// caf\xe9\n`, 'latin1'));
    const second = user.commit('second');
    const { candidate } = good(await store.rebase(second, base, first, 'm', AT));
    const [bytes] = await git.objects([`${candidate.commit}:latin.c`], { cwd: user.root });
    assert.ok(bytes?.includes(Buffer.from('// caf\xe9\n', 'latin1')));
  });

  it('are shown as a diff that applies again, whatever the user’s settings', async () => {
    const patch = user.patchOf(() => user.write('src/a ä.c', `trailing  \n${LINES.join('')}more\t\n`));
    for (const [key, value] of [['diff.noprefix', 'true'], ['color.diff', 'always'], ['apply.whitespace', 'error'], ['diff.context', '0']] as const) user.git('config', key, value);
    const { candidate } = good(await apply(patch));
    const diff = await store.diff(base, candidate);
    assert.match(diff, /^diff --git "?a\/src\/a ä\.c"? "?b\/src\/a ä\.c"?\n/);
    assert.deepEqual(good(await apply(Buffer.from(diff))).candidate.tree, candidate.tree);
  });

  it('may come from patches without prefixes, as some settings make them', async () => {
    user.git('config', 'diff.noprefix', 'true');
    assert.deepEqual(good(await apply(change(3, 'three'))).paths, ['src/a ä.c']);
    assert.deepEqual(good(await apply(user.patchOf(() => user.write('src/b.c', 'b2\n')))).paths, ['src/b.c']);
  });

  it('keep their refs apart by campaign, and lose them when asked', async () => {
    await store.setRef('c1', 'x', base.commit);
    await store.setRef('c2', 'x', base.commit);
    await store.setRef('c2', 'head', base.commit);
    await store.removeRefs('c2', ['x', 'head']);
    assert.deepEqual([(await store.refs('c1')).size, (await store.refs('c2')).size], [1, 0]);
  });

  describe('at the gates', () => {
    const check = async (patch: Uint8Array, more: Record<string, unknown> = {}) => {
      const gates = new DefinitionGates({ git, root: user.root, prefix: '', definition: makeDefinition(more), definitionFile: 'marginalia.yaml', protectedFiles: ['bench.sh'] });
      return (await gates.check(base, good(await apply(patch)).candidate)).map(({ rule, path: file }) => `${rule}: ${file}`);
    };

    it('pass with a change of sources', async () => assert.deepEqual(await check(change(3, 'three')), []));

    it('are refused for each path that breaks a rule', async () => {
      user.write('bench.sh', 'x\n', 0o755);
      user.write('Makefile', 'x\n');
      base = user.commit('more');
      const patch = user.patchOf(() => {
        user.write('bench.sh', 'y\n', 0o755);
        user.write('Makefile', 'y\n');
        user.write('.github/workflows/ci.yml', 'y\n');
        user.write('src/b.c', 'b2\n', 0o755);
        symlinkSync('/etc/passwd', path.join(user.root, 'src', 'link'));
        user.write('src/fine.c', 'x\n');
      });
      assert.deepEqual((await check(patch)).sort(), ['CI file: .github/workflows/ci.yml', 'build file: Makefile', 'file mode: src/b.c', 'protected file: bench.sh', 'symbolic link: src/link']);
    });

    it('are refused out of scope, letters of any kind and renames included', async () => {
      user.git('mv', 'src/b.c', 'b ä.c');
      const rename = Buffer.from(user.git('diff', '--cached', '-M'));
      user.git('reset', '--quiet', '--hard');
      assert.deepEqual(await check(rename, { scope: { include: ['src/**'] } }), ['out of scope: b ä.c']);
    });

    it('are refused for submodules', async () => {
      const id = base.commit;
      const patch = `diff --git a/lib b/lib\nnew file mode 160000\nindex 0000000..${id.slice(0, 7)}\n--- /dev/null\n+++ b/lib\n@@ -0,0 +1 @@\n+Subproject commit ${id}\n`;
      assert.deepEqual(await check(Buffer.from(patch)), ['submodule: lib']);
    });
  });

  describe('from branches', () => {
    const propose = (glob: string, past: readonly string[] = []) =>
      new PatchQueue({ source: new BranchQueue({ git, workspace: user.root, glob }) }).propose({ definition: makeDefinition(), base, head: base, past, most: 10 }, new AbortController().signal);

    beforeEach(() => {
      user.git('checkout', '--quiet', '-b', 'perf/one');
      user.write('src/b.c', 'b1\n');
      user.commit('work');
      user.write('src/a ä.c', withLine(3, 'three'));
      user.commit('Faster b\n\nBecause.\n\nHypothesis: fewer\n  loads\nSource: arXiv:1\n');
      user.git('checkout', '--quiet', 'main');
      user.git('branch', 'perf/two', 'main');
      user.git('branch', 'other', 'main');
    });

    it('are the change since the base, with the last commit’s words', async () => {
      const { drafts, done } = await propose('perf/*');
      assert.deepEqual(drafts.map(({ name, from }) => [name, from]), [['perf/one', 'branch perf/one'], ['perf/two', 'branch perf/two']]);
      const [one, two] = drafts;
      assert.ok(one && two && done);
      assert.deepEqual([one.header.title, one.header.description, one.header.hypothesis, one.header.sources, one.header.author], ['Faster b', 'Because.', 'fewer loads', ['arXiv:1'], 'U <u@example.org>']);
      assert.deepEqual([...good(await apply(one.patch)).paths].sort(), ['src/a ä.c', 'src/b.c']);
      assert.equal(two.patch.length, 0);
      assert.deepEqual((await propose('perf/*', ['branch perf/one'])).drafts.map(({ name }) => name), ['perf/two']);
    });

    it('that share no history are handed on as what cannot be applied', async () => {
      user.git('checkout', '--quiet', '--orphan', 'perf/orphan');
      user.commit('unrelated');
      user.git('checkout', '--quiet', 'main');
      assert.equal((await propose('perf/orphan')).drafts[0]?.patch.length, 0);
    });

    it('that are not there are an error that says so', () =>
      assert.rejects(propose('nope/*'), (error) => error instanceof Failure && error.code === 'missing-input' && /nope/.test(error.message)));
  });
});
