import { link, rename, unlink } from 'node:fs/promises';

/** The steps that change what is in the work tree: tests make them fail, or end the process between two of them. */
export interface Disk {
  /** Rejects with EEXIST where there is something at `to`. */
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(file: string): Promise<void>;
}

export const systemDisk: Disk = { link, rename, unlink };
