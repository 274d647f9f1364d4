import type { Locator, Page } from '../browser/playwright.ts';

/** A modal dialog of the workbench. */
export class Dialog {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get box(): Locator {
    return this.#page.locator('.monaco-dialog-box');
  }

  async text(): Promise<string> {
    await this.box.waitFor();
    return this.box.locator('.dialog-message-container').innerText();
  }

  async press(button: string): Promise<void> {
    await this.box.locator('.dialog-buttons .monaco-button', { hasText: button }).first().click();
    await this.box.waitFor({ state: 'hidden' });
  }

  async isOpen(): Promise<boolean> {
    return this.box.isVisible();
  }
}
