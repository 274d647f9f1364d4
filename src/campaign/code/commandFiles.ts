import path from 'node:path';

/** Words of a shell line, near enough to find file names in: quotes end, operators part. */
function wordsOf(command: string): string[] {
  return command.split(/[\s;|&()<>"'`$={}]+/).filter((word) => word !== '' && !word.startsWith('-'));
}

/**
 * The tracked files that a command names: `bash autoresearch.sh`, `cd bench && ./run.py`. Paths are relative to the
 * repository's root; `folder` is where the command runs. What a script calls in turn is not followed.
 */
export function findCommandFiles(command: string, folder: string, isTracked: (file: string) => boolean): readonly string[] {
  const words = wordsOf(command);
  const entered = words.flatMap((word, index) => (words[index - 1] === 'cd' ? [word] : []));
  const folders = [folder, ...entered.map((name) => path.posix.join(folder, name))];
  const found = new Set<string>();
  for (const word of words) {
    if (path.posix.isAbsolute(word)) continue;
    for (const start of folders) {
      const file = path.posix.normalize(path.posix.join(start, word));
      if (isTracked(file)) found.add(file);
    }
  }
  return [...found];
}
