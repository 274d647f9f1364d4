import fs from 'node:fs';
import path from 'node:path';
import { copySample, type Workspace } from './sampleWorkspace.ts';

/** What a candidate does in the posed sample: a true effect on each metric, or where it breaks off. */
type Role = { readonly tg: number; readonly pp: number } | 'build fails' | 'checks fail';

/** In the candidates' order; those beyond do nothing. Far from every threshold: the verdicts do not hang on luck. */
const ROLES: readonly Role[] = [
  { tg: 0.09, pp: 0.01 },
  { tg: 0.08, pp: 0 },
  'checks fail',
  { tg: 0, pp: 0.002 },
  'build fails',
  { tg: -0.12, pp: -0.01 },
];
const LEVEL = { tg: 44.1, pp: 610 };
const NOISE = 0.002;

/**
 * The sample with its own code, candidates and definition, whose benchmark, build and checks are posed: they say within
 * milliseconds what the candidates' roles want, whatever else the machine does. For tests of what is shown, not of speed.
 */
export function copyPosedSample({ candidates = ROLES.length }: { readonly candidates?: number } = {}): Workspace {
  return copySample((folder) => {
    const patches = path.join(folder, 'candidates');
    const names = fs.readdirSync(patches).filter((name) => name.endsWith('.patch')).sort();
    for (const name of names.slice(candidates)) fs.rmSync(path.join(patches, name));
    const cast = names.slice(0, candidates).map((name, index) => ({ mark: findMark(folder, name), role: ROLES[index] ?? { tg: 0, pp: 0 } }));
    fs.writeFileSync(path.join(folder, 'bench', 'posed.sh'), benchmarkScript(cast), { mode: 0o755 });
    fs.writeFileSync(path.join(folder, 'checks.sh'), checksScript(cast), { mode: 0o755 });
    fs.writeFileSync(path.join(folder, 'Makefile'), makefile(cast));
  });
}

interface Part {
  readonly mark: string;
  readonly role: Role;
}

/** The candidate's longest added line that the code has not yet: where it stands, the candidate is in. */
function findMark(folder: string, patch: string): string {
  const sources = fs.readdirSync(path.join(folder, 'src')).map((name) => fs.readFileSync(path.join(folder, 'src', name), 'utf8')).join('\n');
  const added = fs.readFileSync(path.join(folder, 'candidates', patch), 'utf8').split('\n').filter((line) => /^\+[^+]/.test(line)).map((line) => line.slice(1).trim());
  const mark = added.filter((line) => !sources.includes(line) && !line.includes("'")).sort((a, b) => b.length - a.length)[0];
  if (mark === undefined) throw new Error(`${patch} adds no line of its own`);
  return mark;
}

function find(mark: string): string {
  return `grep -qrF -- '${mark}' src`;
}

function benchmarkScript(cast: readonly Part[]): string {
  const effects = cast.flatMap(({ mark, role }) => (typeof role === 'string' ? [] : [`${find(mark)} && factors="$factors ${role.tg} ${role.pp}"`]));
  return `#!/bin/sh
# Posed: a speed for each candidate that is in the code, with a little noise.
factors=
${effects.join('\n')}
exec awk -v factors="$factors" -v seed="$(date +%N)" 'BEGIN {
  srand(seed)
  tg = ${LEVEL.tg}; pp = ${LEVEL.pp}
  n = split(factors, f, " ")
  for (i = 1; i < n; i += 2) { tg *= 1 + f[i]; pp *= 1 + f[i + 1] }
  tg *= 1 + ${NOISE} * normal(); pp *= 1 + ${NOISE} * normal()
  printf "[\\n  { \\"n_prompt\\": 256, \\"n_gen\\": 0, \\"avg_ts\\": %.6f },\\n  { \\"n_prompt\\": 0, \\"n_gen\\": 32, \\"avg_ts\\": %.6f }\\n]\\n", pp, tg
}
function normal() { return sqrt(-2 * log(1 - rand())) * cos(6.283185307 * rand()) }'
`;
}

function checksScript(cast: readonly Part[]): string {
  const failures = cast.filter(({ role }) => role === 'checks fail').map(({ mark }) => `if ${find(mark)}; then echo "attention: 3 of 64 cases differ from the reference"; exit 1; fi`);
  return ['#!/bin/sh', '# Posed.', ...failures, 'echo "64 cases agree with the reference"', ''].join('\n');
}

function makefile(cast: readonly Part[]): string {
  const failures = cast.filter(({ role }) => role === 'build fails').map(({ mark }) => `\t@if ${find(mark)}; then echo "src/attention.c:61:5: error: too few arguments to function" >&2; exit 1; fi`);
  return ['# Posed: nothing is compiled.', 'build/bench: src/*.c src/*.h', '\t@mkdir -p build', ...failures, '\t@cp bench/posed.sh build/bench', ''].join('\n');
}
