import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileError, systemFiles, toFileError } from '../../../src/support/files.ts';

describe('the file port', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'files dé '));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('appends, cuts back and appends again', async () => {
    const file = await systemFiles.openAppend(path.join(folder, 'log'));
    await file.append(Buffer.from('one\ntwo'));
    assert.equal(await file.size(), 7);
    await file.truncate(4);
    await file.append(Buffer.from('three\n'));
    await file.sync();
    await file.close();
    assert.equal(await readFile(path.join(folder, 'log'), 'utf8'), 'one\nthree\n');
  });

  it('writes a file whole, in a folder that was not there, and leaves nothing beside it', async () => {
    const file = path.join(folder, 'new', 'state.json');
    await systemFiles.writeAtomic(file, '1');
    await systemFiles.writeAtomic(file, '2', 0o600);
    assert.equal((await systemFiles.read(file)).toString(), '2');
    assert.deepEqual(await readdir(path.dirname(file)), ['state.json']);
  });

  it('says what was wrong', async () => {
    const missing = path.join(folder, 'nothing');
    await assert.rejects(systemFiles.read(missing), (error) => error instanceof FileError && error.kind === 'not-found' && error.path === missing);
    assert.equal(await systemFiles.stat(missing), undefined);
    await systemFiles.remove(missing);
    for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG']) assert.equal(toFileError(Object.assign(new Error('x'), { code }), 'f').kind, 'disk-full');
  });

  it('tells a full disk when appending', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const file = await systemFiles.openAppend('/dev/full');
    await assert.rejects(file.append(Buffer.from('x')), (error) => error instanceof FileError && error.kind === 'disk-full');
    await file.close();
  });

  it('knows the free space', async () => {
    assert.ok((await systemFiles.freeBytes(folder)) > 0);
  });
});
