import { Failure } from '../../campaign/failure.ts';
import { FileError, systemFiles } from '../../support/files.ts';

/** Results are text; anything beyond this is no file of results. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A file of the user's as text, undefined where there is none. Throws Failure 'usage' where it cannot be taken. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    const found = await systemFiles.stat(file);
    if (found === undefined) return undefined;
    if (found.isFolder) throw new Failure('usage', `${file} is a folder`);
    if (found.size > MOST_BYTES) throw new Failure('usage', `${file} is too large for a file of results (${Math.round(found.size / 1e6)} MB)`);
    return decodeText(await systemFiles.read(file));
  } catch (error) {
    if (error instanceof FileError) throw new Failure('usage', `${file} cannot be read: ${error.message}`);
    throw error;
  }
}

export async function readStream(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    total += bytes.length;
    if (total > MOST_BYTES) throw new Failure('usage', 'standard input is too large for results');
    chunks.push(bytes);
  }
  return decodeText(Buffer.concat(chunks));
}

/** UTF-8, or UTF-16 where a byte order mark says so, as a redirection in PowerShell writes it. */
export function decodeText(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
