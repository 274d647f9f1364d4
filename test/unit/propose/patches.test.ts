import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { definitionSchema } from '../../../src/campaign/definition/schema.ts';
import { Failure } from '../../../src/campaign/failure.ts';
import { CurrentChanges } from '../../../src/propose/currentChanges.ts';
import { PatchFolder } from '../../../src/propose/patchFolder.ts';
import { PatchQueue, type PatchSource } from '../../../src/propose/patches.ts';

const code = { commit: 'a'.repeat(40), tree: 'b'.repeat(40) };
const definition = definitionSchema.parse({ benchmark: { run: 'x' }, metrics: [{ name: 'tg', better: 'higher' }] });
const never = new AbortController().signal;

async function ask(source: PatchSource, past: readonly string[], most: number) {
  return new PatchQueue({ source }).propose({ definition, base: code, head: code, past, most }, never);
}

describe('the patch queue', () => {
  let workspace = '';
  const folder = () => new PatchFolder({ workspace, folder: 'candidates/' });
  const put = (name: string, text: string) => writeFile(path.join(workspace, 'candidates', name), text);
  beforeEach(async () => {
    workspace = await mkdtemp(path.join(tmpdir(), 'queue ä '));
    await mkdir(path.join(workspace, 'candidates'));
  });
  afterEach(() => rm(workspace, { recursive: true, force: true }));

  it('takes patches in name order, numbers by their value, and nothing else', async () => {
    for (const name of ['10-c.patch', '2-b.diff', '1-a.PATCH', 'notes.md', '2-b.patch.orig']) await put(name, `Title of ${name}\ndiff --git a/x b/x\n`);
    const { drafts, done } = await ask(folder(), [], 10);
    assert.deepEqual(drafts.map(({ name, from, header }) => [name, from, header.title]), [
      ['1-a', 'candidates/1-a.PATCH', 'Title of 1-a.PATCH'],
      ['2-b', 'candidates/2-b.diff', 'Title of 2-b.diff'],
      ['10-c', 'candidates/10-c.patch', 'Title of 10-c.patch'],
    ]);
    assert.equal(done, true);
  });

  it('gives no draft twice, also after a restart, and says when it is done', async () => {
    for (const name of ['a.patch', 'b.patch', 'c.patch']) await put(name, 'x');
    const past: string[] = [];
    const waves: string[][] = [];
    for (let done = false; !done; ) {
      const wave = await ask(folder(), past, 2);
      past.push(...wave.drafts.map(({ from }) => from));
      waves.push(wave.drafts.map(({ name }) => name));
      done = wave.done;
    }
    assert.deepEqual(waves, [['a', 'b'], ['c']]);
    assert.deepEqual(await ask(folder(), past, 2), { drafts: [], done: true });
  });

  it('takes up what is added while the campaign runs', async () => {
    await put('a.patch', 'x');
    await ask(folder(), [], 2);
    await put('b.patch', 'y');
    assert.deepEqual((await ask(folder(), ['candidates/a.patch'], 2)).drafts.map(({ name }) => name), ['b']);
  });

  it('hands on empty and senseless files as they are', async () => {
    await put('empty.patch', '');
    await put('senseless.patch', 'nothing like a diff\u0000\u00ff');
    const { drafts } = await ask(folder(), [], 10);
    assert.deepEqual(drafts.map(({ name, patch }) => [name, patch.length > 0]), [['empty', false], ['senseless', true]]);
  });

  it('does not stop at a file that cannot be read', async () => {
    await mkdir(path.join(workspace, 'candidates', 'a-folder.patch'));
    await put('b.patch', 'x');
    const { drafts } = await ask(folder(), [], 10);
    assert.deepEqual(drafts.map(({ name, patch }) => [name, patch.length]), [['a-folder', 0], ['b', 1]]);
    assert.match(drafts[0]?.header.title ?? '', /could not be read/);
  });

  it('names a folder that is not there', async () => {
    const source = new PatchFolder({ workspace, folder: 'nowhere' });
    await assert.rejects(ask(source, [], 1), (error) => error instanceof Failure && error.code === 'missing-input' && /nowhere/.test(error.message));
  });

  it('takes the work tree’s changes as one candidate', async () => {
    const source = new CurrentChanges({ read: () => Promise.resolve(Buffer.from('patch')) });
    const first = await ask(source, [], 4);
    assert.deepEqual(first.drafts.map(({ name, from, patch }) => [name, from, Buffer.from(patch).toString()]), [['current-changes', 'current changes', 'patch']]);
    assert.equal(first.done, true);
    assert.deepEqual(await ask(source, ['current changes'], 4), { drafts: [], done: true });
  });
});
