import { access, appendFile, chmod, constants, mkdir, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NeutralCompilers } from '../../campaign/calibration.ts';

/** gcc, g++-13, clang, cc, and compilers for other machines, such as aarch64-linux-gnu-gcc. */
const COMPILER = /^(?:[\w.]+-)*(?:cc|c\+\+|gcc|g\+\+|clang|clang\+\+)(?:-\d+(?:\.\d+)*)?$/;

/**
 * Stand-ins for the compilers on PATH: each calls the real one and, where it compiles a source file, has functions begin at
 * multiples of a larger power of two. Multiples, so that whatever alignment a project asked for still holds: nothing changes but
 * where code lies. null where there is no compiler.
 */
export async function makeNeutralCompilers(folder: string, searchPath: string): Promise<NeutralCompilers | null> {
  // A folder with a colon in its name cannot stand on PATH.
  if (folder.includes(':')) return null;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = await realpath(folder);
  const compilers = await findCompilers(searchPath);
  if (compilers.size === 0) return null;
  for (const [name, real] of compilers) {
    const file = path.join(own, name);
    await writeFile(file, scriptOf(own, real));
    await chmod(file, 0o755);
  }
  return {
    wrap: (build) => `PATH=${quote(own)}:"$PATH"; export PATH\n${build}`,
    async choose(factor) {
      await writeFile(path.join(own, '.factor'), `${factor}\n`);
      await writeFile(path.join(own, '.compiled'), '');
    },
    async countCompiled() {
      await appendFile(path.join(own, '.compiled'), '');
      return (await stat(path.join(own, '.compiled'))).size;
    },
  };
}

/** By name, the first on PATH. */
async function findCompilers(searchPath: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of searchPath.split(':').filter((entry) => path.isAbsolute(entry))) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (found.has(name) || !COMPILER.test(name)) continue;
      const file = path.join(folder, name);
      if (await isProgram(file)) found.set(name, file);
    }
  }
  return found;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** Takes itself off PATH first: the real one may be ccache, which looks for the compiler there. */
function scriptOf(folder: string, real: string): string {
  return `#!/usr/bin/env bash
# Made by Marginalia: a compiler for neutral rebuilds.
here=${quote(folder)}
search=":$PATH:"
while [[ $search == *":$here:"* ]]; do search=\${search/":$here:"/:}; done
search=\${search#:}
export PATH=\${search%:}
read -r factor < "$here/.factor"
source= align=16
for argument in "$@"; do
  case $argument in
    *.c | *.cc | *.cpp | *.cxx | *.c++ | *.C | *.m | *.mm | *.i | *.ii) source=1 ;;
    -falign-functions=[1-9]*) align=\${argument#*=}; align=\${align%%[!0-9]*} ;;
  esac
done
[[ -n $source ]] || exec ${quote(real)} "$@"
printf . >> "$here/.compiled"
[[ $factor != 1 ]] || exec ${quote(real)} "$@"
(( align >= 16 )) || align=16
exec ${quote(real)} "$@" "-falign-functions=$((align * factor))"
`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
