import { simpleGit } from 'simple-git';
import type { SimpleGitOptions } from 'simple-git';

/** What git said when it refused. */
export class GitError extends Error {
  readonly args: readonly string[];
  readonly exitCode: number;
  /** Standard output and standard error, as git wrote them. */
  readonly output: string;

  constructor(args: readonly string[], exitCode: number, output: string) {
    const lines = output.split('\n').map((line) => line.trim());
    const told = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.find((line) => line !== '') ?? `exit code ${exitCode}`;
    super(`git ${args[0] ?? ''}: ${told.replace(/^(fatal|error): /, '')}`);
    this.name = 'GitError';
    this.args = args;
    this.exitCode = exitCode;
    this.output = output;
  }
}

export interface GitCall {
  readonly cwd: string;
  /** An index of its own: the user's index is never opened for writing. */
  readonly index?: string;
  /** A repository other than the one that `cwd` lies in, and a work tree for it. */
  readonly gitFolder?: string;
  readonly workTree?: string;
  /** Given on standard input. */
  readonly input?: string | Uint8Array;
  /** Seconds since the epoch of author and committer, so that a repeated commit is the same commit. */
  readonly date?: number;
  /** `key=value` for this call. */
  readonly config?: readonly string[];
}

/** For every call: no hook, no daemon, no prompt, no garbage collection, no reflog, messages in English. */
const CONFIG = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.splitIndex=false',
  'core.logAllRefUpdates=false',
  'core.quotePath=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'advice.detachedHead=false',
  'i18n.commitEncoding=UTF-8',
];
const IDENTITY = { name: 'Marginalia', email: 'marginalia@localhost' };

/** Names that git reads and that point it at another repository or index are not inherited: only these are. */
const INHERITED = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'TMPDIR', 'USER', 'LOGNAME', 'SYSTEMROOT'];

function inherited(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(INHERITED.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])));
}

function environmentOf(ambient: Readonly<Record<string, string>>, call: GitCall): Record<string, string> {
  const date = `@${call.date ?? Math.floor(Date.now() / 1000)} +0000`;
  return {
    ...ambient,
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_AUTHOR_NAME: IDENTITY.name,
    GIT_AUTHOR_EMAIL: IDENTITY.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: IDENTITY.name,
    GIT_COMMITTER_EMAIL: IDENTITY.email,
    GIT_COMMITTER_DATE: date,
    ...(call.index === undefined ? {} : { GIT_INDEX_FILE: call.index }),
    ...(call.gitFolder === undefined ? {} : { GIT_DIR: call.gitFolder }),
    ...(call.workTree === undefined ? {} : { GIT_WORK_TREE: call.workTree }),
  };
}

/** git, by simple-git, with settings under which it leaves the user's repository alone. */
export class Git {
  readonly #ambient: Readonly<Record<string, string>>;

  constructor(environment: NodeJS.ProcessEnv = process.env) {
    this.#ambient = inherited(environment);
  }

  /** Standard output as text. Rejects with a GitError on any exit code but 0. */
  text(args: readonly string[], call: GitCall): Promise<string> {
    return this.#told(args, call, () => undefined);
  }

  /** Entries of a `-z` listing. */
  async list(args: readonly string[], call: GitCall): Promise<string[]> {
    return (await this.text(args, call)).split('\0').filter((entry) => entry !== '');
  }

  /** Standard output as it is, where it need not be text in UTF-8. */
  async bytes(args: readonly string[], call: GitCall): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    await this.#told(args, call, (chunk) => chunks.push(chunk));
    return Buffer.concat(chunks);
  }

  /** Each object's bytes, in order; undefined where the repository has no such object. */
  async objects(names: readonly string[], call: GitCall): Promise<(Buffer | undefined)[]> {
    if (names.length === 0) return [];
    const bytes = await this.bytes(['cat-file', '--batch'], { ...call, input: `${names.join('\n')}\n` });
    return splitBatch(bytes, names.length);
  }

  async #told(args: readonly string[], call: GitCall, onData: (chunk: Uint8Array) => void): Promise<string> {
    let failed: GitError | undefined;
    const env = environmentOf(this.#ambient, call);
    const options: Partial<SimpleGitOptions> = {
      baseDir: call.cwd,
      config: [...CONFIG, ...(call.config ?? [])],
      allowEnvironment: Object.keys(env).filter((name) => name.startsWith('GIT_')),
      // The settings above, and an empty template: all of them turn something off.
      unsafe: { allowUnsafeHooksPath: true, allowUnsafeFsMonitor: true, allowUnsafeTemplateDir: true },
      completion: { onClose: true, onExit: false },
      errors(error, result) {
        if (result.exitCode === 0) return undefined;
        const output = Buffer.concat([...result.stdErr, ...result.stdOut]).toString();
        failed = new GitError(args, result.exitCode, output || (error instanceof Error ? error.message : ''));
        return failed;
      },
      ...(call.input === undefined ? {} : { input: () => Buffer.from(call.input ?? '') }),
    };
    try {
      const git = simpleGit(options).env(env);
      return await git.outputHandler((_command, stdout) => listen(stdout, onData)).raw([...args]);
    } catch (error) {
      throw failed ?? new GitError(args, -1, error instanceof Error ? error.message : String(error));
    }
  }
}

/** After a call that printed nothing simple-git waits 50 ms for it to print still; one empty piece of output stops that. */
function listen(stdout: NodeJS.ReadableStream, onData: (chunk: Uint8Array) => void): void {
  stdout.on('data', onData);
  stdout.once('end', () => stdout.emit('data', Buffer.alloc(0)));
}

/** Reads `cat-file --batch`: a line `<id> <type> <size>`, the bytes, a line break; or `<name> missing`. */
function splitBatch(bytes: Buffer, count: number): (Buffer | undefined)[] {
  const found: (Buffer | undefined)[] = [];
  let at = 0;
  while (found.length < count) {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) throw new GitError(['cat-file'], 0, 'the answer was cut short');
    const size = Number(/^\S+ \S+ (\d+)$/.exec(bytes.toString('utf8', at, end))?.[1] ?? NaN);
    found.push(Number.isNaN(size) ? undefined : bytes.subarray(end + 1, end + 1 + size));
    at = Number.isNaN(size) ? end + 1 : end + 2 + size;
  }
  return found;
}
