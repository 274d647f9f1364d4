import assert from 'node:assert/strict';
import { appendFileSync, linkSync, mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { systemDisk } from '../../src/campaign/code/workTreeDisk.ts';
import type { Disk } from '../../src/campaign/code/workTreeDisk.ts';
import { hashOfBytes } from '../../src/campaign/code/workTreeFile.ts';
import { tidyWorkTree } from '../../src/campaign/code/workTreeTidy.ts';
import { Failure } from '../../src/campaign/failure.ts';
import type { FailureCode } from '../../src/campaign/failure.ts';
import type { FileEdit } from '../../src/campaign/stages.ts';
import type { Repo } from './workTreeRepo.ts';
import { withRepos } from './workTreeRepo.ts';

const makeRepo = withRepos();

/** A plan with every kind of edit: changed, made (in a new folder), deleted, renamed, mode. */
async function everyKind() {
  const repo = makeRepo();
  const text = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join('');
  const base = repo.commit({ 'a.c': 'a\n', 'b.c': 'b\n', 'gone/c.c': 'c\n', 'old.c': text, 'tool.sh': 't\n' });
  const candidate = repo.candidate(() => {
    repo.write({ 'a.c': 'A\n', 'b.c': 'B\n', 'gone/c.c': null, 'made/d.c': 'd\n', 'old.c': null, 'new.c': text }).setExecutable('tool.sh', true);
  });
  const plan = await repo.workTree().planAccept(base, candidate);
  assert.ok(plan.ok);
  return { repo, edits: plan.edits };
}

/** A disk that does something before, or instead of, its n-th step (from 1 on). */
function diskWith(n: number, act: (from: string, to: string) => void): Disk {
  let count = 0;
  const step = (from: string, to: string): void => {
    count += 1;
    if (count === n) act(from, to);
  };
  return {
    link: async (from, to) => (step(from, to), systemDisk.link(from, to)),
    rename: async (from, to) => (step(from, to), systemDisk.rename(from, to)),
    unlink: async (file) => (step(file, file), systemDisk.unlink(file)),
  };
}

const fails = (code: string) => () => {
  throw Object.assign(new Error(`${code}: told so`), { code });
};

async function assertFails(work: Promise<void>, code: FailureCode, message: RegExp): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
}

function assertAllIn(repo: Repo, edits: readonly FileEdit[]): Promise<void[]> {
  return Promise.all(
    edits.map(async ({ path: name, afterHash, mode }) => {
      assert.equal(await repo.workTree().hashOf(name), afterHash, name);
      if (mode !== null) assert.equal((repo.mode(name) & 0o100) !== 0, mode === '100755', name);
    }),
  );
}

describe('writing an accept', () => {
  it('puts in every kind of edit and leaves nothing beside them', async () => {
    const { repo, edits } = await everyKind();
    await repo.workTree().apply(edits);
    await assertAllIn(repo, edits);
    assert.deepEqual(Object.keys(repo.snapshot()).sort(), ['a.c', 'b.c', 'made', 'made/d.c', 'new.c', 'tool.sh']);
  });

  it('puts everything back, wherever it fails', async () => {
    for (let n = 1; ; n++) {
      const { repo, edits } = await everyKind();
      const before = repo.snapshot();
      let failed = false;
      const disk = diskWith(n, () => {
        failed = true;
        fails('ENOSPC')();
      });
      const done = await repo.workTree(disk).apply(edits).then(() => true, () => false);
      if (!failed) {
        assert.ok(n > 12, 'every step failed once');
        break;
      }
      // A failure to tidy up, when all edits are in, is none.
      if (done) await assertAllIn(repo, edits);
      else assert.deepEqual(repo.snapshot(), before, `step ${n}`);
    }
  });

  it('says what went wrong', async () => {
    const { repo, edits } = await everyKind();
    await assertFails(repo.workTree(diskWith(2, fails('ENOSPC'))).apply(edits), 'disk-full', /disk is full/);
    await assertFails(repo.workTree(diskWith(2, fails('EACCES'))).apply(edits), 'not-allowed', /cannot be written/);
    await assertFails(repo.workTree(diskWith(2, fails('EIO'))).apply(edits), 'internal', /EIO/);
  });

  it('keeps the modes of the files: no more, no less', async () => {
    const repo = makeRepo();
    const base = repo.commit({ 'private.c': 'x\n', 'group.sh': 'x\n' });
    const candidate = repo.candidate({ 'private.c': 'y\n', 'group.sh': 'y\n' });
    writeFileSync(path.join(repo.root, 'private.c'), 'x\n', { mode: 0o600 });
    const { chmodSync } = await import('node:fs');
    chmodSync(path.join(repo.root, 'private.c'), 0o600);
    chmodSync(path.join(repo.root, 'group.sh'), 0o2771);
    await repo.accept(base, candidate);
    assert.deepEqual([repo.mode('private.c'), repo.mode('group.sh')], [0o600, 0o2771]);
  });

  it('keeps the owner where it may', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const { chownSync } = await import('node:fs');
    const repo = makeRepo();
    const base = repo.commit({ 'a.c': 'x\n' });
    const candidate = repo.candidate({ 'a.c': 'y\n' });
    chownSync(path.join(repo.root, 'a.c'), 1234, 1235);
    await repo.accept(base, candidate);
    const { uid, gid } = statSync(path.join(repo.root, 'a.c'));
    assert.deepEqual([uid, gid, repo.text('a.c')], [1234, 1235, 'y\n']);
  });

  it('refuses edits that leave the repository', async () => {
    const { repo } = await everyKind();
    const outside = path.join(path.dirname(repo.root), `${path.basename(repo.root)}-outside`);
    mkdirSync(outside);
    symlinkSync(outside, path.join(repo.root, 'link'));
    const edit = { before: null, after: Buffer.from('x'), beforeHash: null, afterHash: hashOfBytes(Buffer.from('x')), mode: '100644' };
    for (const name of ['../x', 'link/x', '/etc/x', '.git/config', 'a/.GIT/x', 'a//x', '', 'a.c/x']) {
      await assertFails(repo.workTree().apply([{ ...edit, path: name }]), 'conflict', /.*/);
    }
    await assert.rejects(repo.workTree().hashOf('../x'), Failure);
    assert.deepEqual(statSync(outside).nlink, 2);
    const { rmdirSync } = await import('node:fs');
    rmdirSync(outside);
  });
});

describe('a file that changes meanwhile', () => {
  it('before anything is written, stops it', async () => {
    const { repo, edits } = await everyKind();
    repo.write({ 'b.c': 'mine\n' });
    const before = repo.snapshot();
    await assertFails(repo.workTree().apply(edits), 'conflict', /^b\.c was changed/);
    assert.deepEqual(repo.snapshot(), before);
  });

  it('before its own turn, has the others put back and keeps the user\'s text', async () => {
    const { repo, edits } = await everyKind();
    const before = repo.snapshot();
    // The first step is a.c's.
    const disk = diskWith(1, () => repo.write({ 'b.c': 'mine\n' }));
    await assertFails(repo.workTree(disk).apply(edits), 'conflict', /^b\.c was changed/);
    assert.equal(repo.text('b.c'), 'mine\n');
    assert.deepEqual({ ...repo.snapshot(), 'b.c': '' }, { ...before, 'b.c': '' });
  });

  it('between the last look and the rename, by an editor that writes into it, loses nothing', async () => {
    const { repo, edits } = await everyKind();
    const before = repo.snapshot();
    const disk = diskWith(2, (from) => {
      assert.match(from, /\.marginalia-[0-9a-f]{16}\.new$/);
      appendFileSync(path.join(repo.root, 'a.c'), 'typed just now\n');
    });
    await assertFails(repo.workTree(disk).apply(edits), 'conflict', /^a\.c was changed/);
    assert.equal(repo.text('a.c'), 'a\ntyped just now\n');
    assert.deepEqual({ ...repo.snapshot(), 'a.c': '' }, { ...before, 'a.c': '' });
  });

  it('after its turn stays as the user has it, and the message says where the former content is', async () => {
    const { repo, edits } = await everyKind();
    const disk = diskWith(4, () => {
      repo.write({ 'a.c': 'written over\n' });
      fails('EIO')();
    });
    await assertFails(repo.workTree(disk).apply(edits), 'internal', /a\.c could not be put back .*former content is in .*\.old/);
    assert.equal(repo.text('a.c'), 'written over\n');
    assert.equal(repo.text('b.c'), 'b\n');
  });

  it('appears where one was to be made: it stays', async () => {
    const { repo, edits } = await everyKind();
    const made = edits.filter(({ path: name }) => name === 'made/d.c');
    const disk = diskWith(1, () => repo.write({ 'made/d.c': 'mine\n' }));
    await assertFails(repo.workTree(disk).apply(made), 'conflict', /^made\/d\.c was changed/);
    assert.equal(repo.text('made/d.c'), 'mine\n');
  });

  it('becomes a symbolic link: what it points to stays', async () => {
    const { repo, edits } = await everyKind();
    renameSync(path.join(repo.root, 'a.c'), path.join(repo.root, 'real.c'));
    symlinkSync('real.c', path.join(repo.root, 'a.c'));
    await assertFails(repo.workTree().apply(edits), 'conflict', /^a\.c was changed/);
    assert.equal(repo.text('real.c'), 'a\n');
  });
});

describe('where the file system has no second names', () => {
  it('a copy serves', async () => {
    const { repo, edits } = await everyKind();
    await repo.workTree({ ...systemDisk, link: async () => fails('EPERM')() }).apply(edits);
    await assertAllIn(repo, edits);
    const again = await everyKind();
    const before = again.repo.snapshot();
    let renames = 0;
    const disk: Disk = { ...systemDisk, link: async () => fails('EPERM')(), rename: (from, to) => (++renames === 3 ? fails('EIO')() : systemDisk.rename(from, to)) };
    await assertFails(again.repo.workTree(disk).apply(again.edits), 'internal', /EIO/);
    assert.deepEqual(again.repo.snapshot(), before);
  });
});

describe('what a killed accept left behind', () => {
  it('is replaced by the next one, and goes when the intent is settled', async () => {
    const { repo, edits } = await everyKind();
    const names = (): string[] => Object.keys(repo.snapshot()).filter((name) => name.includes('.marginalia-'));
    let fresh = '';
    const disk = diskWith(2, (from) => (fresh = from));
    await repo.workTree(disk).apply(edits.slice(0, 1));
    writeFileSync(fresh, 'torn');
    linkSync(path.join(repo.root, 'b.c'), fresh.replace(/new$/, 'old'));
    assert.equal(names().length, 2);
    await tidyWorkTree(repo.root, ['a.c', '../x']);
    assert.deepEqual(names(), []);
    assert.equal(repo.text('b.c'), 'b\n');
  });
});
