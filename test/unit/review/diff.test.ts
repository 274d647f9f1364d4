import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { DiffError, parseDiff, printDiff } from '../../../src/review/diff.ts';
import type { Diff, DiffFile } from '../../../src/review/diff.ts';
import { coreOf } from '../../../src/review/hunk.ts';
import { changeArbitrary, words, letters } from './texts.ts';

const id = '0123456789012345678901234567890123456789';

function fileOf(text: string): DiffFile {
  const { files } = parseDiff(text);
  assert.equal(files.length, 1);
  assert.equal(printDiff(parseDiff(text)), text);
  return files[0] as DiffFile;
}

describe('reading a diff', () => {
  it('numbers hunks over all files', () => {
    const hunk = '@@ -1 +1 @@\n-a\n+b\n';
    const file = (name: string) => `diff --git a/${name} b/${name}\nindex ${id}..${id} 100644\n--- a/${name}\n+++ b/${name}\n`;
    const text = `${file('x')}${hunk}${hunk.replaceAll('1', '9')}${file('y')}${hunk}`;
    const diff = parseDiff(text);
    assert.deepEqual(diff.files.map(({ hunks }) => hunks.map(({ number }) => number)), [[1, 2], [3]]);
    assert.equal(printDiff(diff), text);
  });

  it('knows new, deleted, renamed, copied and mode-changed files', () => {
    const added = fileOf(`diff --git a/n b/n\nnew file mode 100755\nindex 0000000..${id}\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n`);
    assert.deepEqual([added.oldPath, added.newPath, added.oldMode, added.newMode], [null, 'n', null, '100755']);
    const deleted = fileOf(`diff --git a/n b/n\ndeleted file mode 100644\nindex ${id}..0000000\n--- a/n\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n`);
    assert.deepEqual([deleted.oldPath, deleted.newPath, deleted.oldMode, deleted.newMode], ['n', null, '100644', null]);
    const renamed = fileOf('diff --git a/o b/n\nsimilarity index 100%\nrename from o\nrename to n\n');
    assert.deepEqual([renamed.oldPath, renamed.newPath, renamed.copied], ['o', 'n', false]);
    const copied = fileOf('diff --git a/o b/n\nsimilarity index 100%\ncopy from o\ncopy to n\n');
    assert.deepEqual([copied.oldPath, copied.newPath, copied.copied], ['o', 'n', true]);
    const mode = fileOf('diff --git a/a tool b/a tool\nold mode 100644\nnew mode 100755\n');
    assert.deepEqual([mode.oldPath, mode.newPath, mode.oldMode, mode.newMode], ['a tool', 'a tool', '100644', '100755']);
    const empty = fileOf('diff --git a/e b/e\nnew file mode 100644\nindex 0000000..e69de29\n');
    assert.deepEqual([empty.oldPath, empty.newPath, empty.hunks], [null, 'e', []]);
  });

  it('knows binary files in both forms', () => {
    assert.equal(fileOf(`diff --git a/b b/b\nindex ${id}..${id} 100644\nBinary files a/b and b/b differ\n`).binary, true);
    const patch = fileOf(`diff --git a/b b/b\nindex ${id}..${id} 100644\nGIT binary patch\nliteral 2\nJcmZ--- \n\nliteral 1\nIcmZPo000310RR91\n\n`);
    assert.deepEqual([patch.binary, patch.newPath, patch.oldMode], [true, 'b', '100644']);
  });

  it('reads quoted paths and paths with blanks', () => {
    const quoted = fileOf('diff --git "a/na\\303\\257ve \\"q\\"\\\\.c" "b/na\\303\\257ve \\"q\\"\\\\.c"\nold mode 100644\nnew mode 100755\n');
    assert.equal(quoted.newPath, 'naïve "q"\\.c');
    const tab = fileOf(`diff --git a/a b b/a b\nindex ${id}..${id} 100644\n--- a/a b\t\n+++ b/a b\t\n@@ -1 +1 @@\n-x\n+y\n`);
    assert.deepEqual([tab.oldPath, tab.newPath], ['a b', 'a b']);
    assert.equal(fileOf('diff --git "a/\\tü" "b/\\tü"\nold mode 100644\nnew mode 100755\n').newPath, '\tü');
  });

  it('keeps what is no diff: a mail around the patch', () => {
    const text = `From ${id}\nSubject: fuse\n\n---\n x | 2 +-\n\ndiff --git a/x b/x\nindex ${id}..${id} 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@ int main()\n-a\n+b\n-- \n2.39.5\n\n`;
    const file = fileOf(text);
    assert.deepEqual(file.hunks[0]?.lines.map(({ kind, text: line }) => [kind, line]), [['removed', 'a'], ['added', 'b']]);
    assert.equal(file.hunks[0]?.heading, ' int main()');
  });

  it('reads lines that look like headers, and empty context without its blank', () => {
    const file = fileOf(`diff --git a/x b/x\nindex ${id}..${id} 100644\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a/y\n+++ b/y\n \\ x\n`);
    assert.deepEqual(file.hunks[0]?.lines.map(({ text }) => text), ['-- a/y', '++ b/y', '\\ x']);
    const { files } = parseDiff(`diff --git a/x b/x\nindex ${id}..${id} 100644\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n\n-a\n+b\n`);
    assert.deepEqual(files[0]?.hunks[0]?.lines[0], { kind: 'context', text: '', newline: true });
  });

  it('names the line of what it cannot read', () => {
    const head = `diff --git a/x b/x\nindex ${id}..${id} 100644\n--- a/x\n+++ b/x\n`;
    const fails = (text: string, line: number) =>
      assert.throws(() => parseDiff(text), (error) => error instanceof DiffError && error.line === line);
    fails('@@ -1 +1 @@\n-a\n+b\n', 1);
    fails(`${head}@@ -1,2 +1 @@\n-a\n+b\n`, 8);
    fails(`${head}@@ -1 +1 @@\n-a\n-b\n`, 7);
    fails(`${head}@@ -1 +1 @@\n-a\n*b\n`, 7);
    fails('diff --git x x\nold mode 100644\nnew mode 100755\n', 1);
    fails(`diff --cc x\nindex ${id},${id}..${id}\n`, 1);
    assert.deepEqual(parseDiff(''), { preamble: [], files: [] });
  });
});

const plainName = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'Z', '1', '.', ' ', '_') }).filter((name) => name.trim() === name);

const anyDiff: fc.Arbitrary<Diff> = fc
  .array(fc.tuple(plainName, changeArbitrary({ line: fc.oneof(letters, words) }), fc.string({ maxLength: 9, unit: fc.constantFrom('{', ' ', '@', '\r') })), { maxLength: 4 })
  .map((parts) => {
    let number = 0;
    const files = parts.map(([name, change, heading]): DiffFile => {
      const tab = name.includes(' ') ? '\t' : '';
      return {
        oldPath: name,
        newPath: name,
        oldMode: '100644',
        newMode: '100644',
        binary: false,
        copied: false,
        header: [`diff --git a/${name} b/${name}`, `index ${id}..${id} 100644`, `--- a/${name}${tab}`, `+++ b/${name}${tab}`],
        hunks: change.hunks.map((hunk) => ({ ...hunk, number: ++number, heading: heading === '' ? '' : ` ${heading}` })),
        trailer: [],
      };
    });
    return { preamble: [], files };
  });

describe('a diff', function () {
  this.timeout(20_000);

  it('that is printed reads the same again', () => {
    fc.assert(
      fc.property(anyDiff, (diff) => {
        const text = printDiff(diff);
        assert.deepEqual(parseDiff(text), diff);
        assert.equal(printDiff(parseDiff(text)), text);
      }),
    );
  });

  it('has the changed part of each hunk as its core', () => {
    fc.assert(
      fc.property(changeArbitrary({ line: words }), (change) => {
        for (const hunk of change.hunks) {
          const core = coreOf(hunk);
          assert.equal(change.old.split('\n').slice(core.oldIndex).join('\n').startsWith(core.oldLines.join('')), true);
          assert.equal(change.new.split('\n').slice(core.newIndex).join('\n').startsWith(core.newLines.join('')), true);
        }
      }),
    );
  });
});
