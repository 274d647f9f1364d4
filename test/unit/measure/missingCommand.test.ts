import assert from 'node:assert/strict';
import { findMissingCommand } from '../../../src/measure/missingCommand.ts';

describe('a missing command', () => {
  const cases: readonly (readonly [string, number, string, RegExp])[] = [
    ['/bin/bash: line 1: cmake: command not found\n', 127, 'cmake', /package manager/],
    ['./build.sh: line 3: cargo: command not found\n', 127, 'cargo', /Rust/],
    ['/bin/sh: 1: gcc: not found\n', 127, 'gcc', /C compiler.*gcc or clang with make/],
    ['sh: clang: not found\n', 127, 'clang', /C compiler/],
    ['make: cc: No such file or directory\nmake: *** [Makefile:3: a.o] Error 127\n', 2, 'cc', /C compiler/],
    ['make[2]: g++: No such file or directory\n', 2, 'g++', /C\+\+ compiler/],
    ['make: build/bench: No such file or directory\n', 2, 'build/bench', /tracked by git/],
    ["/usr/bin/env: ‘python’: No such file or directory\n", 127, 'python', /Python/],
    ["env: 'node': No such file or directory\n", 127, 'node', /Node/],
    ['/bin/bash: line 1: ./bench: No such file or directory\n', 127, './bench', /tracked by git/],
    ['CMake Error: No CMAKE_C_COMPILER could be found.\n', 1, 'cc', /C compiler/],
    ['configure: error: no acceptable C compiler found in $PATH\n', 1, 'cc', /C compiler/],
    ['bash: Zeile 1: foo: Kommando nicht gefunden.\n', 127, 'bash: Zeile 1: foo: Kommando nicht gefunden.', /env\.pass/],
  ];
  for (const [output, exitCode, command, hint] of cases) {
    it(`is named: ${JSON.stringify(output)}`, () => {
      const missing = findMissingCommand(output, exitCode);
      assert.equal(missing?.command, command);
      assert.match(missing?.hint ?? '', hint);
    });
  }

  it('is not seen in other failures', () => {
    assert.equal(findMissingCommand('src/a.c:3: error: expected ;\nmake: *** [Makefile:3: a.o] Error 1\n', 2), undefined);
    assert.equal(findMissingCommand('assertion failed: value not found\n', 1), undefined);
  });

  it('long before the end was survived', () => {
    const later = Array.from({ length: 60 }, (_, line) => `line ${line}`).join('\n');
    assert.equal(findMissingCommand(`sh: 1: ccache: not found\n${later}\nerror: no\n`, 1), undefined);
  });
});
