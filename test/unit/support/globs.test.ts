import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isBuildFile } from '../../../src/support/buildFiles.ts';
import { findFiles, matcher } from '../../../src/support/globs.ts';

describe('globs', () => {
  const cases: readonly (readonly [readonly string[], string, boolean])[] = [
    [['src/**'], 'src/a.c', true],
    [['src/**'], 'src/deep/.hidden/a.c', true],
    [['src/**'], 'srcs/a.c', false],
    [['./bench/'], 'bench/b.c', true],
    [['bench'], 'bench/b.c', true],
    [['bench'], 'bench', true],
    [['bench'], 'other/bench/b.c', false],
    [['*.c'], 'a.c', true],
    [['*.c'], 'src/a.c', false],
    [['**/*.c'], 'a.c', true],
    [['.'], 'anything/at.all', true],
    [['!src/**'], 'bench/b.c', false],
    [[], 'a', false],
  ];
  for (const [globs, file, expected] of cases) {
    it(`${JSON.stringify(globs)} ${expected ? 'matches' : 'does not match'} ${file}`, () => assert.equal(matcher(globs)(file), expected));
  }

  it('find files, links included as such, and nothing behind links', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'globs '));
    try {
      await mkdir(path.join(root, 'models', 'ä b'), { recursive: true });
      await writeFile(path.join(root, 'models', 'ä b', 'one.bin'), '');
      await writeFile(path.join(root, 'models', 'two.bin'), '');
      await writeFile(path.join(root, 'other.bin'), '');
      await symlink('/', path.join(root, 'models', 'link'));
      assert.deepEqual(await findFiles(root, 'models/**'), ['models/link', 'models/two.bin', 'models/ä b/one.bin']);
      assert.deepEqual(await findFiles(root, 'models/**/*.bin'), ['models/two.bin', 'models/ä b/one.bin']);
      assert.deepEqual(await findFiles(root, 'other.bin'), ['other.bin']);
      assert.deepEqual(await findFiles(root, 'nothing/**'), []);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});

describe('build files', () => {
  for (const file of ['Makefile', 'lib/CMakeLists.txt', 'cmake/flags.cmake', 'rules.mk', 'configure.ac', 'sub/Cargo.toml', 'build.rs', '.cargo/config.toml', 'setup.py', 'package.json', 'go.mod', 'x/BUILD', 'tsconfig.base.json', 'requirements-dev.txt']) {
    it(`${file} is one`, () => assert.equal(isBuildFile(file), true));
  }
  for (const file of ['src/make.c', 'src/Makefile.c/readme', 'docs/CMake.md', 'src/builds.rs', 'package.c', 'configuration.h']) {
    it(`${file} is none`, () => assert.equal(isBuildFile(file), false));
  }
});
