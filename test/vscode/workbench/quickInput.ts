import type { Locator, Page } from '../browser/playwright.ts';
import { quoted } from './selectors.ts';

const WIDGET = '.quick-input-widget';
const TRIES = 5;
const TRY_MS = 3_000;

/** The list and input field at the window's top: the palette, quick picks, input boxes. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #widget(): Locator {
    return this.#page.locator(WIDGET);
  }

  get #input(): Locator {
    return this.#page.locator(`${WIDGET} .quick-input-filter input.input`);
  }

  row(text: string | RegExp): Locator {
    return this.#page.locator(`${WIDGET} .quick-input-list .monaco-list-row`, { hasText: text }).first();
  }

  /** Runs a command by its title as it stands in the palette, its category before it. */
  async runCommand(title: string): Promise<void> {
    await this.#page.keyboard.press('F1');
    // The whole title, a keybinding after it: another command's may begin with it or contain it.
    await this.#choose(`>${title}`, this.#page.locator(`${WIDGET} .monaco-list-row:is([aria-label=${quoted(title)}], [aria-label^=${quoted(`${title},`)}])`));
  }

  async openFile(name: string): Promise<void> {
    await this.#page.keyboard.press('Control+P');
    await this.#choose(name, this.row(name));
  }

  /** Chooses a row of the quick pick that is open. Where several carry the text, the first. */
  async pick(text: string | RegExp): Promise<void> {
    await this.row(text).click();
  }

  /** Waits for a quick pick or input box with that title or placeholder. */
  async waitForTitle(text: string | RegExp): Promise<void> {
    await this.#widget.filter({ hasText: text }).waitFor();
  }

  async rows(): Promise<string[]> {
    await this.row('').waitFor();
    return this.#page.locator(`${WIDGET} .quick-input-list .monaco-list-row`).allInnerTexts();
  }

  /** Text into an input box, then Enter. */
  async enter(text: string): Promise<void> {
    await this.#input.fill(text);
    await this.#page.keyboard.press('Enter');
  }

  /** Narrows the list that is open to a row with that text, which then is the one that Enter takes. */
  async filter(text: string): Promise<void> {
    await this.#input.fill(text);
    await this.row(text).waitFor();
  }

  async accept(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  async isOpen(): Promise<boolean> {
    return this.#widget.isVisible();
  }

  async dismiss(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.gone();
  }

  async gone(): Promise<void> {
    await this.#widget.waitFor({ state: 'hidden' });
  }

  async #choose(typed: string, row: Locator): Promise<void> {
    await this.#input.waitFor();
    await this.#fillUntil(typed, row);
    await row.click();
    // Not "hidden": the command may open a quick pick of its own.
    await this.#page.waitForFunction(`(() => {
      const widget = document.querySelector(${JSON.stringify(WIDGET)});
      const input = widget?.querySelector('input.input');
      return !widget || getComputedStyle(widget).display === 'none' || input?.value !== ${JSON.stringify(typed)};
    })()`);
  }

  /** The list is filled later than the input, and commands of extensions that are found later yet come with the next input. */
  async #fillUntil(typed: string, row: Locator): Promise<void> {
    for (let tries = 1; tries < TRIES; tries += 1) {
      await this.#input.fill(typed);
      const isThere = await row.waitFor({ timeout: TRY_MS }).then(
        () => true,
        () => false,
      );
      if (isThere) return;
      await this.#input.fill(typed.slice(0, 1));
    }
    await this.#input.fill(typed);
    await row.waitFor();
  }
}
