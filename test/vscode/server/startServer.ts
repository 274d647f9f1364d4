import { randomBytes } from 'node:crypto';
import type { Runtime } from '../install/paths.ts';
import type { Home } from './home.ts';
import { ProcessGroup } from './processGroup.ts';

const START_MS = 60_000;

export interface ServerOptions {
  readonly runtime: Runtime;
  readonly home: Home;
  /**
   * A built workbench heeds an extension under development, and tests, only under its smoke test driver; that one hides
   * notification toasts. So those runs use it, and runs with an installed extension do not.
   */
  readonly development: boolean;
  /** Asks whether the folder is trusted, as in the product; otherwise every folder is. */
  readonly workspaceTrust?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly onOutput?: (text: string) => void;
}

export interface Server {
  readonly port: number;
  readonly token: string;
  readonly group: ProcessGroup;
  stop(): Promise<void>;
}

/** VS Code's server on a free port of the loopback interface, with a token: other users of the machine have none. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { runtime, home } = options;
  const token = randomBytes(16).toString('hex');
  const group = new ProcessGroup(runtime.node, [runtime.server, ...serverArguments(options, token)], { env: serverEnvironment(options), onOutput: options.onOutput });
  try {
    const [, port] = await group.seen(/Extension host agent listening on (\d+)/, START_MS);
    return { port: Number(port), token, group, stop: () => group.stop() };
  } catch (error) {
    await group.stop();
    throw new Error(`VS Code’s server did not start (its files are in ${home.folder})`, { cause: error });
  }
}

function serverArguments({ home, development, workspaceTrust = false }: ServerOptions, token: string): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token],
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-getting-started-override', '--force-disable-user-env'],
    ...['--server-data-dir', `${home.folder}/server`, '--user-data-dir', `${home.folder}/user`, '--extensions-dir', home.extensions],
    ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(development ? ['--enable-smoke-test-driver'] : []),
  ];
}

/** Without what npm, mocha and this very runner have set, which the extension and its terminals would inherit. */
function serverEnvironment({ home, env = {} }: ServerOptions): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|NODE_|MARGINALIA_|VSCODE_|MOCHA_)/.test(name));
  // No marketplace: otherwise every start asks open-vsx.org.
  return { ...Object.fromEntries(own), EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...home.environment, ...env };
}

export interface WindowOptions {
  /** Missing: a window without a folder. */
  readonly folder?: string | undefined;
  readonly extension?: string | undefined;
  readonly tests?: string | undefined;
  /** Reaches the extension host only. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Port of the extension host's inspector. */
  readonly inspect?: number | undefined;
}

/** The address of a window on that folder, with an extension under development where one is given. */
export function windowUrl({ port, token }: Pick<Server, 'port' | 'token'>, { folder, extension, tests, env, inspect }: WindowOptions): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${port}${file}`;
  const payload = [['skipWelcome', 'true'], ['skipReleaseNotes', 'true']];
  if (extension !== undefined) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests !== undefined) payload.push(['extensionTestsPath', remote(tests)]);
  if (inspect !== undefined) payload.push(['inspect-extensions', String(inspect)]);
  if (env !== undefined) payload.push(['extensionEnvironment', JSON.stringify(env)]);
  return `http://127.0.0.1:${port}/?${new URLSearchParams({ tkn: token, ...(folder === undefined ? { ew: 'true' } : { folder }), payload: JSON.stringify(payload) }).toString()}`;
}
