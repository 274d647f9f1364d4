import { plainLines } from './plainText.ts';

export interface MissingCommand {
  readonly command: string;
  readonly hint: string;
}

/** What shells, make and env say when a program is not there; `make: cc: No such file or directory` is the commonest. */
const COMPLAINTS: readonly RegExp[] = [
  /^(?:[\w./-]*sh|[\w./-]+\.sh): (?:line \d+: |\d+: )?(?:exec: )?([\w.+/-]+): (?:command )?not found$/,
  /^make(?:\[\d+\])?: ([\w.+/-]+): No such file or directory$/,
  /^(?:\/usr\/bin\/)?env: [‘'"]?([\w.+/-]+)[’'"]?: No such file or directory$/,
  /^(?:[\w./-]*sh|[\w./-]+\.sh): (?:line \d+: |\d+: )?([\w.+/-]+): (?:No such file or directory|Permission denied)$/,
  /^error: linker `([\w.+/-]+)` not found$/,
  /^nice: [‘'"]?([\w.+/-]+)[’'"]?: No such file or directory$/,
];
const NO_COMPILER = /No CMAKE_C(?:XX)?_COMPILER could be found|no acceptable C compiler found|Unknown compiler\(s\)/;

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^(?:cc|gcc|clang|c99|ld|as|ar)(?:-\d+)?$/, 'install a C compiler, for instance gcc or clang with make'],
  [/^(?:c\+\+|g\+\+|clang\+\+)(?:-\d+)?$/, 'install a C++ compiler, for instance g++ or clang++ with make'],
  [/^g?make$/, 'install make, usually together with a C compiler'],
  [/^(?:cmake|ninja|meson|bazel|scons|pkg-config|autoconf|automake)$/, 'install it with the system\'s package manager'],
  [/^(?:cargo|rustc)$/, 'install Rust (rustup), or pass CARGO_HOME and RUSTUP_HOME by env.pass'],
  [/^go$/, 'install Go, or pass GOPATH by env.pass'],
  [/^(?:node|npm|npx|yarn|pnpm)$/, 'install Node.js, or pass NVM_DIR by env.pass'],
  [/^(?:python|python3|pip|pip3|pytest)$/, 'install Python 3, or pass VIRTUAL_ENV, CONDA_PREFIX or PYENV_ROOT by env.pass'],
  [/^(?:java|javac|mvn|gradle)$/, 'install a JDK, or pass JAVA_HOME by env.pass'],
  [/\//, 'is the file tracked by git, or listed under `inputs`, and executable?'],
];
/** The complaint that ended it stands near the end; earlier ones were survived. */
const LAST_LINES = 20;
const GENERAL = 'install it, or pass what leads to it by env.pass in the definition';

/** The program that a failed command did not find, undefined where something else was wrong. */
export function findMissingCommand(output: string, exitCode: number | null): MissingCommand | undefined {
  const lines = plainLines(output).map((line) => line.trim());
  for (const line of lines.slice(-LAST_LINES).reverse()) {
    if (NO_COMPILER.test(line)) return { command: 'cc', hint: hintFor('cc') };
    for (const complaint of COMPLAINTS) {
      const command = complaint.exec(line)?.[1];
      if (command !== undefined) return { command, hint: hintFor(command) };
    }
  }
  // 127 by POSIX: the command was not found. In another language the line itself is told instead.
  return exitCode === 127 ? { command: lines.filter((line) => line !== '').at(-1) ?? 'a command', hint: GENERAL } : undefined;
}

function hintFor(command: string): string {
  return HINTS.find(([pattern]) => pattern.test(command))?.[1] ?? GENERAL;
}
