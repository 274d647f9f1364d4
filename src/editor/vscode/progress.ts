import * as vscode from 'vscode';

export interface Working {
  report(message: string): void;
  readonly signal: AbortSignal;
}

/** Long work with a button to cancel; the work gets a signal. */
export function withProgress<T>(title: string, work: (working: Working) => Promise<T>): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return work({ report: (message) => progress.report({ message }), signal: controller.signal });
  });
}

/** Short work: a line that runs along the view's head. */
export function withViewProgress<T>(viewId: string, work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId } }, work);
}
