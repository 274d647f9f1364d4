import { createRequire } from 'node:module';
import path from 'node:path';
import type { Runtime } from '../install/paths.ts';

// The part of playwright-core that is used here. The package lies in the runtime, so that the type checker of a fresh
// clone has no types of it.

export interface WaitFor {
  readonly state?: 'attached' | 'detached' | 'visible' | 'hidden';
  readonly timeout?: number;
}

export interface Locator {
  locator(selector: string, options?: { readonly hasText?: string | RegExp; readonly has?: Locator }): Locator;
  filter(options: { readonly hasText?: string | RegExp; readonly has?: Locator; readonly hasNot?: Locator }): Locator;
  first(): Locator;
  nth(index: number): Locator;
  count(): Promise<number>;
  waitFor(options?: WaitFor): Promise<void>;
  click(options?: { readonly button?: 'left' | 'right'; readonly timeout?: number; readonly force?: boolean; readonly position?: { readonly x: number; readonly y: number } }): Promise<void>;
  hover(options?: { readonly timeout?: number; readonly force?: boolean }): Promise<void>;
  focus(): Promise<void>;
  fill(text: string): Promise<void>;
  press(key: string): Promise<void>;
  innerText(options?: { readonly timeout?: number }): Promise<string>;
  textContent(): Promise<string | null>;
  allInnerTexts(): Promise<string[]>;
  inputValue(): Promise<string>;
  isVisible(): Promise<boolean>;
  getAttribute(name: string): Promise<string | null>;
  evaluate<Result>(script: (element: PageElement) => Result): Promise<Result>;
  evaluateAll<Result>(script: (elements: readonly PageElement[]) => Result): Promise<Result>;
  screenshot(options: { readonly path: string }): Promise<Buffer>;
}

/** What scripts that run in the page read of an element. */
export interface PageElement {
  readonly textContent: string | null;
  readonly className: string;
  getAttribute(name: string): string | null;
}

export interface FrameLocator {
  locator(selector: string, options?: { readonly hasText?: string | RegExp; readonly has?: Locator }): Locator;
  frameLocator(selector: string): FrameLocator;
}

export interface ConsoleMessage {
  type(): string;
  text(): string;
}

export interface Page {
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void>; insertText(text: string): Promise<void> };
  readonly mouse: { move(x: number, y: number): Promise<void>; wheel(x: number, y: number): Promise<void> };
  locator(selector: string, options?: { readonly hasText?: string | RegExp; readonly has?: Locator }): Locator;
  frameLocator(selector: string): FrameLocator;
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  close(options?: { readonly runBeforeUnload?: boolean }): Promise<void>;
  screenshot(options: { readonly path: string }): Promise<Buffer>;
  setDefaultTimeout(milliseconds: number): void;
  setViewportSize(size: Size): Promise<void>;
  evaluate<Result>(script: string): Promise<Result>;
  waitForFunction(script: string): Promise<unknown>;
  exposeFunction(name: string, called: (...args: readonly never[]) => void): Promise<void>;
  on(event: 'crash' | 'close', happened: () => void): void;
  on(event: 'console', happened: (message: ConsoleMessage) => void): void;
  on(event: 'pageerror', happened: (error: Error) => void): void;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Browser {
  newPage(options: { readonly viewport: Size; readonly colorScheme?: 'light' | 'dark' }): Promise<Page>;
  close(): Promise<void>;
  version(): string;
}

interface Playwright {
  readonly chromium: { launch(options: { readonly executablePath: string; readonly headless: boolean; readonly args: readonly string[] }): Promise<Browser> };
}

export function loadPlaywright(runtime: Runtime): Playwright {
  return createRequire(path.join(runtime.folder, 'package.json'))('playwright-core') as Playwright;
}
