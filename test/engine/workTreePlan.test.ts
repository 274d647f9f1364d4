import assert from 'node:assert/strict';
import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { Failure } from '../../src/campaign/failure.ts';
import type { CodeRef } from '../../src/campaign/events.ts';
import type { Repo } from './workTreeRepo.ts';
import { withRepos } from './workTreeRepo.ts';

const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');
const makeRepo = withRepos();

async function conflictsOf(repo: Repo, from: CodeRef, to: CodeRef, hunks?: readonly number[]) {
  const plan = await repo.workTree().planAccept(from, to, hunks);
  assert.ok(!plan.ok && plan.why === 'conflict', JSON.stringify(plan));
  return plan.conflicts;
}

/** A base of 30 lines, and a candidate that changes line 5 and line 25. */
function twoHunks(name = 'src/a.c') {
  const repo = makeRepo();
  const base = repo.commit({ [name]: lines(1, 30) });
  const candidate = repo.candidate({ [name]: lines(1, 30).replace('line 5\n', 'FIVE\n').replace('line 25\n', 'TWENTY\nFIVE\n') });
  return { repo, base, candidate, name };
}

describe('accepting into the user\'s files', () => {
  for (const name of ['src/a.c', 'a folder/a file.c', 'größe/naïve "x"\tü.c', '-n', 'a\\b']) {
    it(`merges the change into ${JSON.stringify(name)} as it is now, and touches nothing else`, async () => {
      const { repo, base, candidate } = twoHunks(name);
      repo.write({ [name]: `mine\n${lines(1, 30)}`, 'other.txt': 'untracked\n' });
      const before = repo.gitState();
      await repo.accept(base, candidate);
      assert.equal(repo.text(name), `mine\n${lines(1, 4)}FIVE\n${lines(6, 24)}TWENTY\nFIVE\n${lines(26, 30)}`);
      assert.equal(repo.gitState(), before);
      assert.deepEqual(Object.keys(repo.snapshot()).filter((file) => file.includes('.marginalia')), []);
    });
  }

  it('takes single hunks, numbered over the whole diff', async () => {
    const repo = makeRepo();
    const base = repo.commit({ 'a.c': lines(1, 9), 'b.c': lines(1, 30) });
    const candidate = repo.candidate({ 'a.c': lines(1, 8), 'b.c': `${lines(2, 29)}` });
    assert.deepEqual((await repo.accept(base, candidate, [3])).map(({ path: name }) => name), ['b.c']);
    assert.equal(repo.text('b.c'), lines(1, 29));
    await repo.accept(base, candidate, [1, 2]);
    assert.deepEqual([repo.text('a.c'), repo.text('b.c')], [lines(1, 8), lines(2, 29)]);
    assert.deepEqual(await repo.workTree().planAccept(base, candidate), { ok: false, why: 'already', conflicts: [] });
    assert.deepEqual(await repo.workTree().planAccept(base, candidate, [2]), { ok: false, why: 'already', conflicts: [] });
    assert.deepEqual(await repo.workTree().planAccept(base, candidate, []), { ok: false, why: 'already', conflicts: [] });
    for (const hunks of [[4], [0], [1.5]]) {
      await assert.rejects(repo.workTree().planAccept(base, candidate, hunks), (error) => error instanceof Failure && error.code === 'usage');
    }
  });

  it('numbers hunks the same, whatever the user set for diffs', async () => {
    const settings = [['diff.noprefix', 'true'], ['diff.mnemonicPrefix', 'true'], ['color.ui', 'always'], ['diff.context', '0'], ['diff.interHunkContext', '99'], ['diff.renames', 'copies'], ['diff.external', 'false'], ['core.quotePath', 'false'], ['diff.suppressBlankEmpty', 'true'], ['diff.orderFile', '/dev/null']] as const;
    const repo = makeRepo(settings);
    const base = repo.commit({ 'größe.c': `\n${lines(1, 30)}`, 'b.c': lines(1, 9) });
    const candidate = repo.candidate({ 'größe.c': `\nnew\n${lines(1, 29)}`, 'b.c': lines(1, 8), 'copy.c': lines(1, 9) });
    await repo.accept(base, candidate, [3]);
    assert.equal(repo.text('größe.c'), `\nnew\n${lines(1, 30)}`);
    await repo.accept(base, candidate, [1, 2]);
    assert.deepEqual([repo.text('b.c'), repo.text('copy.c')], [lines(1, 8), lines(1, 9)]);
  });

  it('names the conflict by path and line, and the rest of the files do not hide it', async () => {
    const { repo, base, candidate } = twoHunks();
    repo.write({ 'src/a.c': lines(1, 30).replace('line 5\n', 'mine\n') });
    const why = 'the same lines were changed in the work tree since base (line 5)';
    assert.deepEqual(await conflictsOf(repo, base, candidate), [{ path: 'src/a.c', why }]);
    assert.deepEqual(await conflictsOf(repo, base, candidate, [1]), [{ path: 'src/a.c', why }]);
    await repo.accept(base, candidate, [2]);
    assert.equal(repo.text('src/a.c'), lines(1, 30).replace('line 5\n', 'mine\n').replace('line 25\n', 'TWENTY\nFIVE\n'));
  });

  it('merges the change from a head that the user does not have', async () => {
    const repo = makeRepo();
    repo.commit({ 'a.c': lines(1, 30) });
    const head = repo.candidate({ 'a.c': lines(1, 30).replace('line 3\n', 'KEPT\n') });
    repo.git('checkout', '-q', '--detach', head.commit);
    const candidate = repo.candidate({ 'a.c': repo.text('a.c').replace('line 20\n', 'NEW\n') });
    repo.git('checkout', '-q', 'main');
    await repo.accept(head, candidate);
    assert.equal(repo.text('a.c'), lines(1, 30).replace('line 20\n', 'NEW\n'));
  });

  it('adds files with their folders and mode, and deletes files with the folders that they leave empty', async () => {
    const repo = makeRepo();
    const base = repo.commit({ 'old/deep/a.c': 'x\n', 'keep.c': 'k\n' });
    const candidate = repo.candidate(() => {
      repo.write({ 'new/deep/tool.sh': '#!/bin/sh\n', 'new/empty': '', 'old/deep/a.c': null }).setExecutable('new/deep/tool.sh', true);
    });
    const plan = await repo.workTree().planAccept(base, candidate);
    assert.ok(plan.ok);
    assert.deepEqual(plan.edits.map(({ path: name, mode }) => [name, mode]), [['new/deep/tool.sh', '100755'], ['new/empty', '100644'], ['old/deep/a.c', null]]);
    await repo.workTree().apply(plan.edits);
    assert.deepEqual(Object.keys(repo.snapshot()).sort(), ['keep.c', 'new', 'new/deep', 'new/deep/tool.sh', 'new/empty']);
    assert.equal(repo.mode('new/deep/tool.sh') & 0o111, 0o111 & ~process.umask());
  });

  it('refuses to add over, to delete, or to edit what the user has otherwise', async () => {
    const repo = makeRepo();
    const base = repo.commit({ 'gone.c': 'x\n', 'edited.c': 'x\n', 'folder.c': 'x\n' });
    const candidate = repo.candidate({ 'new.c': 'theirs\n', 'gone.c': 'y\n', 'edited.c': null, 'folder.c': 'y\n' });
    repo.write({ 'new.c': 'mine\n', 'gone.c': null, 'edited.c': 'mine\n', 'folder.c': null });
    mkdirSync(path.join(repo.root, 'folder.c'));
    const conflicts = await conflictsOf(repo, base, candidate);
    assert.deepEqual(Object.fromEntries(conflicts.map(({ path: name, why }) => [name, why])), {
      'edited.c': 'the candidate deletes it, and it was changed in the work tree since base',
      'folder.c': 'it is a folder in the work tree',
      'gone.c': 'the file is not in the work tree',
      'new.c': 'the candidate adds it, and the work tree has another file of that name',
    });
  });

  it('renames the user\'s file with the user\'s changes', async () => {
    const repo = makeRepo();
    const base = repo.commit({ 'old.c': lines(1, 30) });
    const candidate = repo.candidate({ 'old.c': null, 'sub/new.c': lines(1, 30).replace('line 5\n', 'FIVE\n') });
    const mine = `mine\n${lines(1, 30)}`;
    repo.write({ 'old.c': mine });
    await repo.accept(base, candidate);
    assert.deepEqual(Object.keys(repo.snapshot()), ['sub', 'sub/new.c']);
    assert.equal(repo.text('sub/new.c'), mine.replace('line 5\n', 'FIVE\n'));
    assert.equal((await repo.workTree().planAccept(base, candidate)).ok, false);
    // Both names taken: which one is the file cannot be told.
    repo.write({ 'old.c': mine });
    assert.match((await conflictsOf(repo, base, candidate))[0]?.why ?? '', /renames a file to this name/);
  });

  it('takes binary files whole, and only where the user\'s is as it was', async () => {
    const repo = makeRepo();
    const base = repo.commit({ 'w.bin': Buffer.from([0, 255, 1, 13, 10]), 'a.c': 'x\n' });
    const candidate = repo.candidate({ 'w.bin': Buffer.from([0, 254, 2, 13, 10, 0]), 'new.bin': Buffer.from([0, 128]), 'a.c': 'y\n' });
    repo.write({ 'w.bin': Buffer.from([0, 7]) });
    assert.match((await conflictsOf(repo, base, candidate))[0]?.why ?? '', /only be taken whole, and was changed/);
    repo.git('checkout', '-q', '--', 'w.bin');
    await repo.accept(base, candidate);
    assert.deepEqual([...repo.bytes('w.bin')], [0, 254, 2, 13, 10, 0]);
    assert.deepEqual([...repo.bytes('new.bin')], [0, 128]);
  });

  it('refuses symbolic links, links on the way, submodules and filters', async () => {
    const repo = makeRepo();
    const base = repo.commit({ 'a.c': 'x\n', 'sub/b.c': 'x\n', 'c.lfs': 'x\n', 'd.c': 'x\n' });
    const inner = repo.git('rev-parse', 'HEAD').trim();
    const candidate = repo.candidate(() => {
      repo.write({ 'a.c': 'y\n', 'sub/b.c': 'y\n', 'c.lfs': 'y\n', 'd.c': null });
      symlinkSync('/etc/passwd', path.join(repo.root, 'd.c'));
      repo.git('update-index', '--add', '--cacheinfo', `160000,${inner},module`);
    });
    repo.write({ '.gitattributes': '*.lfs filter=lfs\n', 'a.c': null });
    symlinkSync('/etc/hostname', path.join(repo.root, 'a.c'));
    renameSync(path.join(repo.root, 'sub'), path.join(repo.root, 'elsewhere'));
    symlinkSync('elsewhere', path.join(repo.root, 'sub'));
    const whys = Object.fromEntries((await conflictsOf(repo, base, candidate)).map(({ path: name, why }) => [name, why]));
    assert.match(whys['a.c'] ?? '', /is a symbolic link in the work tree/);
    assert.match(whys['sub/b.c'] ?? '', /^sub is a symbolic link/);
    assert.match(whys['c.lfs'] ?? '', /filter "lfs"/);
    assert.match(whys['d.c'] ?? '', /symbolic link, which an accept does not write/);
  });
});

describe('the user\'s bytes', () => {
  it('keep their encoding: Latin-1, and UTF-16 that only the checkout has', async () => {
    const repo = makeRepo();
    const latin = (text: string) => Buffer.from(text, 'latin1');
    const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
    const base = repo.commit({ '.gitattributes': '*.txt working-tree-encoding=UTF-16LE-BOM\n', 'a.c': latin('1 é\n2\n3\n'), 'b.txt': utf16('eins\nzwei\n') });
    const candidate = repo.candidate({ 'a.c': latin('1 é\n2\n3 ü\n'), 'b.txt': utf16('eins\nzwei ü\n'), 'new.txt': utf16('neu\n') });
    repo.write({ 'a.c': latin('0 ä\n1 é\n2\n3\n') });
    await repo.accept(base, candidate);
    assert.deepEqual(repo.bytes('a.c'), latin('0 ä\n1 é\n2\n3 ü\n'));
    assert.deepEqual(repo.bytes('b.txt'), utf16('eins\nzwei ü\n'));
    assert.deepEqual(repo.bytes('new.txt'), utf16('neu\n'));
    repo.write({ 'b.txt': utf16('mein\neins\nzwei\n') });
    assert.match((await conflictsOf(repo, base, candidate))[0]?.why ?? '', /only be taken whole/);
  });

  it('keep CRLF that the checkout has by its attributes, in files that are new, too', async () => {
    for (const settings of [[['core.autocrlf', 'true']], []] as const) {
      const repo = makeRepo(settings);
      const attributes = settings.length > 0 ? {} : { '.gitattributes': '*.c text eol=crlf\n' };
      const base = repo.commit({ ...attributes, 'a.c': lines(1, 9).replaceAll('\n', '\r\n'), 'gone.c': 'x\r\n' });
      const candidate = repo.candidate({ 'a.c': lines(1, 8).replaceAll('\n', '\r\n'), 'new.c': 'n\r\n', 'gone.c': null });
      assert.equal(repo.git('show', `${base.commit}:a.c`), lines(1, 9), 'git keeps LF');
      const mine = `mine\r\n${lines(1, 9).replaceAll('\n', '\r\n')}`;
      repo.write({ 'a.c': mine });
      await repo.accept(base, candidate);
      assert.equal(repo.text('a.c'), mine.replace('line 9\r\n', ''));
      assert.equal(repo.text('new.c'), 'n\r\n');
      assert.deepEqual(Object.keys(repo.snapshot()).includes('gone.c'), false);
    }
  });

  it('keep a byte order mark, CRLF of their own, mixed line ends and a missing last one', async () => {
    const repo = makeRepo();
    const texts = { bom: `\ufeff${lines(1, 9)}`, crlf: lines(1, 9).replaceAll('\n', '\r\n'), mixed: lines(1, 9).replace('line 2\n', 'line 2\r\n'), cut: lines(1, 9).slice(0, -1) };
    const base = repo.commit(texts);
    const change = (text: string) => text.replace('line 5', 'FIVE');
    const candidate = repo.candidate(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)])));
    for (const name of Object.keys(texts)) repo.write({ [name]: repo.text(name).replace('line 1', 'mine') });
    await repo.accept(base, candidate);
    for (const [name, text] of Object.entries(texts)) assert.equal(repo.text(name), change(text).replace('line 1', 'mine'), name);
  });

  it('keep their mode, unless the candidate changes it', async () => {
    const repo = makeRepo();
    repo.write({ 'run.sh': lines(1, 9), 'lib.c': lines(1, 9), 'made.sh': 'x\n' }).setExecutable('run.sh', true);
    const base = repo.commit();
    const candidate = repo.candidate(() => {
      repo.write({ 'run.sh': lines(2, 9), 'lib.c': lines(2, 9) }).setExecutable('made.sh', true);
    });
    repo.setExecutable('lib.c', true);
    const edits = await repo.accept(base, candidate);
    assert.deepEqual(edits.map(({ path: name, mode, beforeHash, afterHash }) => [name, mode, beforeHash === afterHash]), [
      ['lib.c', '100755', false],
      ['made.sh', '100755', true],
      ['run.sh', '100755', false],
    ]);
    assert.deepEqual(['run.sh', 'lib.c', 'made.sh'].map((name) => repo.mode(name)), [0o755, 0o755, 0o755]);
    assert.equal((await repo.workTree().planAccept(base, candidate)).ok, false);
  });
});
