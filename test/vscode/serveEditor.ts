import { installRuntime } from './install/installRuntime.ts';
import { installVsix } from './server/extensions.ts';
import { makeHome } from './server/home.ts';
import { startServer, windowUrl } from './server/startServer.ts';
import { endEngine } from './workspace/engines.ts';
import { copyPosedSample } from './workspace/posedSample.ts';
import { copySample, type Workspace } from './workspace/sampleWorkspace.ts';

export interface ServeOptions {
  readonly vsix: string;
  /** Somebody's own folder, which stays as it is; missing: a copy of the sample. */
  readonly folder?: string | undefined;
  readonly posed: boolean;
  readonly workspaceTrust: boolean;
}

/** Serves an editor with the extension installed until it is ended. */
export async function serveEditor({ vsix, folder, posed, workspaceTrust }: ServeOptions): Promise<{ readonly url: string; end(): Promise<void> }> {
  const runtime = await installRuntime();
  const home = makeHome();
  const workspace: Workspace = folder === undefined ? (posed ? copyPosedSample() : copySample()) : { folder, remove: () => undefined };
  const clear = async () => {
    // The engine of a folder that stays is its owner's: it goes on, as when a window is closed.
    if (folder === undefined) await endEngine(workspace.folder);
    workspace.remove();
    home.remove();
  };
  try {
    await installVsix(runtime, home, vsix);
    const server = await startServer({ runtime, home, development: false, workspaceTrust });
    const end = async () => {
      await server.stop();
      await clear();
    };
    return { url: windowUrl(server, { folder: workspace.folder }), end };
  } catch (error) {
    await clear();
    throw error;
  }
}
