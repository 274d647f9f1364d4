import * as vscode from 'vscode';

export interface Choice<T> {
  readonly label: string;
  readonly value: T;
}

type Level = 'info' | 'warning' | 'error';

/** A notice that goes away by itself; undefined where no button was pressed. */
export async function toast<T>(level: Level, message: string, choices: readonly Choice<T>[] = []): Promise<T | undefined> {
  const labels = choices.map(({ label }) => label);
  const pressed = await show(level, message, labels);
  return choices.find(({ label }) => label === pressed)?.value;
}

/** A question that has to be answered first: only for what cannot be taken back. */
export async function askModal<T>(message: string, detail: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
  const pressed = await vscode.window.showWarningMessage(message, { modal: true, detail }, ...choices.map(({ label }) => label));
  return choices.find(({ label }) => label === pressed)?.value;
}

function show(level: Level, message: string, labels: readonly string[]): Thenable<string | undefined> {
  switch (level) {
    case 'info':
      return vscode.window.showInformationMessage(message, ...labels);
    case 'warning':
      return vscode.window.showWarningMessage(message, ...labels);
    case 'error':
      return vscode.window.showErrorMessage(message, ...labels);
  }
}

/** For what is seen in passing: a few seconds in the status bar, no button. */
export function whisper(message: string): void {
  vscode.window.setStatusBarMessage(message, 6_000);
}
