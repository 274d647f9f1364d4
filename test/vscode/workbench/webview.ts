import type { FrameLocator, Page } from '../browser/playwright.ts';

/**
 * The document of a webview, found by something that stands in it: the frames themselves carry no name of their own, and
 * several may be open.
 */
export async function webviewWith(page: Page, selector: string, timeout = 20_000): Promise<FrameLocator> {
  const end = performance.now() + timeout;
  for (;;) {
    const count = await page.locator('iframe.webview.ready').count();
    for (let index = 0; index < count; index += 1) {
      const frame = page.frameLocator(`iframe.webview.ready >> nth=${index}`).frameLocator('#active-frame');
      const found = await frame.locator(selector).count().catch(() => 0);
      if (found > 0) return frame;
    }
    if (performance.now() > end) throw new Error(`none of ${count} webviews has ${selector} after ${timeout} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
