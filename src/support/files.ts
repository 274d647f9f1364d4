import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';

/** What a caller may want to tell apart. 'disk-full' covers quotas and file size limits too. */
export type FileErrorKind = 'disk-full' | 'not-found' | 'exists' | 'denied' | 'other';

export class FileError extends Error {
  readonly kind: FileErrorKind;
  readonly path: string;

  constructor(kind: FileErrorKind, file: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'FileError';
    this.kind = kind;
    this.path = file;
  }
}

const KINDS: Readonly<Record<string, FileErrorKind>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EEXIST: 'exists',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
};

export function toFileError(error: unknown, file: string): FileError {
  if (error instanceof FileError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new FileError(KINDS[code] ?? 'other', file, error instanceof Error ? error.message : String(error), error);
}

export interface FileStat {
  readonly size: number;
  readonly modified: number;
  readonly isFolder: boolean;
}

/** A file that only grows, but for cutting a torn end back. */
export interface AppendFile {
  /** Bytes in the file. */
  size(): Promise<number>;
  append(bytes: Uint8Array): Promise<void>;
  truncate(size: number): Promise<void>;
  /** Returns once the bytes are on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The file system. Every method rejects with a FileError, so that tests can inject a full disk at any of them. */
export interface Files {
  openAppend(file: string, mode?: number): Promise<AppendFile>;
  /** Readers see the old bytes or the new ones, also after a power cut. Makes the folder where it is missing. */
  writeAtomic(file: string, bytes: Uint8Array | string, mode?: number): Promise<void>;
  read(file: string): Promise<Buffer>;
  /** undefined where nothing is there. */
  stat(file: string): Promise<FileStat | undefined>;
  makeFolder(folder: string, mode?: number): Promise<void>;
  /** A file or a whole folder; nothing there is no error. */
  remove(file: string): Promise<void>;
  freeBytes(folder: string): Promise<number>;
}

async function told<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toFileError(error, file);
  }
}

async function openAppend(file: string, mode = 0o644): Promise<AppendFile> {
  const handle = await told(file, () => open(file, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, mode));
  return {
    size: () => told(file, async () => (await handle.stat()).size),
    append: (bytes) => told(file, () => handle.appendFile(bytes)),
    truncate: (size) => told(file, () => handle.truncate(size)),
    sync: () => told(file, () => handle.datasync()),
    close: () => told(file, () => handle.close()),
  };
}

async function writeAtomic(file: string, bytes: Uint8Array | string, mode = 0o644): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  await mkdir(folder, { recursive: true });
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  const entry = await open(folder, 'r');
  await entry.sync().finally(() => entry.close());
}

async function statOrNothing(file: string): Promise<FileStat | undefined> {
  try {
    const found = await stat(file);
    return { size: found.size, modified: found.mtimeMs, isFolder: found.isDirectory() };
  } catch (error) {
    if (toFileError(error, file).kind === 'not-found') return undefined;
    throw error;
  }
}

export const systemFiles: Files = {
  openAppend,
  writeAtomic: (file, bytes, mode) => told(file, () => writeAtomic(file, bytes, mode)),
  read: (file) => told(file, () => readFile(file)),
  stat: (file) => told(file, () => statOrNothing(file)),
  makeFolder: (folder, mode = 0o755) => told(folder, async () => void (await mkdir(folder, { recursive: true, mode }))),
  remove: (file) => told(file, () => rm(file, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 })),
  freeBytes: (folder) =>
    told(folder, async () => {
      const found = await statfs(folder);
      return found.bavail * found.bsize;
    }),
};
