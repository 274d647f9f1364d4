import * as vscode from 'vscode';

export interface Option<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly icon?: string;
  readonly value: T;
}

export interface StepTitle {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
  readonly prompt: string;
}

/** Leaving with Escape ends the whole questionnaire. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** One choice of several. Rejects with Cancelled. */
export async function pickOne<T>({ title, step, steps, prompt }: StepTitle, options: readonly Option<T>[]): Promise<T> {
  const quick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly value: T }>();
  quick.title = title;
  if (steps > 1) [quick.step, quick.totalSteps] = [step, steps];
  quick.placeholder = prompt;
  quick.matchOnDescription = true;
  quick.matchOnDetail = true;
  // Whoever looks at a script to answer keeps the question.
  quick.ignoreFocusOut = true;
  quick.items = options.map(({ label, description, detail, icon, value }) => ({
    label,
    value,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
    ...(icon === undefined ? {} : { iconPath: new vscode.ThemeIcon(icon) }),
  }));
  return settle<T>(quick, (accept) => quick.onDidAccept(() => {
    const chosen = quick.selectedItems[0];
    if (chosen !== undefined) accept(chosen.value);
  }));
}

/** A line of text. `check` says what is wrong with it, undefined where nothing is. Rejects with Cancelled. */
export async function askText({ title, step, steps, prompt }: StepTitle, value: string, check: (text: string) => string | undefined = () => undefined): Promise<string> {
  const input = vscode.window.createInputBox();
  input.title = title;
  if (steps > 1) [input.step, input.totalSteps] = [step, steps];
  input.prompt = prompt;
  input.value = value;
  input.ignoreFocusOut = true;
  input.onDidChangeValue((text) => (input.validationMessage = check(text.trim()) ?? ''));
  return settle<string>(input, (accept) => input.onDidAccept(() => {
    const complaint = check(input.value.trim());
    if (complaint === undefined) accept(input.value.trim());
    else input.validationMessage = complaint;
  }));
}

async function settle<T>(box: vscode.QuickInput, listen: (accept: (value: T) => void) => void): Promise<T> {
  try {
    return await new Promise<T>((resolve, reject) => {
      listen(resolve);
      box.onDidHide(() => reject(new Cancelled('cancelled')));
      box.show();
    });
  } finally {
    box.dispose();
  }
}
