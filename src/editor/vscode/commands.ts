import * as vscode from 'vscode';
import { Failure } from '../../campaign/failure.ts';
import type { CommandId } from '../ids.ts';
import type { Disposable } from '../owner.ts';
import type { Log } from './log.ts';
import { Cancelled } from './pick.ts';
import { toast } from './toast.ts';

/** What went wrong is said to the user as it is; what was not foreseen goes to the log as well. */
export function registerCommand(log: Log, id: CommandId, run: (...args: readonly unknown[]) => unknown): Disposable {
  return vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
    try {
      return await run(...args);
    } catch (error) {
      if (!(error instanceof Cancelled)) await showError(log, error);
      return undefined;
    }
  });
}

export async function showError(log: Log, error: unknown): Promise<void> {
  const isForeseen = error instanceof Failure && error.code !== 'internal';
  const message = error instanceof Error ? error.message : String(error);
  if (isForeseen) log.warn(message);
  else log.error(error instanceof Error ? (error.stack ?? message) : message);
  const hint = error instanceof Failure && error.hint !== '' ? ` ${withoutTerminal(error.hint)}` : '';
  const pressed = await toast('error', `${sentence(message)}${hint}`, [{ label: 'Show log', value: 'log' }]);
  if (pressed === 'log') log.show(true);
}

export function sentence(text: string): string {
  // A file's name is written as it is.
  const first = /^[a-z]+\b(?![.:/_-])/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?…]$/.test(first) ? first : `${first}.`;
}

/** Hints name commands of the terminal; here they are in the palette. */
function withoutTerminal(hint: string): string {
  return hint.replaceAll(/`marginalia (\w+)[^`]*`/g, (_, name: string) => `“Marginalia: ${name.charAt(0).toUpperCase()}${name.slice(1)}”`);
}

export function executeCommand(id: CommandId, ...args: readonly unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}
