import assert from 'node:assert/strict';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Infrastructure } from '../../src/campaign/stages.ts';
import { makeDefinition } from './codeFixture.ts';
import { HostFixture, NEVER } from './hostFixture.ts';

const MAKEFILE = `
build/out: $(wildcard src/*.txt)
\t@mkdir -p build
\t@cat $^ > $@
\t@echo built
`;

describe('twins', function () {
  this.timeout(90_000);
  let fixture: HostFixture;
  const inTwin = (file: string, twin: 'a' | 'b' = 'a') => path.join(fixture.twin(twin), file);
  const read = (file: string, twin: 'a' | 'b' = 'a') => readFileSync(inTwin(file, twin), 'utf8');
  const place = { clean: false, keep: [] as string[] };

  beforeEach(async () => {
    fixture = await HostFixture.make();
    const { user } = fixture;
    user.write('Makefile', MAKEFILE);
    user.write('src/a.txt', 'a1\n');
    user.write('src/b.txt', 'b1\n');
    user.write('ünï/x y.txt', 'x\n');
    user.write('bench.sh', 'echo METRIC tg=1\n', 0o755);
    user.write('.gitignore', 'build/\nmodels/\n');
    user.commit('base');
  });
  afterEach(() => fixture.remove());

  it('stand outside the repository, which does not know of them', async () => {
    const { user } = fixture;
    user.write('src/a.txt', 'changed\n');
    user.write('new.txt', 'new\n');
    const before = user.state();
    const { host, base } = await fixture.open(makeDefinition({ build: 'make' }));
    for (const twin of ['a', 'b'] as const) {
      await host.place(twin, base, place);
      assert.deepEqual([read('src/a.txt', twin), read('new.txt', twin), read('ünï/x y.txt', twin)], ['changed\n', 'new\n', 'x\n']);
      assert.equal(statSync(inTwin('bench.sh', twin)).mode & 0o777, 0o755);
      assert.ok((await host.build(twin, NEVER)).ok);
      await host.verify(twin, base, []);
    }
    assert.equal(fixture.twin('a').length, fixture.twin('b').length);
    assert.deepEqual(user.state(), before);
    assert.equal(user.git('worktree', 'list').split('\n').filter((line) => line !== '').length, 1);
    assert.deepEqual(readdirSync(path.join(fixture.cache, 'repo.git', 'objects')).sort(), ['info', 'pack']);
  });

  it('build only what has changed, and always what has', async () => {
    const { host, base } = await fixture.open(makeDefinition({ build: 'make' }));
    const codes = [base];
    for (const text of ['a2\n', 'a3\n', 'a4\n']) codes.push(await fixture.candidate(base, () => fixture.user.write('src/a.txt', text)));
    await host.place('a', base, place);
    for (let round = 0; round < 6; round += 1) {
      const code = codes[round % codes.length] ?? base;
      await host.place('a', code, place);
      const first = await host.build('a', NEVER);
      assert.match(fixture.log(first), /built/);
      // At once after the build: within one tick of the file system's clock.
      assert.equal(read('build/out'), `${fixture.user.show(code, 'src/a.txt')}b1\n`);
      // Where source and output fell into one tick, make builds once more than it must: never once less.
      await host.build('a', NEVER);
      await host.place('a', code, place);
      assert.match(fixture.log(await host.build('a', NEVER)), /up to date/);
    }
  });

  it('build anew where a source went away, though make would not', async () => {
    const { host, base } = await fixture.open(makeDefinition({ build: 'make' }));
    const added = await fixture.candidate(base, () => fixture.user.write('src/c.txt', 'c\n'));
    await host.place('a', added, place);
    await host.build('a', NEVER);
    assert.equal(read('build/out'), 'a1\nb1\nc\n');
    await host.place('a', base, place);
    await host.build('a', NEVER);
    assert.equal(read('build/out'), 'a1\nb1\n');
  });

  it('lose untracked sources, keep ignored outputs, and lose these too when clean', async () => {
    const { host, base } = await fixture.open(makeDefinition());
    await host.place('a', base, place);
    for (const file of ['build/out.o', 'src/stray.txt', 'deep/er/stray.txt', 'kept/dir/file', 'kept/other', 'mine.cfg']) {
      mkdirSync(path.dirname(inTwin(file)), { recursive: true });
      writeFileSync(inTwin(file), 'x');
    }
    writeFileSync(inTwin('src/a.txt'), 'tampered\n');
    rmSync(inTwin('src/b.txt'));
    await host.place('a', base, { clean: false, keep: ['kept/dir/', 'mine.cfg'] });
    assert.deepEqual([read('src/a.txt'), read('src/b.txt')], ['a1\n', 'b1\n']);
    assert.deepEqual(['build/out.o', 'src/stray.txt', 'deep', 'kept/dir/file', 'kept/other', 'mine.cfg'].map((file) => existsSync(inTwin(file))), [true, false, false, true, false, true]);
    await host.place('a', base, { clean: true, keep: ['kept/dir/', 'mine.cfg'] });
    assert.deepEqual([existsSync(inTwin('build')), existsSync(inTwin('kept/dir/file')), existsSync(inTwin('mine.cfg'))], [false, true, true]);
  });

  it('remove nothing behind a link that a build left', async () => {
    const { host, base } = await fixture.open(makeDefinition({ inputs: ['models/**'] }), {}).catch(async () => {
      fixture.user.write('models/m.bin', 'model');
      return fixture.open(makeDefinition({ inputs: ['models/**'] }));
    });
    await host.place('a', base, place);
    const outside = path.join(fixture.user.folder, 'outside');
    mkdirSync(path.join(outside, 'm.bin'), { recursive: true });
    writeFileSync(path.join(outside, 'precious'), 'x');
    for (const file of ['models', 'src', 'stray']) {
      rmSync(inTwin(file), { recursive: true, force: true });
      symlinkSync(outside, inTwin(file));
    }
    await host.place('a', base, { clean: true, keep: ['src/kept', 'stray/kept'] });
    assert.deepEqual(readdirSync(outside).sort(), ['m.bin', 'precious']);
    assert.equal(read('src/a.txt'), 'a1\n');
    assert.equal(lstatSync(inTwin('models')).isSymbolicLink(), false);
    assert.equal(readlinkSync(inTwin('models/m.bin')), path.join(fixture.user.root, 'models/m.bin'));
  });

  it('take the code where a build put a folder in a file’s place', async () => {
    const { host, base } = await fixture.open(makeDefinition());
    await host.place('a', base, place);
    rmSync(inTwin('src/a.txt'));
    mkdirSync(inTwin('src/a.txt/deep'), { recursive: true });
    writeFileSync(inTwin('src/a.txt/deep/x'), 'x');
    await host.place('a', base, place);
    assert.equal(read('src/a.txt'), 'a1\n');
    await host.verify('a', base, []);
  });

  it('are not as committed where a tracked file was changed, but for those that builds rewrite', async () => {
    const { host, base } = await fixture.open(makeDefinition());
    const other = await fixture.candidate(base, () => fixture.user.write('src/a.txt', 'a2\n'));
    await host.place('a', base, place);
    await host.verify('a', base, []);
    await assert.rejects(host.verify('a', other, []), (error) => error instanceof Infrastructure && /instead of/.test(error.message));
    writeFileSync(inTwin('src/b.txt'), 'b2\n');
    await assert.rejects(host.verify('a', base, []), (error) => error instanceof Infrastructure && /src\/b\.txt/.test(error.message));
    await host.verify('a', base, ['src/b.txt']);
    assert.deepEqual((await host.leftovers('a')).modified, ['src/b.txt']);
    chmodSync(inTwin('ünï/x y.txt'), 0o755);
    await assert.rejects(host.verify('a', base, ['src/b.txt']), /ünï\/x y\.txt/);
  });

  it('know what setup left behind, and nothing that was there before', async () => {
    const { host, base } = await fixture.open(makeDefinition({ setup: 'mkdir -p deps build && echo 1 > deps/lib.h && echo 1 > build/config && mkdir -p big/deep && seq 600 | (cd big/deep && xargs touch)' }));
    await host.place('a', base, place);
    assert.deepEqual(await host.leftovers('a'), { untracked: [], modified: [] });
    mkdirSync(inTwin('build'));
    writeFileSync(inTwin('build/old.o'), 'x');
    const outcome = await host.setup('a', NEVER);
    assert.equal(outcome.reason, '');
    assert.deepEqual((await host.leftovers('a')).untracked, ['big/', 'build/config', 'deps/lib.h']);
    writeFileSync(inTwin('build/new.o'), 'x');
    await host.place('a', base, { clean: true, keep: ['big/', 'build/config', 'deps/lib.h'] });
    assert.deepEqual([readdirSync(inTwin('build')), existsSync(inTwin('deps/lib.h')), readdirSync(inTwin('big/deep')).length], [['config'], true, 600]);
  });

  it('have the inputs as links, in folders of their own', async () => {
    fixture.user.write('models/deep ä/m.gguf', 'model');
    fixture.user.write('models/other.txt', 'x');
    const { host, base } = await fixture.open(makeDefinition({ inputs: ['models/**/*.gguf'] }));
    await host.place('b', base, { clean: true, keep: [] });
    assert.equal(readlinkSync(inTwin('models/deep ä/m.gguf', 'b')), path.join(fixture.user.root, 'models/deep ä/m.gguf'));
    assert.equal(read('models/deep ä/m.gguf', 'b'), 'model');
    assert.equal(existsSync(inTwin('models/other.txt', 'b')), false);
    await host.verify('b', base, []);
  });

  it('begin empty in another campaign, and as they were in the same one', async () => {
    const first = await fixture.open(makeDefinition());
    await first.host.place('a', first.base, place);
    mkdirSync(inTwin('build'));
    writeFileSync(inTwin('build/out.o'), 'x');
    await first.host.close();
    const again = await fixture.open(makeDefinition());
    await again.host.place('a', again.base, place);
    assert.ok(existsSync(inTwin('build/out.o')));
    await again.host.close();
    const next = await fixture.open(makeDefinition(), { campaign: 'c2' });
    await next.host.place('a', next.base, place);
    assert.ok(!existsSync(inTwin('build/out.o')));
  });

  it('are mended when a kill left them half made', async () => {
    const { host, base } = await fixture.open(makeDefinition());
    await host.place('a', base, place);
    await host.close();
    const clone = path.join(fixture.cache, 'repo.git');
    const breaks: readonly (() => void)[] = [
      () => writeFileSync(path.join(clone, 'worktrees', 'twin-a', 'index.lock'), ''),
      () => writeFileSync(path.join(clone, 'worktrees', 'twin-a', 'index'), 'cut'),
      () => rmSync(path.join(clone, 'worktrees', 'twin-b'), { recursive: true }),
      () => rmSync(fixture.twin('a'), { recursive: true }),
      () => rmSync(path.join(clone, 'HEAD')),
      () => rmSync(clone, { recursive: true }),
      () => rmSync(path.join(fixture.cache, 'protected'), { recursive: true }),
    ];
    for (const [index, mend] of breaks.entries()) {
      mend();
      const next = await fixture.open(makeDefinition({ build: 'make' }));
      for (const twin of ['a', 'b'] as const) {
        await next.host.place(twin, next.base, place);
        await next.host.verify(twin, next.base, []);
        assert.ok((await next.host.build(twin, NEVER)).ok, String(index));
      }
      await next.host.close();
    }
  });

  it('write line ends as the user’s work tree has them', async () => {
    fixture.user.git('config', 'core.autocrlf', 'true');
    const { host, base } = await fixture.open(makeDefinition({ protect: ['src/b.txt'] }));
    await host.place('a', base, place);
    assert.equal(read('src/a.txt'), 'a1\r\n');
    await host.verify('a', base, []);
    assert.ok((await host.run('a', NEVER)).ok);
  });

  it('ignore what the user’s own exclude file says', async () => {
    writeFileSync(path.join(fixture.user.root, '.git', 'info', 'exclude'), 'private/\n');
    fixture.user.write('private/key', 'x');
    const { host, base } = await fixture.open(makeDefinition());
    assert.ok(!fixture.user.files(base).includes('private/key'));
    await host.place('a', base, place);
    mkdirSync(inTwin('private'));
    writeFileSync(inTwin('private/out'), 'x');
    await host.place('a', base, place);
    assert.ok(existsSync(inTwin('private/out')));
  });

  it('lie below a folder of the repository where the workspace does', async () => {
    fixture.user.write('pkg/x/bench.sh', 'pwd; echo METRIC tg=2\n', 0o755);
    fixture.user.write('pkg/x/run/here', '');
    fixture.user.commit('more');
    const { host, base } = await fixture.open(makeDefinition({ cwd: 'run', benchmark: { run: '../bench.sh' } }), { workspace: path.join(fixture.user.root, 'pkg/x') });
    await host.place('a', base, place);
    const outcome = await host.run('a', NEVER);
    assert.deepEqual(outcome.values, { tg: 2 });
    assert.equal(fixture.log(outcome).split('\n')[0], inTwin('pkg/x/run'));
  });

  it('have submodules filled from the user’s checkouts, those of submodules too', async () => {
    const { user } = fixture;
    const make = (name: string, file: string) => {
      const folder = path.join(user.folder, name);
      mkdirSync(folder);
      user.gitIn(folder, 'init', '--quiet');
      writeFileSync(path.join(folder, file), `${name}\n`);
      user.gitIn(folder, 'add', '.');
      user.gitIn(folder, 'commit', '--quiet', '-m', name);
      return folder;
    };
    const inner = make('inner', 'inner.c');
    const outer = make('outer', 'outer.c');
    user.gitIn(outer, 'submodule', '--quiet', 'add', inner, 'in ner');
    user.gitIn(outer, 'commit', '--quiet', '-m', 'inner');
    user.git('submodule', '--quiet', 'add', outer, 'deps/outer');
    user.git('submodule', '--quiet', 'update', '--init', '--recursive');
    user.commit('submodules');
    rmSync(inner, { recursive: true });
    rmSync(outer, { recursive: true });
    const before = user.state();
    const { host, base } = await fixture.open(makeDefinition());
    await host.place('a', base, place);
    assert.deepEqual([read('deps/outer/outer.c'), read('deps/outer/in ner/inner.c')], ['outer\n', 'inner\n']);
    writeFileSync(inTwin('deps/outer/built.o'), 'x');
    writeFileSync(inTwin('deps/outer/outer.c'), 'changed');
    await host.place('a', base, place);
    assert.ok(existsSync(inTwin('deps/outer/built.o')));
    await host.place('a', base, { clean: true, keep: [] });
    assert.deepEqual([existsSync(inTwin('deps/outer/built.o')), read('deps/outer/outer.c'), read('deps/outer/in ner/inner.c')], [false, 'outer\n', 'inner\n']);
    await host.verify('a', base, []);
    assert.deepEqual(user.state(), before);
  });

  it('have Git LFS files in place of their pointers', async () => {
    const { user } = fixture;
    const oid = '3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7'; // SHA-256 of "data"
    user.write('.gitattributes', '*.bin filter=lfs diff=lfs merge=lfs -text\n');
    for (const name of ['m ä.bin', 'deep/n.bin']) user.write(name, `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 4\n`);
    user.git('-c', 'filter.lfs.clean=cat', 'add', '--all');
    user.git('-c', 'filter.lfs.clean=cat', 'commit', '--quiet', '-m', 'lfs');
    const folder = path.join(user.root, '.git', 'lfs', 'objects', oid.slice(0, 2), oid.slice(2, 4));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, oid), 'data');
    // Only one of them is protected, and so not compared with the commit.
    const { host, base } = await fixture.open(makeDefinition({ protect: ['*.bin'] }));
    const other = await fixture.candidate(base, () => user.write('src/a.txt', 'a2\n'));
    for (const code of [base, other, base]) {
      await host.place('a', code, place);
      assert.deepEqual([read('m ä.bin'), read('deep/n.bin')], ['data', 'data']);
      await host.verify('a', code, []);
      assert.ok((await host.run('a', NEVER)).ok);
    }
  });
});
