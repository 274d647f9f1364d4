import type { Locator, Page } from '../browser/playwright.ts';
import type { QuickInput } from './quickInput.ts';

/** Toasts show only where an extension is installed: under development the notification centre has to be opened. */
export class Notifications {
  readonly #page: Page;
  readonly #quickInput: QuickInput;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
  }

  toast(text: string | RegExp): Locator {
    return this.#page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
  }

  listed(text: string | RegExp): Locator {
    return this.#page.locator('.notifications-center .notification-list-item', { hasText: text }).first();
  }

  async openCentre(): Promise<void> {
    await this.#quickInput.runCommand('Notifications: Show Notifications');
    await this.#page.locator('.notifications-center.visible').waitFor();
  }

  async clear(): Promise<void> {
    await this.#quickInput.runCommand('Notifications: Clear All Notifications');
  }

  /** Presses a button of a notification that is shown, as a toast or in the centre. */
  async press(text: string | RegExp, button: string): Promise<void> {
    const item = this.#page.locator('.notification-list-item', { hasText: text }).first();
    await item.locator('.monaco-button', { hasText: button }).click();
  }
}
