import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** A page that runs one script of ours and loads nothing else. lit's styles are adopted, so no inline style is needed. */
export function webviewHtml(webview: vscode.Webview, extension: vscode.Uri, page: { readonly script: string; readonly title: string; readonly element: string }): string {
  const nonce = randomBytes(16).toString('base64url');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', page.script));
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; img-src ${webview.cspSource}; font-src ${webview.cspSource}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
</head>
<body>
<${page.element}></${page.element}>
<script nonce="${nonce}" src="${script.toString()}"></script>
</body>
</html>`;
}

export function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'webview')] };
}
