import { findSourceMap } from 'node:module';
import path from 'node:path';

/** The stack with places in the source. Node would do so by itself, but VS Code has a formatter of its own for stacks. */
export function mapStack(stack: string): string {
  return stack.replace(/([^\s():]+\.cjs):(\d+):(\d+)/g, (place, file: string, line: string, column: string) => {
    const entry = findSourceMap(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !('originalSource' in entry)) return place;
    const source = entry.originalSource.startsWith('file://') ? new URL(entry.originalSource).pathname : path.resolve(path.dirname(file), entry.originalSource);
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}
