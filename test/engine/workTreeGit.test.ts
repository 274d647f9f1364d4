import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readDiff } from '../../src/campaign/code/workTreeSources.ts';
import { parseDiff, printDiff } from '../../src/review/diff.ts';
import { mergeTexts } from '../../src/review/merge.ts';
import { applyHunks, selectHunks, splitHunks } from '../../src/review/subset.ts';
import { placeHunks } from '../../src/review/place.ts';
import { Git } from '../../src/support/git.ts';
import { withRepos } from './workTreeRepo.ts';

const makeRepo = withRepos();

const line = fc.constantFrom('a', 'b', 'c', '}', '', '\tx();', 'é', 'long line of code(1);', '\r');
const text = fc.tuple(fc.array(line, { maxLength: 40 }), fc.boolean()).map(([lines, cut]) => (cut ? lines.join('\n') : lines.map((each) => `${each}\n`).join('')));
/** A text and what became of it by a few edits. */
const edited = fc
  .tuple(text, fc.array(fc.tuple(fc.nat(60), fc.nat(3), fc.array(line, { maxLength: 3 })), { maxLength: 4 }))
  .map(([old, edits]) => {
    const lines = old.split('\n');
    for (const [at, count, added] of edits) lines.splice(at % (lines.length + 1), count, ...added);
    return { old, fresh: lines.join('\n') };
  });

describe('what git prints', () => {
  it('is read, printed again as it was, and gives the new text when applied', async () => {
    const repo = makeRepo();
    const git = new Git();
    const names = ['plain.c', 'with blank.c', 'größe.c', 'quote".c', 'tab\t.c', 'sub folder/ü.c'];
    const samples = fc.sample(edited, { numRuns: 60, seed: 3 });
    for (let i = 0; i + names.length <= samples.length; i += names.length) {
      const files = names.map((name, n) => ({ name, ...(samples[i + n] as { old: string; fresh: string }) }));
      const from = repo.commit(Object.fromEntries(files.map(({ name, old }) => [name, old])));
      const to = repo.commit(Object.fromEntries(files.map(({ name, fresh }) => [name, fresh])));
      const printed = await readDiff(git, repo.root, from, to, { renames: false });
      const diff = parseDiff(printed);
      assert.equal(printDiff(diff), printed);
      const changed = files.filter(({ old, fresh }) => old !== fresh);
      assert.deepEqual(diff.files.map(({ newPath }) => newPath).sort(), changed.map(({ name }) => name).sort());
      for (const { name, old, fresh } of changed) {
        const { hunks } = diff.files.find(({ newPath }) => newPath === name) ?? { hunks: [] };
        const bytes = (content: string): string => Buffer.from(content).toString('latin1');
        const whole = splitHunks(hunks, selectHunks(hunks.map(({ number }) => number))).chosen;
        assert.equal(applyHunks(bytes(old), whole), bytes(fresh));
        assert.ok(placeHunks(bytes(old), hunks, bytes(fresh)).every(({ state }) => state === 'after'));
        assert.ok(placeHunks(bytes(old), hunks, bytes(old)).every(({ state }) => state === 'before'));
      }
    }
  });

  it('of files that come, go, move, change their mode or are binary is read as such', async () => {
    const repo = makeRepo();
    const long = Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join('');
    const from = repo.commit({ 'gone.c': 'x\n', 'old name.c': long, 'mode.sh': 'x\n', 'pure.c': `${long}pure\n`, 'b.bin': Buffer.from([0, 1, 2]), 'empty gone': '' });
    const to = repo.candidate(() => {
      repo.write({ 'gone.c': null, 'old name.c': null, 'new name.c': long.replace('line 3\n', 'x\n'), 'pure.c': null, 'moved/pure.c': `${long}pure\n`, 'b.bin': Buffer.from([0, 9]), 'empty new': '', 'empty gone': null, 'new.c': 'n' });
      repo.setExecutable('mode.sh', true);
    });
    const printed = await readDiff(new Git(), repo.root, from, to, { renames: true });
    const diff = parseDiff(printed);
    assert.equal(printDiff(diff), printed);
    const facts = diff.files.map((file) => [file.oldPath, file.newPath, file.oldMode, file.newMode, file.binary, file.hunks.length]);
    assert.deepEqual(Object.fromEntries(facts.map((fact) => [`${fact[0]} > ${fact[1]}`, fact.slice(2)])), {
      'b.bin > b.bin': ['100644', '100644', true, 0],
      'empty gone > empty new': ['', '', false, 0],
      'gone.c > null': ['100644', null, false, 1],
      'mode.sh > mode.sh': ['100644', '100755', false, 0],
      'null > new.c': [null, '100644', false, 1],
      'old name.c > new name.c': ['100644', '100644', false, 1],
      'pure.c > moved/pure.c': ['', '', false, 0],
    });
  });
});

describe('the merge', () => {
  /** undefined: git says that it is a conflict. */
  function mergeByGit(folder: string, ancestor: string, ours: string, theirs: string): string | undefined {
    const files = Object.entries({ ours, ancestor, theirs }).map(([name, content]) => {
      writeFileSync(path.join(folder, name), content);
      return path.join(folder, name);
    });
    const done = spawnSync('git', ['merge-file', '-p', ...files], { encoding: 'utf8' });
    return done.status === 0 ? done.stdout : undefined;
  }

  it('gives what git merge-file gives, or refuses; where lines differ it refuses only where git does', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'marginalia-merge-'));
    const counts = { both: 0, none: 0, onlyGit: 0, onlyOurs: 0, differ: 0 };
    try {
      for (const unique of [true, false]) {
        const side = fc.array(fc.tuple(fc.nat(30), fc.nat(2), fc.array(line, { maxLength: 2 })), { minLength: 1, maxLength: 3 });
        const cases = fc.sample(fc.tuple(fc.array(line, { minLength: 6, maxLength: 30 }), side, side), { numRuns: 150, seed: 8 });
        for (const [lines, one, other] of cases) {
          const base = unique ? lines.map((each, i) => `${i} ${each}`) : lines;
          const edit = (edits: typeof one, name: string): string => {
            const copy = [...base];
            for (const [at, count, added] of edits) copy.splice(at % (copy.length + 1), count, ...added.map((each, i) => (unique ? `${name}${at}${i}${each}` : each)));
            return copy.map((each) => `${each}\n`).join('');
          };
          const [ancestor, ours, theirs] = [edit([], ''), edit(one, 'o'), edit(other, 't')];
          const merged = mergeTexts(ancestor, ours, theirs);
          const byGit = mergeByGit(folder, ancestor, ours, theirs);
          if (merged.ok) counts[byGit === undefined ? 'onlyOurs' : byGit === merged.text ? 'both' : 'differ'] += 1;
          else counts[byGit === undefined ? 'none' : 'onlyGit'] += 1;
          if (unique) assert.deepEqual(merged.ok ? merged.text : undefined, byGit);
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    assert.equal(counts.differ, 0);
    assert.ok(counts.both > 100 && counts.none > 50 && counts.onlyGit < 20 && counts.onlyOurs < 5, JSON.stringify(counts));
  });
});
