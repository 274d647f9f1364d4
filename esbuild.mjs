// Bundles what is shipped into dist/. An output whose inputs have not changed since it was built is left as it is.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = import.meta.dirname;
const DIST = path.join(ROOT, 'dist');

/** Programs and the extension: CommonJS, since VS Code and single-file programs want it. */
const NODE = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  mainFields: ['module', 'main'],
  // The source asks for its own folder in the way of modules; in a bundle that is the bundle's.
  define: { 'import.meta.dirname': '__dirname' },
};
const WEBVIEW = { bundle: true, platform: 'browser', format: 'iife', target: 'es2023' };
const SHEBANG = { banner: { js: '#!/usr/bin/env node' } };

/** Entries that exist; a part of the product that is not written yet is left out. */
export function listEntries() {
  const entries = [
    { input: 'src/cliMain.ts', output: 'cli.cjs', options: { ...NODE, ...SHEBANG } },
    { input: 'src/engineMain.ts', output: 'engine.cjs', options: NODE },
    { input: 'src/extension.ts', output: 'extension.cjs', options: { ...NODE, external: ['vscode'] } },
    // What the extension loads once it is active.
    { input: 'src/editor/face.ts', output: 'editor.cjs', options: { ...NODE, external: ['vscode'] } },
    { input: 'src/languageServerMain.ts', output: 'languageServer.cjs', options: NODE },
    ...listWebviews(),
  ];
  return entries.filter(({ input }) => fs.existsSync(path.join(ROOT, input)));
}

/** One page for each folder of webview-ui/ that has a main.ts. */
function listWebviews() {
  const folder = path.join(ROOT, 'webview-ui');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return names.map((name) => ({ input: `webview-ui/${name}/main.ts`, output: `webview/${name}.js`, options: WEBVIEW }));
}

/** What the terminal program needs; it is built without the rest. */
export const TERMINAL = ['cli.cjs', 'engine.cjs'];

/** Everything beside the inputs that decides what comes out. */
function computeKey(entry) {
  const hash = createHash('sha256').update(JSON.stringify(entry)).update(process.version);
  for (const file of ['esbuild.mjs', 'package.json', 'package-lock.json', 'tsconfig.json']) hash.update(fs.readFileSync(path.join(ROOT, file)));
  return hash.digest('hex');
}

function stampOf(file) {
  const stat = fs.statSync(path.join(ROOT, file), { throwIfNoEntry: false });
  return stat ? `${stat.size} ${stat.mtimeMs}` : 'gone';
}

/** One record beside each output: what it was made from. */
function recordOf({ output }) {
  return path.join(DIST, `.${path.basename(output)}.json`);
}

/** The outputs of the last build, if they still stand for the present inputs. */
function readFresh(entry, key) {
  try {
    const record = JSON.parse(fs.readFileSync(recordOf(entry), 'utf8'));
    const fresh =
      record.key === key &&
      Object.entries(record.inputs).every(([file, stamp]) => stampOf(file) === stamp) &&
      record.outputs.every(({ file, bytes }) => fs.statSync(path.join(DIST, file)).size === bytes);
    return fresh ? record.outputs : undefined;
  } catch {
    return undefined;
  }
}

/** By rename, so that a program that starts meanwhile reads the old file or the new one. */
function write(file, contents) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, contents, { mode: 0o755 });
  fs.renameSync(temporary, file);
}

async function bundle(entry, key) {
  const { input, output, options } = entry;
  const esbuild = await import('esbuild');
  const startedAt = Date.now();
  const result = await esbuild.build({
    ...options,
    absWorkingDir: ROOT,
    entryPoints: [input],
    outfile: path.join(DIST, output),
    sourcemap: true,
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  for (const { path: file, contents } of result.outputFiles) write(file, contents);
  const outputs = result.outputFiles.map(({ path: file, contents }) => ({ file: path.relative(DIST, file), bytes: contents.length }));
  // What changed while it was read is built again next time.
  const stamp = (file) => (fs.statSync(path.join(ROOT, file)).mtimeMs >= startedAt ? 'changed meanwhile' : stampOf(file));
  const inputs = Object.fromEntries(Object.keys(result.metafile.inputs).map((file) => [file, stamp(file)]));
  write(recordOf(entry), JSON.stringify({ key, inputs, outputs }));
  return outputs;
}

/** Builds what has changed; `only` names outputs. Returns all outputs with their sizes and whether anything was built. */
export async function buildIfStale({ force = false, only } = {}) {
  const entries = listEntries().filter(({ output }) => only === undefined || only.includes(output));
  const outputs = [];
  let built = false;
  for (const entry of entries) {
    const key = computeKey(entry);
    const fresh = force ? undefined : readFresh(entry, key);
    built ||= fresh === undefined;
    outputs.push(...(fresh ?? (await bundle(entry, key))));
  }
  return { built, outputs };
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  const { built, outputs } = await buildIfStale({ force: process.argv.includes('--force') });
  for (const { file, bytes } of outputs) if (!file.endsWith('.map')) console.log(`dist/${file}  ${(bytes / 1000).toFixed(0)} kB`);
  if (!built) console.log('nothing has changed since the last build');
}
