import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { livenessOf, ownIdentity, startOf } from '../../../src/support/processIdentity.ts';

describe('process identity', () => {
  it('knows this process', () => {
    assert.equal(livenessOf(ownIdentity()), 'alive');
    assert.notEqual(ownIdentity().start, '');
  });

  it('tells a process that ended, also before it was reaped, from one that lives', async () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    const identity = { ...ownIdentity(), pid: child.pid ?? 0, start: startOf(child.pid ?? 0) ?? '' };
    assert.equal(livenessOf(identity), 'alive');
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    assert.equal(livenessOf(identity), 'dead');
  });

  it('does not take another process with the same number for it', () => {
    assert.equal(livenessOf({ ...ownIdentity(), start: '1' }), 'dead');
  });

  it('says nothing about other machines and other starts of this one', () => {
    assert.equal(livenessOf({ ...ownIdentity(), host: 'elsewhere' }), 'foreign');
    assert.equal(livenessOf({ ...ownIdentity(), boot: 'earlier' }), 'foreign');
  });
});
