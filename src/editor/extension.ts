import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';
import { COMMAND } from './ids.ts';
import type * as FaceModule from './face.ts';
import { Owner } from './owner.ts';

/**
 * What VS Code waits for: the commands' names, and nothing behind them yet. The rest is loaded right afterwards, or by the first
 * command that is quicker. Views wait for their providers by themselves.
 */
export class Extension extends Owner {
  readonly #context: vscode.ExtensionContext;
  readonly #names: readonly vscode.Disposable[];
  readonly #soon: NodeJS.Immediate;
  #isLoaded = false;

  constructor(context: vscode.ExtensionContext) {
    super();
    this.#context = context;
    this.#names = Object.values(COMMAND).map((id) =>
      vscode.commands.registerCommand(id, (...args: readonly unknown[]) => {
        this.#load();
        return vscode.commands.executeCommand(id, ...args);
      }),
    );
    this.#soon = setImmediate(() => this.#load());
  }

  override dispose(): void {
    clearImmediate(this.#soon);
    for (const name of this.#names) name.dispose();
    super.dispose();
  }

  #load(): void {
    if (this.#isLoaded) return;
    this.#isLoaded = true;
    const require = createRequire(path.join(import.meta.dirname, 'extension.cjs'));
    const { Face } = require('./editor.cjs') as typeof FaceModule;
    // The names change hands: nothing comes between.
    for (const name of this.#names) name.dispose();
    this.own(new Face(this.#context));
  }
}
