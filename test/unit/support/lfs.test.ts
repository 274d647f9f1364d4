import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lfsObjectFile, parseLfsPointer } from '../../../src/support/lfs.ts';

const OID = '4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393';

describe('Git LFS pointers', () => {
  it('are read', () => {
    const pointer = parseLfsPointer(Buffer.from(`version https://git-lfs.github.com/spec/v1\noid sha256:${OID}\nsize 12345\n`));
    assert.deepEqual(pointer, { sha256: OID, size: 12345 });
    assert.equal(lfsObjectFile('/r/.git', { sha256: OID, size: 1 }), `/r/.git/lfs/objects/4d/7a/${OID}`);
  });

  it('are not seen where there are none', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => parseLfsPointer(bytes) === undefined));
    assert.equal(parseLfsPointer(Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:short\nsize 1\n')), undefined);
  });
});
