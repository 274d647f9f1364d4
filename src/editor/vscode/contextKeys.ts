import * as vscode from 'vscode';
import type { CONTEXT } from '../ids.ts';

type Key = (typeof CONTEXT)[keyof typeof CONTEXT];

const known = new Map<Key, unknown>();

/** Keys for `when` clauses; setting one again to the same value costs nothing. */
export function setContextKey(key: Key, value: boolean | string): void {
  if (known.get(key) === value) return;
  known.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}
