import type { Locator, Page } from '../browser/playwright.ts';
import { quoted } from './selectors.ts';

/** The activity bar's containers, and the views in the sidebar. */
export class Sidebar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens a container by its title; does nothing where it is open (another click would close it). */
  async open(title: string): Promise<void> {
    const action = this.#page.locator('.activitybar a.action-label', { hasText: '' }).filter({ has: this.#page.locator(`xpath=self::*[starts-with(@aria-label, ${quoted(title)})]`) }).first();
    await action.waitFor();
    const isOpen = () => this.#page.locator('.part.sidebar .composite.title', { hasText: new RegExp(title, 'i') }).isVisible();
    if (!(await isOpen())) await action.click();
    await this.#page.locator('.part.sidebar .composite.title', { hasText: new RegExp(title, 'i') }).waitFor();
  }

  /** A view by its title: the pane with header and body. */
  view(title: string): View {
    return new View(this.#page, title);
  }

  async width(): Promise<number> {
    return this.#page.evaluate<number>(`document.querySelector('.part.sidebar')?.getBoundingClientRect().width ?? 0`);
  }
}

export class View {
  readonly #page: Page;
  readonly #title: string;

  constructor(page: Page, title: string) {
    this.#page = page;
    this.#title = title;
  }

  get pane(): Locator {
    const header = this.#page.locator('.pane-header', { hasText: new RegExp(`^\\s*${this.#title}`, 'i') });
    return this.#page.locator('.pane').filter({ has: header }).first();
  }

  /** What the view shows while it is empty. */
  get welcome(): Locator {
    return this.pane.locator('.welcome-view');
  }

  async welcomeText(): Promise<string> {
    await this.welcome.waitFor();
    return this.welcome.innerText();
  }

  async pressWelcomeButton(label: string): Promise<void> {
    await this.welcome.locator('.monaco-button, a', { hasText: label }).first().click();
  }

  row(text: string | RegExp): TreeRow {
    return new TreeRow(this.pane.locator('.monaco-list-row', { hasText: text }).first());
  }

  /** The rows that are drawn, each with its depth: a tree that is longer than the view draws only what is seen. */
  async rows(): Promise<readonly { readonly depth: number; readonly text: string }[]> {
    const found = await this.pane.locator('.monaco-list-row').evaluateAll((elements) => elements.map((element) => ({ depth: Number(element.getAttribute('aria-level') ?? 1), text: element.textContent ?? '' })));
    return found.map(({ depth, text }) => ({ depth, text: text.replace(/\s+/g, ' ').trim() }));
  }

  /** A button in the view's title bar; they show while the pointer is over it. */
  async pressTitleAction(label: string): Promise<void> {
    await this.pane.locator('.pane-header').hover();
    await this.pane.locator(`.pane-header .action-label[aria-label^=${quoted(label)}]`).click();
  }
}

export class TreeRow {
  readonly locator: Locator;

  constructor(locator: Locator) {
    this.locator = locator;
  }

  async waitFor(timeout?: number): Promise<void> {
    await this.locator.waitFor(timeout === undefined ? {} : { timeout });
  }

  async text(): Promise<string> {
    return (await this.locator.innerText()).replace(/\s+/g, ' ').trim();
  }

  /** What a screen reader says. */
  async label(): Promise<string> {
    return (await this.locator.getAttribute('aria-label')) ?? '';
  }

  async click(): Promise<void> {
    await this.locator.click();
  }

  async expand(): Promise<void> {
    if ((await this.locator.getAttribute('aria-expanded')) === 'false') await this.locator.locator('.monaco-tl-twistie').click();
  }

  /** Inline buttons show while the pointer is over the row. */
  async press(action: string): Promise<void> {
    await this.locator.hover();
    await this.locator.locator(`.actions .action-label[aria-label^=${quoted(action)}]`).click();
  }

  async inlineActions(): Promise<string[]> {
    await this.locator.hover();
    const labels = await this.locator.locator('.actions .action-label').evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
    return labels.filter((label) => label !== '');
  }
}
