import { launchBrowser } from './browser/launchBrowser.ts';
import type { Browser, Page, Size } from './browser/playwright.ts';
import { installRuntime } from './install/installRuntime.ts';
import { ROOT, type Runtime } from './install/paths.ts';
import { installVsix } from './server/extensions.ts';
import { makeHome, type Home } from './server/home.ts';
import type { Settings } from './server/settings.ts';
import { startServer, windowUrl, type Server } from './server/startServer.ts';
import { Workbench } from './workbench/workbench.ts';
import { endEngine } from './workspace/engines.ts';

const VIEWPORT: Size = { width: 1400, height: 900 };
/** Clicks right after a start may take seconds while two cores are shared. */
const PATIENCE_MS = 30_000;

export interface SessionOptions {
  readonly folder: string;
  /** A package to install; otherwise the extension runs from this tree, as under development (no toasts then). */
  readonly vsix?: string;
  /** A folder with another extension under development than this tree's. */
  readonly extension?: string;
  readonly settings?: Settings;
  readonly workspaceTrust?: boolean;
  readonly viewport?: Size;
}

/** A running editor: one server, one browser, as many windows as are opened. */
export class EditorSession {
  readonly home: Home;
  readonly server: Server;
  /** What pages complained of: errors that nobody caught, and what a webview's own rules forbade. */
  readonly complaints: string[] = [];
  /** Those that are open. */
  readonly windows = new Set<Workbench>();
  readonly #options: SessionOptions;
  readonly #browser: Browser;

  private constructor(options: SessionOptions, parts: { readonly home: Home; readonly server: Server; readonly browser: Browser }) {
    this.#options = options;
    this.home = parts.home;
    this.server = parts.server;
    this.#browser = parts.browser;
  }

  static async start(options: SessionOptions): Promise<EditorSession> {
    const runtime = await installRuntime();
    const home = makeHome(options.settings);
    try {
      if (options.vsix !== undefined) await installVsix(runtime, home, options.vsix);
      return await EditorSession.#startIn(options, runtime, home);
    } catch (error) {
      home.remove();
      throw error;
    }
  }

  static async #startIn(options: SessionOptions, runtime: Runtime, home: Home): Promise<EditorSession> {
    const server = await startServer({ runtime, home, development: options.vsix === undefined, workspaceTrust: options.workspaceTrust ?? false });
    try {
      return new EditorSession(options, { home, server, browser: await launchBrowser(runtime) });
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  openWindow(): Promise<Workbench> {
    return this.#open(this.#options.folder);
  }

  openEmptyWindow(): Promise<Workbench> {
    return this.#open(undefined);
  }

  async #open(folder: string | undefined): Promise<Workbench> {
    const page = await this.#browser.newPage({ viewport: this.#options.viewport ?? VIEWPORT, colorScheme: 'dark' });
    page.setDefaultTimeout(PATIENCE_MS);
    this.#listen(page);
    const extension = this.#options.vsix === undefined ? this.home.linkExtension(this.#options.extension ?? ROOT) : undefined;
    await page.goto(windowUrl(this.server, { folder, extension }));
    const workbench = new Workbench(page, this.home);
    this.windows.add(workbench);
    page.on('close', () => this.windows.delete(workbench));
    await workbench.ready();
    return workbench;
  }

  /** The campaign's engine, which outlives its editor, ends before the folder that it writes its cache to goes. */
  async stop(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
    await endEngine(this.#options.folder);
    this.home.remove();
  }

  #listen(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && message.text().includes('Content Security Policy')) this.complaints.push(message.text());
    });
  }
}
