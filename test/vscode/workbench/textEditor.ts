import type { Locator, Page } from '../browser/playwright.ts';
import { plainSpaces } from './selectors.ts';

/** The text editor that has the focus, as far as it is scrolled into view. */
export class TextEditor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #root(): Locator {
    return this.#page.locator('.part.editor .editor-instance .monaco-editor').first();
  }

  async waitForLine(text: string | RegExp): Promise<void> {
    await this.#root.locator('.view-line', { hasText: text }).first().waitFor();
  }

  async lines(): Promise<string[]> {
    const lines = await this.#root.locator('.view-lines .view-line').allInnerTexts();
    return lines.map(plainSpaces);
  }

  async tab(): Promise<string> {
    return this.#page.locator('.part.editor .tab.active').first().innerText();
  }

  async isDirty(): Promise<boolean> {
    return (await this.#page.locator('.part.editor .tab.active.dirty').count()) > 0;
  }

  async tabs(): Promise<string[]> {
    return this.#page.locator('.part.editor .tab').allInnerTexts();
  }

  /** Keys go to the text only where it has the focus. */
  async focus(): Promise<void> {
    await this.#root.locator('.view-lines').click({ position: { x: 4, y: 4 } });
  }

  async press(keys: string): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press(keys);
  }

  async goToLine(line: number): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press('Control+G');
    const input = this.#page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(`:${line}`);
    await this.#page.keyboard.press('Enter');
    await this.#page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  lens(text: string | RegExp): Locator {
    return this.#page.locator('.part.editor .codelens-decoration a', { hasText: text }).first();
  }

  async lenses(): Promise<string[]> {
    return (await this.#page.locator('.part.editor .codelens-decoration a').allInnerTexts()).map(plainSpaces);
  }

  async pressLens(text: string | RegExp): Promise<void> {
    await this.lens(text).click();
  }

  /** Texts that decorations put after lines: CSS content, so that they are in no element's text. */
  async trailingTexts(): Promise<string[]> {
    const contents = await this.#page.evaluate<string[]>(`[...document.querySelectorAll('.part.editor .view-line span')]
      .map((span) => getComputedStyle(span, '::after').content)
      .filter((content) => content !== 'none' && content !== 'normal' && content !== '')`);
    return [...new Set(contents.map((content) => plainSpaces(content.replace(/^"|"$/g, '')).replace(/\\(.)/g, '$1')))];
  }

  async waitForTrailingText(text: string): Promise<void> {
    await this.#page.waitForFunction(`[...document.querySelectorAll('.part.editor .view-line span')]
      .some((span) => getComputedStyle(span, '::after').content.replaceAll('\\u00a0', ' ').includes(${JSON.stringify(text)}))`);
  }

  /** Background colours of whole lines that decorations tint, from top to bottom. */
  async tintedLines(): Promise<readonly { readonly top: number; readonly colour: string }[]> {
    return this.#page.evaluate(`[...document.querySelectorAll('.part.editor .view-overlays > div')].flatMap((line) =>
      [...line.querySelectorAll('.cdr')].map((part) => ({ top: line.offsetTop, colour: getComputedStyle(part).backgroundColor })))
      .filter(({ colour }) => colour !== 'rgba(0, 0, 0, 0)')
      .sort((a, b) => a.top - b.top)`);
  }
}
