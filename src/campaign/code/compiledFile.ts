import { lstat, open } from 'node:fs/promises';

/** First bytes of objects, programs and libraries: ELF, Mach-O in its forms, PE, ar archives. */
const MAGIC: readonly Buffer[] = ['7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', '4d5a9000', '213c617263683e0a'].map((hex) => Buffer.from(hex, 'hex'));
const LONGEST = Math.max(...MAGIC.map((bytes) => bytes.length));

/** Whether a compiler or linker made the file. Read from its first bytes: programs have no extension. */
export async function isCompiled(file: string): Promise<boolean> {
  const found = await lstat(file).catch(() => undefined);
  if (found?.isFile() !== true) return false;
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
    const first = buffer.subarray(0, bytesRead);
    return MAGIC.some((magic) => first.subarray(0, magic.length).equals(magic));
  } finally {
    await handle.close();
  }
}
