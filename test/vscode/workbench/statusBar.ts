import type { Locator, Page } from '../browser/playwright.ts';

export class StatusBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  item(text: string | RegExp): Locator {
    return this.#page.locator('.part.statusbar .statusbar-item', { hasText: text }).first();
  }

  async waitFor(text: string | RegExp, timeout?: number): Promise<string> {
    await this.item(text).waitFor(timeout === undefined ? {} : { timeout });
    return this.item(text).innerText();
  }

  async press(text: string | RegExp): Promise<void> {
    await this.item(text).locator('a').click();
  }

  async items(): Promise<string[]> {
    const texts = await this.#page.locator('.part.statusbar .statusbar-item').allInnerTexts();
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  }
}
