import path from 'node:path';

/** A Git LFS pointer: what git stores in place of a large file (git-lfs specification, "The Pointer"). */
export interface LfsPointer {
  readonly sha256: string;
  readonly size: number;
}

/** A pointer is always smaller than this. */
export const LFS_POINTER_BYTES = 1024;

export function parseLfsPointer(bytes: Uint8Array): LfsPointer | undefined {
  if (bytes.length >= LFS_POINTER_BYTES) return undefined;
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.startsWith('version https://git-lfs.github.com/spec/')) return undefined;
  const sha256 = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const size = /^size (\d+)$/m.exec(text)?.[1];
  return sha256 === undefined || size === undefined ? undefined : { sha256, size: Number(size) };
}

/** Where the user's repository keeps the file itself, below its common git folder. */
export function lfsObjectFile(gitFolder: string, { sha256 }: LfsPointer): string {
  return path.join(gitFolder, 'lfs', 'objects', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}
