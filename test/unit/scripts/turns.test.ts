import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { complainAboutTools } from '../../vscode/install/preconditions.ts';
import { inTurn, processBegan } from '../../vscode/install/turns.ts';

describe('one install at a time', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-turns-'));
    file = path.join(folder, 'sub', 'lock');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  const never = () => assert.fail('it waited');

  function holdAs(pid: number, began: string): void {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ pid, began }));
  }

  it('leaves nothing behind, also where the work fails', async () => {
    await inTurn(file, never, async () => assert(fs.existsSync(file)));
    await assert.rejects(inTurn(file, never, () => Promise.reject(new Error('x'))), /x/);
    assert.deepEqual(fs.readdirSync(path.dirname(file)), []);
  });

  it('waits for an owner that lives, and follows it once it is killed', async () => {
    const owner = spawn('sleep', ['60'], { stdio: 'ignore' });
    await once(owner, 'spawn');
    holdAs(owner.pid ?? 0, processBegan(owner.pid ?? 0));
    const waited: number[] = [];
    const waiting = (pid: number) => {
      waited.push(pid);
      owner.kill('SIGKILL');
    };
    await inTurn(file, waiting, async () => undefined);
    assert.deepEqual(waited, [owner.pid]);
  });

  it('follows at once where the id belongs to another process by now', async () => {
    holdAs(process.pid, '1');
    await inTurn(file, never, async () => undefined);
  });

  it('says what is missing', () => {
    assert.match(complainAboutTools('/nowhere') ?? '', /a C compiler is missing\. .*apt-get install gcc/);
    assert.equal(complainAboutTools(), undefined);
  });
});
