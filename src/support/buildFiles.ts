import { matcher } from './globs.ts';

/** What tells a build what to do, by the names that build systems look for. Anywhere in the tree. */
const BUILD_FILES: readonly string[] = [
  'Makefile', 'makefile', 'GNUmakefile', 'Makefile.*', '*.mk', '*.mak', '*.make', 'Kbuild', 'Kconfig',
  'CMakeLists.txt', '*.cmake', '*.cmake.in', 'CMakePresets.json', 'CMakeUserPresets.json', 'CMakeCache.txt',
  'meson.build', 'meson.options', 'meson_options.txt', 'configure', 'configure.*', 'config.mk', '*.am', '*.ac', '*.m4', 'autogen.sh', 'bootstrap.sh',
  'BUILD', 'BUILD.bazel', 'WORKSPACE', 'WORKSPACE.bazel', 'MODULE.bazel', '*.bzl', '.bazelrc', 'BUCK', 'SConstruct', 'SConscript', 'wscript',
  'build.ninja', 'xmake.lua', 'premake*.lua', 'Jamfile', 'Jamroot', 'build.zig', 'build.zig.zon', '*.pro', '*.pri', '*.vcxproj', '*.sln',
  'Cargo.toml', 'Cargo.lock', 'build.rs', 'rust-toolchain', 'rust-toolchain.toml', 'go.mod', 'go.sum', 'go.work',
  'setup.py', 'setup.cfg', 'pyproject.toml', 'requirements*.txt', 'Pipfile', 'Pipfile.lock', 'poetry.lock', 'uv.lock', 'tox.ini', 'noxfile.py', 'conftest.py', 'pytest.ini',
  'package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', '.npmrc', '.yarnrc', '.yarnrc.yml', 'tsconfig*.json', 'binding.gyp', '*.gyp', '*.gypi',
  'pom.xml', 'build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts', 'gradle.properties', 'gradlew', 'build.xml', 'build.sbt',
  'Package.swift', '*.csproj', '*.fsproj', 'Directory.Build.props', 'Directory.Build.targets', 'dune', 'dune-project', '*.opam', '*.cabal', 'stack.yaml', 'mix.exs', 'rebar.config', 'Gemfile', 'Gemfile.lock', 'Rakefile', 'composer.json', 'Project.toml', 'Manifest.toml', 'DESCRIPTION',
  'Dockerfile', 'Dockerfile.*', '*.dockerfile', 'docker-compose*.yml', 'flake.nix', 'flake.lock', 'shell.nix', 'default.nix', 'conanfile.py', 'conanfile.txt', 'vcpkg.json', 'justfile', 'Taskfile.yml', 'Taskfile.yaml',
];

const byName = matcher(BUILD_FILES);
const belowCargo = matcher(['.cargo', '**/.cargo']);

export function isBuildFile(file: string): boolean {
  return byName(file.slice(file.lastIndexOf('/') + 1)) || belowCargo(file);
}
