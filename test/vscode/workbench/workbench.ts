import path from 'node:path';
import type { FrameLocator, Page } from '../browser/playwright.ts';
import { ARTIFACTS } from '../install/paths.ts';
import type { Home } from '../server/home.ts';
import { THEMES, type Theme } from '../server/settings.ts';
import { Dialog } from './dialog.ts';
import { Notifications } from './notifications.ts';
import { QuickInput } from './quickInput.ts';
import { Sidebar } from './sidebar.ts';
import { StatusBar } from './statusBar.ts';
import { TextEditor } from './textEditor.ts';
import { until } from './until.ts';
import { webviewWith } from './webview.ts';

export const SCREENSHOTS = path.join(ARTIFACTS, 'screenshots');

/** One window of the editor, by the things that a person sees in it. Every method waits for a condition, none for a time. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly sidebar: Sidebar;
  readonly editor: TextEditor;
  readonly statusBar: StatusBar;
  readonly notifications: Notifications;
  readonly dialog: Dialog;
  readonly #home: Home;

  constructor(page: Page, home: Home) {
    this.page = page;
    this.#home = home;
    this.quickInput = new QuickInput(page);
    this.sidebar = new Sidebar(page);
    this.editor = new TextEditor(page);
    this.statusBar = new StatusBar(page);
    this.notifications = new Notifications(page, this.quickInput);
    this.dialog = new Dialog(page);
  }

  /** Ready for keys and pictures: settings are read, and F1 is no longer lost. */
  async ready(theme: Theme = 'dark'): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor();
    await this.page.locator('.part.statusbar .statusbar-item').first().waitFor();
    await this.page.waitForFunction(isThemed(theme));
  }

  webview(selector: string): Promise<FrameLocator> {
    return webviewWith(this.page, selector);
  }

  async setTheme(theme: Theme): Promise<void> {
    if (await this.page.evaluate<boolean>(isThemed(theme))) return;
    await this.page.keyboard.press('Control+K');
    await this.page.keyboard.press('Control+T');
    await this.quickInput.filter(THEMES[theme].label);
    await this.quickInput.accept();
    await this.page.waitForFunction(isThemed(theme));
    // What was only looked at yet would be gone in the next window.
    await until(() => this.#home.readSettings()['workbench.colorTheme'] === THEMES[theme].id, `the theme was not saved as ${THEMES[theme].id}`);
  }

  /** The window as it is, into `.artifacts/screenshots/<surface>.<theme>.png`. */
  async screenshot(surface: string, theme: Theme = 'dark'): Promise<string> {
    const file = path.join(SCREENSHOTS, `${surface}.${theme}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** A surface in every theme; the window is dark afterwards. */
  async screenshots(surface: string): Promise<void> {
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await this.setTheme(theme);
      await this.screenshot(surface, theme);
    }
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

function isThemed(theme: Theme): string {
  return `document.querySelector('.monaco-workbench')?.className.includes(${JSON.stringify(THEMES[theme].mark)}) ?? false`;
}
