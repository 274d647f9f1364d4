import path from 'node:path';
import type { Definition } from '../campaign/definition/schema.ts';

/**
 * The environment of setup, builds, checks and runs (integrity.md 4.4): made from a list of what may pass, never from the
 * whole of the client's. It is the same on both sides of a pair and everywhere the campaign runs.
 */
export interface EnvironmentRequest {
  /** The client's environment. */
  readonly client: Readonly<Record<string, string | undefined>>;
  /** Folders below the user's home that exist, from `TOOLCHAIN_FOLDERS`. */
  readonly existing: readonly string[];
  readonly definition: Definition['env'];
  /** The campaign's own home folder. */
  readonly home: string;
  /** Names that look like secrets and that the user agreed to pass. */
  readonly agreed?: readonly string[];
}

export interface CommandEnvironment {
  readonly env: Readonly<Record<string, string>>;
  readonly passed: readonly string[];
  readonly dropped: readonly string[];
  /** Asked for by `env.pass`, but not passed before the user says yes. */
  readonly needYes: readonly string[];
  /** Links to make in the home folder: name and target. */
  readonly links: readonly { readonly name: string; readonly target: string }[];
}

const ALWAYS = /^(?:PATH|LANG|LANGUAGE|LC_[A-Z]+|TZ)$/;
const TOOLCHAIN: readonly string[] = [
  'CC', 'CXX', 'CFLAGS', 'CXXFLAGS', 'LDFLAGS', 'LD_LIBRARY_PATH', 'LIBRARY_PATH', 'CPATH', 'PKG_CONFIG_PATH', 'JAVA_HOME', 'CUDA_HOME',
  'VIRTUAL_ENV', 'CONDA_PREFIX', 'SDKROOT', 'DEVELOPER_DIR',
];
/** With the home folder replaced, tools do not find these by themselves. */
const HOMES: Readonly<Record<string, string>> = {
  CARGO_HOME: '.cargo',
  RUSTUP_HOME: '.rustup',
  GOPATH: 'go',
  GOMODCACHE: 'go/pkg/mod',
  NVM_DIR: '.nvm',
  PYENV_ROOT: '.pyenv',
  GRADLE_USER_HOME: '.gradle',
};
/** Maven has no variable for its repository. */
const LINKED: readonly string[] = ['.m2'];

/** Folders, relative to the user's home, whose existence matters. */
export const TOOLCHAIN_FOLDERS: readonly string[] = [...Object.values(HOMES), ...LINKED];

const SECRET = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL/i;
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

export function computeEnvironment(request: EnvironmentRequest): CommandEnvironment {
  const { client, definition, home, agreed = [] } = request;
  const needYes = definition.pass.filter((name) => SECRET.test(name) && !agreed.includes(name));
  const mayPass = (name: string) =>
    ALWAYS.test(name) || TOOLCHAIN.includes(name) || name in HOMES || (definition.pass.includes(name) && !needYes.includes(name));
  const there = Object.entries(client).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const passed = Object.fromEntries(there.filter(([name]) => mayPass(name)));
  const env: Record<string, string> = {
    PATH: DEFAULT_PATH,
    ...foundHomes(request, passed),
    ...passed,
    TERM: 'dumb',
    HOME: home,
    ...definition.set,
  };
  const folder = client.HOME ?? '';
  return {
    env,
    passed: Object.keys(passed).sort(),
    // OMP_NUM_THREADS=1 and the like, which a host's tool set behind the user's back, end here too.
    dropped: there.map(([name]) => name).filter((name) => !(name in passed) && !(name in env)).sort(),
    needYes,
    links: LINKED.filter((name) => folder !== '' && request.existing.includes(name)).map((name) => ({ name, target: path.join(folder, name) })),
  };
}

/** Toolchain homes that the client's environment leaves to their default below the user's home. */
function foundHomes({ client, existing }: EnvironmentRequest, passed: Readonly<Record<string, string>>): Record<string, string> {
  const home = client.HOME ?? '';
  if (home === '') return {};
  const found = Object.entries(HOMES).filter(([name, folder]) => !(name in passed) && existing.includes(folder));
  return Object.fromEntries(found.map(([name, folder]) => [name, path.join(home, folder)]));
}
