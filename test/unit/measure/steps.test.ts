import assert from 'node:assert/strict';
import { endingOf, inWords } from '../../../src/measure/steps.ts';
import type { CommandOutcome } from '../../../src/support/process.ts';

const outcome = (changes: Partial<CommandOutcome> & { readonly text?: string }): CommandOutcome => ({
  exitCode: 0, endedBy: null, ms: 10, timedOut: false, aborted: false, flooded: false, output: Buffer.from(changes.text ?? ''), outputBytes: 0, left: [], notStarted: '', ...changes,
});

describe('how a step ended', () => {
  it('well', () => assert.deepEqual(endingOf('run', outcome({}), 1), { ok: true, fault: 'none', reason: '', hint: '', infrastructure: false }));

  it('with an exit code and its last words', () => {
    const ending = endingOf('checks', outcome({ exitCode: 3, text: 'fine\nrms_norm differs at 7\n2 of 9 failed\n' }), 1);
    assert.equal(ending.reason, 'the checks failed with exit code 3: rms_norm differs at 7 / 2 of 9 failed');
    assert.equal(ending.infrastructure, false);
  });

  it('by a signal', () => assert.match(endingOf('run', outcome({ exitCode: null, endedBy: 'SIGSEGV' }), 1).reason, /failed with SIGSEGV$/));

  it('by being killed from outside', () => assert.match(endingOf('build', outcome({ exitCode: 137 }), 1).hint, /out of memory/));

  it('by the time limit, which it names', () => {
    const ending = endingOf('checks', outcome({ exitCode: null, endedBy: 'SIGTERM', timedOut: true, text: 'case 7\n' }), 300_000);
    assert.equal(ending.fault, 'timeout');
    assert.equal(ending.reason, 'the checks took longer than 5 min: ended; last line: case 7');
    assert.match(ending.hint, /timeouts\.checks/);
  });

  it('by printing too much', () => {
    const ending = endingOf('run', outcome({ exitCode: null, flooded: true, outputBytes: 70 * 1024 * 1024 }), 1);
    assert.equal(ending.fault, 'too-much-output');
    assert.match(ending.reason, /70 MB/);
  });

  it('leaving processes: a fault of a run, not of a build', () => {
    const left = [{ pid: 77, name: 'server' }];
    assert.deepEqual([endingOf('run', outcome({ left }), 1).fault, endingOf('build', outcome({ left }), 1).ok], ['left-processes', true]);
    assert.match(endingOf('run', outcome({ left }), 1).reason, /server \(process 77\)/);
  });

  it('for want of a program', () => {
    const ending = endingOf('build', outcome({ exitCode: 2, text: 'make: cc: No such file or directory\n' }), 1);
    assert.match(ending.reason, /cc: command not found/);
    assert.match(ending.hint, /install a C compiler/);
  });

  it('for want of space, which is the machine’s fault', () => {
    assert.equal(endingOf('build', outcome({ exitCode: 1, text: 'ld: final link failed: No space left on device\n' }), 1).infrastructure, true);
    assert.equal(endingOf('build', outcome({ exitCode: null, notStarted: 'spawn EAGAIN' }), 1).infrastructure, true);
  });

  it('tells durations in words', () => {
    assert.deepEqual([500, 20_000, 90_000, 300_000, 5_400_000].map(inWords), ['500 ms', '20 s', '90 s', '5 min', '90 min']);
  });
});
