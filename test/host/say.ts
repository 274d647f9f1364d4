import { format } from 'node:util';

/** A line for whoever ran the tests. The extension host's console is mixed with the workbench's own: the mark lets the runner tell. */
export function say(...args: readonly unknown[]): void {
  console.log(`[test] ${format(...args)}`);
}
