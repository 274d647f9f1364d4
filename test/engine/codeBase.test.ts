import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listWorkTree, makeBase, readCurrentChanges } from '../../src/campaign/code/base.ts';
import { prepareCode } from '../../src/campaign/code/prepare.ts';
import { openRepository } from '../../src/campaign/code/workspaceRepository.ts';
import { Failure, type FailureCode } from '../../src/campaign/failure.ts';
import { Git } from '../../src/support/git.ts';
import { makeDefinition, TestRepository } from './codeFixture.ts';

const git = new Git();
const NO_INPUTS = { inputs: [], isBuilt: true };

function failsWith(code: FailureCode, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.code, code);
    assert.match(`${error.message} ${error.hint}`, message);
    return true;
  };
}

describe('the base', function () {
  this.timeout(60_000);
  let user: TestRepository;

  beforeEach(async () => {
    user = await TestRepository.make();
    user.write('src/a.c', 'int a;\n');
    user.write('ünï code/b c.txt', 'b\n');
    user.write('gone.c', 'gone\n');
    user.write('run.sh', '#!/bin/sh\n', 0o755);
    user.write('.gitignore', 'build/\nmodels/\n');
    user.commit('first');
  });
  afterEach(() => user.remove());

  const base = async (inputs: readonly string[] = [], headOnly = false, workspace = user.root) => makeBase(git, await openRepository(git, workspace), { inputs, isBuilt: true, headOnly });

  it('is HEAD where nothing differs', async () => {
    const made = await base();
    assert.deepEqual(made, { ...user.code('HEAD'), headCommit: user.code('HEAD').commit, workTreePaths: [], notices: [] });
  });

  it('has tracked changes and untracked files that are not ignored, whatever is staged', async () => {
    user.write('src/a.c', 'int staged;\n');
    user.git('add', 'src/a.c');
    user.write('src/a.c', 'int a2;\n');
    user.write('ünï code/b c.txt', 'b2\n');
    rmSync(path.join(user.root, 'gone.c'));
    user.write('new file ä.c', 'new\n');
    user.write('run.sh', '#!/bin/sh\n', 0o644);
    user.write('build/out.o', 'ignored');
    user.write('.marginalia/x', 'ours');
    user.write('intended.c', 'later\n');
    user.git('add', '--intent-to-add', 'intended.c');
    symlinkSync('src/a.c', path.join(user.root, 'link.c'));
    const before = user.state();
    const status = user.git('status', '--porcelain=v2', '-z');
    const made = await base();
    assert.deepEqual(made.workTreePaths, ['gone.c', 'intended.c', 'link.c', 'new file ä.c', 'run.sh', 'src/a.c', 'ünï code/b c.txt']);
    assert.deepEqual(user.files(made), ['.gitignore', 'intended.c', 'link.c', 'new file ä.c', 'run.sh', 'src/a.c', 'ünï code/b c.txt']);
    assert.equal(user.show(made, 'src/a.c'), 'int a2;\n');
    assert.equal(user.show(made, 'ünï code/b c.txt'), 'b2\n');
    assert.match(user.git('ls-tree', made.commit, 'run.sh', 'link.c'), /^120000 .*link\.c\n100644 .*run\.sh\n$/);
    assert.equal(user.git('rev-parse', `${made.commit}^`).trim(), made.headCommit);
    assert.deepEqual(user.state(), before);
    assert.equal(user.git('status', '--porcelain=v2', '-z'), status);
    assert.equal((await base()).commit, made.commit);
  });

  it('leaves inputs out, which are linked and not committed', async () => {
    user.write('data/big.bin', 'big');
    user.write('data/read.c', 'x');
    assert.deepEqual((await base(['data/*.bin'])).workTreePaths, ['data/read.c']);
    assert.deepEqual((await base(['data'])).workTreePaths, []);
  });

  it('leaves out what the build makes again, where there is a build', async () => {
    user.write('tool', Buffer.from('7f454c4602010100', 'hex'), 0o755);
    user.write('a.o', Buffer.from('cffaedfe07000001', 'hex'));
    user.write('lib.a', '!<arch>\nx');
    user.write('notes', 'MZ is a beginning like others\n');
    user.write('tool.exe', Buffer.from('4d5a900003000000', 'hex'));
    user.write('short', '!');
    const repository = await openRepository(git, user.root);
    const list = await listWorkTree(git, repository, NO_INPUTS);
    assert.deepEqual(list.paths, ['notes', 'short']);
    assert.match(list.notices.join(), /compiled files are left out.*a\.o, lib\.a, tool, tool\.exe/);
    assert.deepEqual((await listWorkTree(git, repository, { inputs: [], isBuilt: false })).paths, ['a.o', 'lib.a', 'notes', 'short', 'tool', 'tool.exe']);
  });

  it('names an input that is not there', async () => {
    await assert.rejects(base(['models/**']), failsWith('missing-input', /models\/\*\*/));
    user.write('models/m.gguf', 'model');
    await base(['models/**']);
  });

  it('refuses to make a commit of what is data', async () => {
    user.write('huge.bin', '');
    truncateSync(path.join(user.root, 'huge.bin'), 200 * 1024 * 1024);
    await assert.rejects(base(), failsWith('missing-input', /huge\.bin \(200 MB\).*inputs/));
    await base(['huge.bin']);
  });

  it('is the same from a folder below the root, on no branch, and from a work tree of the user’s own', async () => {
    user.write('src/a.c', 'int a3;\n');
    const expected = await base();
    assert.equal((await base([], false, path.join(user.root, 'ünï code'))).commit, expected.commit);
    user.git('checkout', '--quiet', '--detach');
    assert.equal((await base()).commit, expected.commit);
    const other = path.join(user.folder, 'other tree');
    user.git('worktree', 'add', '--quiet', other, 'HEAD');
    writeFileSync(path.join(other, 'src', 'a.c'), 'int a3;\n');
    const trees = user.git('worktree', 'list', '--porcelain');
    assert.equal((await base([], false, other)).tree, expected.tree);
    assert.equal(user.git('worktree', 'list', '--porcelain'), trees);
  });

  it('is HEAD alone where the changes are the candidate, and these are a patch', async () => {
    user.write('src/a.c', Buffer.from('int a;\n// caf\xe9\n', 'latin1'));
    user.write('image.bin', Buffer.from([0, 1, 2, 255]));
    const made = await base([], true);
    assert.equal(made.commit, user.code('HEAD').commit);
    const repository = await openRepository(git, user.root);
    const patch = await readCurrentChanges(git, repository, NO_INPUTS);
    assert.ok(Buffer.from(patch).includes(Buffer.from('// caf\xe9\n', 'latin1')), 'bytes stay as they are');
    const before = user.git('write-tree');
    user.git('stash', '--include-untracked', '--quiet');
    writeFileSync(path.join(user.folder, 'p'), patch);
    user.git('apply', '--index', path.join(user.folder, 'p'));
    assert.equal(user.git('write-tree').trim(), user.code((await base()).commit).tree);
    assert.notEqual(user.git('write-tree'), before);
  });

  it('is prepared with the definition’s own file left out of the candidate', async () => {
    user.write('marginalia.yaml', 'goal: x\n');
    const request = { workspace: user.root, definition: makeDefinition(), definitionFile: 'marginalia.yaml', diff: true, proposers: ['patches'], patches: null, branches: null };
    await assert.rejects(prepareCode(git, request), failsWith('usage', /no changes against HEAD/));
    user.write('src/a.c', 'int a4;\n');
    const { changes, base: made } = await prepareCode(git, request);
    assert.equal(made.commit, user.code('HEAD').commit);
    const text = Buffer.from(changes ?? []).toString();
    assert.ok(text.includes('int a4') && !text.includes('marginalia.yaml'));
  });

  it('says what is in the way: no folder, no repository, no commit, a bare one, a merge under way', async () => {
    await assert.rejects(base([], false, path.join(user.root, 'nowhere')), failsWith('no-repository', /no folder/));
    await assert.rejects(base([], false, user.folder), failsWith('no-repository', /in no git repository.*git init/));
    const empty = path.join(user.folder, 'empty');
    mkdirSync(empty);
    user.gitIn(empty, 'init', '--quiet');
    await assert.rejects(base([], false, empty), failsWith('no-commit', /no commit yet.*Commit/));
    const bare = path.join(user.folder, 'bare.git');
    user.git('clone', '--quiet', '--bare', user.root, bare);
    await assert.rejects(base([], false, bare), failsWith('no-repository', /without a work tree/));
    user.git('checkout', '--quiet', '-b', 'side');
    user.write('src/a.c', 'int side;\n');
    user.commit();
    user.git('checkout', '--quiet', 'main');
    user.write('src/a.c', 'int main;\n');
    user.commit();
    assert.throws(() => user.git('merge', 'side'));
    await assert.rejects(base(), failsWith('conflict', /src\/a\.c/));
  });

  it('does not stumble over settings of the user’s', async () => {
    for (const [key, value] of [['diff.noprefix', 'true'], ['core.quotePath', 'true'], ['status.showUntrackedFiles', 'no'], ['core.hooksPath', '/nonexistent'], ['commit.gpgSign', 'true'], ['color.ui', 'always'], ['diff.external', '/bin/false'], ['core.fsmonitor', '/bin/false']] as const) user.git('config', key, value);
    user.write('src/a.c', 'int a5;\n');
    user.write('neu ä.c', 'x\n');
    assert.deepEqual((await base()).workTreePaths, ['neu ä.c', 'src/a.c']);
    const patch = await readCurrentChanges(git, await openRepository(git, user.root), NO_INPUTS);
    assert.match(Buffer.from(patch).toString(), /^diff --git a\/src\/a\.c b\/src\/a\.c$/m);
  });

  it('leaves repositories within the work tree out, and says so', async () => {
    mkdirSync(path.join(user.root, 'vendor'));
    user.gitIn(path.join(user.root, 'vendor'), 'init', '--quiet');
    user.write('vendor/x.c', 'x\n');
    user.gitIn(path.join(user.root, 'vendor'), 'add', '.');
    user.gitIn(path.join(user.root, 'vendor'), 'commit', '--quiet', '-m', 'x');
    const list = await listWorkTree(git, await openRepository(git, user.root), NO_INPUTS);
    assert.deepEqual(list.paths, []);
    assert.match(list.notices.join(), /vendor\/ is a repository of its own/);
  });

  describe('with submodules', () => {
    beforeEach(async () => {
      const library = path.join(user.folder, 'library');
      mkdirSync(library);
      user.gitIn(library, 'init', '--quiet');
      writeFileSync(path.join(library, 'lib.c'), 'lib\n');
      user.gitIn(library, 'add', '.');
      user.gitIn(library, 'commit', '--quiet', '-m', 'lib');
      user.git('submodule', '--quiet', 'add', library, 'deps/lib');
      user.commit('with submodule');
    });

    it('takes the commit that the user has checked out', async () => {
      user.write('deps/lib/lib.c', 'lib 2\n');
      user.gitIn(path.join(user.root, 'deps/lib'), 'commit', '--quiet', '--all', '-m', 'lib 2');
      const made = await base();
      assert.deepEqual(made.workTreePaths, ['deps/lib']);
      assert.equal(user.git('rev-parse', `${made.commit}:deps/lib`), user.gitIn(path.join(user.root, 'deps/lib'), 'rev-parse', 'HEAD'));
    });

    it('says that changes without a commit are left out', async () => {
      user.write('deps/lib/lib.c', 'not committed\n');
      const list = await listWorkTree(git, await openRepository(git, user.root), NO_INPUTS);
      assert.deepEqual(list.paths, []);
      assert.match(list.notices.join(), /not committed in the submodule deps\/lib/);
    });

    it('names one that is not checked out', async () => {
      user.git('submodule', 'deinit', '--quiet', '--force', 'deps/lib');
      await assert.rejects(base(), failsWith('missing-input', /deps\/lib.*submodule update --init/));
    });
  });

  it('names a Git LFS file that is not there', async () => {
    const oid = 'c'.repeat(64);
    user.write('.gitattributes', '*.bin filter=lfs diff=lfs merge=lfs -text\n');
    user.write('m.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 4\n`);
    user.git('-c', 'filter.lfs.clean=cat', 'add', '--all');
    user.git('-c', 'filter.lfs.clean=cat', 'commit', '--quiet', '-m', 'lfs');
    await assert.rejects(base(), failsWith('missing-input', /m\.bin.*git lfs pull/));
    const object = path.join(user.root, '.git', 'lfs', 'objects', 'cc', 'cc');
    mkdirSync(object, { recursive: true });
    writeFileSync(path.join(object, oid), 'data');
    await base();
  });
});
