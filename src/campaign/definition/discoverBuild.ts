import { z } from 'zod';
import { metricsOfFormat, type Draft } from './draft.ts';
import type { Files } from './files.ts';
import { guessMetric, metricNamesIn } from './guess.ts';
import { quote } from './discoverPi.ts';

const BENCH_SCRIPTS = ['bench.sh', 'benchmark.sh', 'run_bench.sh', 'scripts/bench.sh', 'scripts/benchmark.sh', 'bench/run.sh', 'benchmarks/run.sh'];
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];
const PATCH_FOLDERS = ['candidates', 'patches'];

/** What build files and scripts of the common kinds say: the first kind that is there counts, for each value apart. */
export function discoverBuild(files: Files): Draft {
  return { ...ofGo(files), ...ofCargo(files), ...ofPackageJson(files), ...ofCMake(files), ...ofMake(files), ...ofBenchScript(files), ...ofPatches(files) };
}

function ofMake(files: Files): Draft {
  const file = MAKEFILES.find((name) => files.has(name));
  if (file === undefined) return {};
  const text = files.text(file) ?? '';
  const targets = new Set([...text.matchAll(/^([A-Za-z][\w.-]*)\s*:(?!=)/gm)].map((match) => match[1]));
  const first = (...names: string[]) => names.find((name) => targets.has(name));
  const [bench, check] = [first('bench', 'benchmark'), first('check', 'test', 'tests')];
  return {
    build: { value: 'make -j', from: file },
    ...(bench === undefined ? {} : { run: { value: `make -s ${bench}`, from: `target of ${file}` }, ...metricsOf(text, file) }),
    ...(check === undefined ? {} : { checks: { value: `make ${check}`, from: `target of ${file}` } }),
  };
}

function ofCMake(files: Files): Draft {
  const text = files.text('CMakeLists.txt');
  if (text === undefined) return {};
  const from = 'CMakeLists.txt';
  return {
    build: { value: 'cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build --parallel', from },
    ...(/enable_testing\s*\(|include\s*\(\s*CTest/i.test(text) ? { checks: { value: 'ctest --test-dir build --output-on-failure', from } } : {}),
  };
}

const packageSchema = z.object({ scripts: z.record(z.string(), z.unknown()).default({}) });

function ofPackageJson(files: Files): Draft {
  let scripts: Record<string, unknown>;
  try {
    scripts = packageSchema.parse(JSON.parse(files.text('package.json') ?? '')).scripts;
  } catch {
    return {};
  }
  const from = 'package.json';
  const bench = ['bench', 'benchmark'].find((name) => name in scripts);
  return {
    ...(files.has('package-lock.json') ? { setup: { value: 'npm ci', from: 'package-lock.json' } } : {}),
    ...('build' in scripts ? { build: { value: 'npm run build', from } } : {}),
    ...(bench === undefined ? {} : { run: { value: `npm run -s ${bench}`, from } }),
    ...('test' in scripts ? { checks: { value: 'npm test', from } } : {}),
  };
}

function ofCargo(files: Files): Draft {
  if (!files.has('Cargo.toml')) return {};
  const from = 'Cargo.toml';
  return { build: { value: 'cargo build --release', from }, checks: { value: 'cargo test --release', from } };
}

function ofGo(files: Files): Draft {
  if (!files.has('go.mod')) return {};
  const from = 'go.mod';
  return { build: { value: 'go build ./...', from }, checks: { value: 'go test ./...', from } };
}

function ofBenchScript(files: Files): Draft {
  const file = BENCH_SCRIPTS.find((name) => files.has(name));
  if (file === undefined) return {};
  return { run: { value: `bash ${quote(file)}`, from: file }, ...metricsOf(files.text(file) ?? '', file) };
}

/** METRIC lines that stand in the text; else the format of a known tool that it calls. */
function metricsOf(text: string, file: string): Draft {
  const names = metricNamesIn(text);
  if (names.length > 0) return { metrics: names.slice(0, 1).map((name) => ({ value: guessMetric(name), from: `METRIC line in ${file}` })) };
  if (!/llama-bench/.test(text) || !/-o\s+json\b|--output\s+json\b/.test(text)) return {};
  return { format: { value: 'llama-bench', from: `llama-bench in ${file}` }, metrics: metricsOfFormat('llama-bench') ?? [] };
}

function ofPatches(files: Files): Draft {
  const folder = PATCH_FOLDERS.find((name) => files.names(name).some((file) => /\.(patch|diff)$/.test(file)));
  return folder === undefined ? {} : { patches: { value: folder, from: `patch files in ${folder}/` } };
}
