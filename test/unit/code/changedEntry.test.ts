import assert from 'node:assert/strict';
import { parseChangedEntries, refuseEntry, type ChangedEntry } from '../../../src/campaign/code/changedEntry.ts';
import { computeRules } from '../../../src/campaign/code/gates.ts';
import { definitionSchema } from '../../../src/campaign/definition/schema.ts';

function rules(more: Record<string, unknown> = {}, prefix = '', protectedFiles: readonly string[] = ['autoresearch.sh']) {
  const definition = definitionSchema.parse({ benchmark: { run: './autoresearch.sh' }, metrics: [{ name: 'tg', better: 'higher' }], protect: ['bench/**'], ...more });
  return computeRules({ root: '/repo', prefix, definition, definitionFile: 'marginalia.yaml', protectedFiles });
}

const entry = (path: string, changes: Partial<ChangedEntry> = {}): ChangedEntry => ({ path, status: 'M', oldMode: '100644', newMode: '100644', ...changes });
const named = (candidate: ChangedEntry, given = rules()) => refuseEntry(candidate, given).map(({ rule, path }) => `${rule}: ${path}`);

describe('the gate on one changed path', () => {
  it('lets a source in scope through, added, changed or removed', () => {
    for (const changes of [{}, { status: 'A', oldMode: '000000' }, { status: 'D', newMode: '000000' }, { status: 'A', oldMode: '000000', newMode: '100755' }]) {
      assert.deepEqual(named(entry('src/a.c', changes)), []);
    }
  });

  const refused: readonly (readonly [string, string])[] = [
    ['autoresearch.sh', 'protected file'],
    ['bench/bench.c', 'protected file'],
    ['bench/new/deep.h', 'protected file'],
    ['marginalia.yaml', 'protected file'],
    ['.marginalia/campaigns/c/definition.yaml', 'protected file'],
    ['.github/workflows/ci.yml', 'CI file'],
    ['.gitlab-ci.yml', 'CI file'],
    ['Jenkinsfile', 'CI file'],
    ['.circleci/config.yml', 'CI file'],
    ['azure-pipelines.yml', 'CI file'],
    ['.gitattributes', 'git file'],
    ['src/.gitignore', 'git file'],
    ['.gitmodules', 'git file'],
    ['.GitHub/CODEOWNERS', 'git file'],
    ['.vscode/tasks.json', 'editor file'],
    ['sub/.VSCODE/settings.json', 'editor file'],
    ['x.code-workspace', 'editor file'],
    ['.devcontainer/devcontainer.json', 'editor file'],
    ['Makefile', 'build file'],
    ['src/CMakeLists.txt', 'build file'],
    ['cmake/flags.cmake', 'build file'],
    ['package.json', 'build file'],
  ];
  for (const [path, rule] of refused) it(`refuses ${path} as ${rule}`, () => assert.deepEqual(named(entry(path)), [`${rule}: ${path}`]));

  it('refuses links, submodules and changes of mode, whatever they were before', () => {
    assert.deepEqual(named(entry('src/link', { status: 'A', oldMode: '000000', newMode: '120000' })), ['symbolic link: src/link']);
    assert.deepEqual(named(entry('src/a.c', { status: 'T', newMode: '120000' })), ['symbolic link: src/a.c']);
    assert.deepEqual(named(entry('src/link', { status: 'D', oldMode: '120000', newMode: '000000' })), ['symbolic link: src/link']);
    assert.deepEqual(named(entry('lib', { oldMode: '160000', newMode: '160000' })), ['submodule: lib']);
    assert.deepEqual(named(entry('src/a.sh', { newMode: '100755' })), ['file mode: src/a.sh']);
  });

  it('says why', () => {
    const [refusal] = refuseEntry(entry('src/a.sh', { newMode: '100755' }), rules());
    assert.match(refusal?.why ?? '', /from 100644 to 100755/);
    assert.match(refuseEntry(entry('autoresearch.sh'), rules())[0]?.why ?? '', /command of the definition runs it/);
  });

  it('keeps to the scope', () => {
    const scoped = rules({ scope: { include: ['src/**'], exclude: ['src/gen/**'] } });
    assert.deepEqual(named(entry('src/a.c'), scoped), []);
    assert.deepEqual(named(entry('src/gen/a.c'), scoped), ['out of scope: src/gen/a.c']);
    assert.deepEqual(named(entry('tools/a.c'), scoped), ['out of scope: tools/a.c']);
    assert.deepEqual(named(entry('srcs/a.c'), scoped), ['out of scope: srcs/a.c']);
  });

  it('lets a build file through only where the scope names it', () => {
    const open = (include: string) => named(entry('src/CMakeLists.txt'), rules({ scope: { include: [include] } }));
    for (const include of ['src/CMakeLists.txt', '**/CMakeLists.txt', 'src/CMake*']) assert.deepEqual(open(include), [], include);
    for (const include of ['**', 'src/**', 'src/*', '**/*.*', '.']) assert.deepEqual(open(include), ['build file: src/CMakeLists.txt'], include);
    assert.equal(named(entry('src/CMakeLists.txt'), rules({ scope: { include: ['Makefile'] } }))[0], 'build file: src/CMakeLists.txt');
  });

  it('never opens a protected file, however the scope names it', () => {
    assert.deepEqual(named(entry('bench/bench.c'), rules({ scope: { include: ['bench/bench.c'] } })), ['protected file: bench/bench.c']);
  });

  it('reads globs from the workspace where that lies below the root', () => {
    const below = rules({ scope: { include: ['src/**'] } }, 'pkg/x/', ['pkg/x/run.sh']);
    assert.deepEqual(named(entry('pkg/x/src/a.c'), below), []);
    assert.deepEqual(named(entry('pkg/x/bench/b.c'), below), ['protected file: pkg/x/bench/b.c']);
    assert.deepEqual(named(entry('pkg/x/marginalia.yaml'), below), ['protected file: pkg/x/marginalia.yaml']);
    assert.deepEqual(named(entry('pkg/x/run.sh'), below), ['protected file: pkg/x/run.sh']);
    assert.deepEqual(named(entry('pkg/y/src/a.c'), below), ['out of scope: pkg/y/src/a.c']);
  });
});

describe('diff-tree lines', () => {
  it('are read, spaces and letters of any kind in paths included', () => {
    const id = 'a'.repeat(40);
    const fields = [`:100644 100755 ${id} ${id} M`, 'ä b/c.sh', `:000000 120000 ${id} ${id} A`, 'link'];
    assert.deepEqual(parseChangedEntries(fields), [
      { path: 'ä b/c.sh', status: 'M', oldMode: '100644', newMode: '100755' },
      { path: 'link', status: 'A', oldMode: '000000', newMode: '120000' },
    ]);
  });

  it('are not guessed at', () => assert.throws(() => parseChangedEntries(['nonsense', 'a']), /diff-tree/));
});
