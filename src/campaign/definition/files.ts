import fs from 'node:fs';
import path from 'node:path';

/** The workspace as the discovery reads it: small text files, by paths relative to it. */
export interface Files {
  has(file: string): boolean;
  /** undefined: not there, not a file, or too large for what it should be. */
  text(file: string): string | undefined;
  names(folder: string): string[];
}

const MOST_BYTES = 64 * 1024 * 1024;

export function filesOf(workspace: string): Files {
  const at = (file: string) => path.join(workspace, file);
  return {
    has: (file) => fs.existsSync(at(file)),
    text: (file) => {
      try {
        const { size } = fs.statSync(at(file));
        return size > MOST_BYTES ? undefined : fs.readFileSync(at(file), 'utf8');
      } catch {
        return undefined;
      }
    },
    names: (folder) => {
      try {
        return fs.readdirSync(at(folder)).sort();
      } catch {
        return [];
      }
    },
  };
}
