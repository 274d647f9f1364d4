import fs from 'node:fs';

const END = 0x06054b50;
const ENTRY = 0x02014b50;

export interface ZipEntry {
  readonly name: string;
  readonly bytes: number;
  /** Unix permissions, 0 where the archive has none. */
  readonly mode: number;
}

/** The table of contents of a zip file, such as a .vsix. */
export function readZipEntries(file: string): ZipEntry[] {
  const data = fs.readFileSync(file);
  let end = data.length - 22;
  while (end >= 0 && data.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error(`${file} is no zip file`);
  const entries: ZipEntry[] = [];
  let at = data.readUInt32LE(end + 16);
  for (let left = data.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (data.readUInt32LE(at) !== ENTRY) throw new Error(`${file} is damaged`);
    const [nameLength, extraLength, commentLength] = [data.readUInt16LE(at + 28), data.readUInt16LE(at + 30), data.readUInt16LE(at + 32)];
    entries.push({ name: data.toString('utf8', at + 46, at + 46 + nameLength), bytes: data.readUInt32LE(at + 24), mode: (data.readUInt32LE(at + 38) >>> 16) & 0o777 });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}
