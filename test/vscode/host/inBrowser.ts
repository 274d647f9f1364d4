import { format } from 'node:util';
import { launchBrowser } from '../browser/launchBrowser.ts';
import { installRuntime } from '../install/installRuntime.ts';
import { makeHome } from '../server/home.ts';
import { startServer, windowUrl } from '../server/startServer.ts';
import { endEngine } from '../workspace/engines.ts';
import type { HostRun } from './hostRun.ts';

const MARK = '[test] ';

/** Runs the bundle in the extension host of the npm-borne VS Code, whose window is in a headless browser. Gives the host's exit code. */
export async function runInBrowser(run: HostRun): Promise<number> {
  const runtime = await installRuntime();
  const home = makeHome();
  try {
    const server = await startServer({ runtime, home, development: true, ...(run.verbose ? { onOutput: (text) => process.stderr.write(text) } : {}) });
    try {
      const browser = await launchBrowser(runtime);
      try {
        const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
        const ended = new Promise<number>((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`the tests were not over after ${run.seconds} s`)), run.seconds * 1000);
          timer.unref();
          page.on('crash', () => reject(new Error('the window crashed')));
          void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
        });
        // Rejects while the page is still being opened, too.
        ended.catch(() => undefined);
        await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
          const line = format(...args);
          if (line.startsWith(MARK)) console.log(line.slice(MARK.length));
          else if (run.verbose) console.error(`[workbench] ${type} ${line}`);
        });
        await page.goto(windowUrl(server, { folder: run.folder, extension: home.linkExtension(run.extension), tests: run.tests, env: run.env, inspect: run.inspect }));
        const code = await ended;
        // The host is asked to end just before this; its coverage is written as it ends.
        if (run.env.NODE_V8_COVERAGE !== undefined) await server.group.seen(/Extension Host Process exited with code/, 15_000);
        return code;
      } finally {
        await browser.close();
      }
    } finally {
      await server.stop();
    }
  } finally {
    // It would write its cache into the folder that goes.
    await endEngine(run.folder);
    home.remove();
  }
}
