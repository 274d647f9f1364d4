import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CappedOutput } from '../../../src/support/cappedOutput.ts';

const NOTE = /\n\[… (\d+) bytes left out …\]\n/;

describe('capped output', () => {
  it('keeps everything up to its size', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (chunks) => {
        const output = new CappedOutput(2_000);
        for (const chunk of chunks) output.add(chunk);
        assert.deepEqual(output.bytes(), Buffer.concat(chunks));
        assert.equal(output.dropped, 0);
      }),
    );
  });

  it('keeps the first and the last half of more, and says how much it left out', () => {
    const letters = fc.stringMatching(/^[a-z]{0,60}$/);
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (chunks, half) => {
        const output = new CappedOutput(2 * half);
        for (const chunk of chunks) output.add(Buffer.from(chunk));
        const all = chunks.join('');
        assert.equal(output.total, all.length);
        if (all.length <= 2 * half) return void assert.equal(output.bytes().toString(), all);
        const [first, dropped, last] = output.bytes().toString().split(NOTE);
        assert.equal(first, all.slice(0, half));
        assert.equal(last, all.slice(-half));
        assert.equal(Number(dropped), all.length - 2 * half);
      }),
    );
  });
});
