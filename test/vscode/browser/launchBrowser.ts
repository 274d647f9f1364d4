import type { Runtime } from '../install/paths.ts';
import { loadPlaywright, type Browser } from './playwright.ts';

// Nothing that weakens what a page may do: webviews are tested under the rules that hold for users.
const ARGUMENTS = [
  // Chromium refuses its sandbox to root.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export function launchBrowser(runtime: Runtime): Promise<Browser> {
  return loadPlaywright(runtime).chromium.launch({ executablePath: runtime.browser, headless: true, args: ARGUMENTS });
}
