import type { ExtensionContext } from 'vscode';
import { Extension } from './editor/extension.ts';

export function activate(context: ExtensionContext): void {
  context.subscriptions.push(new Extension(context));
}
