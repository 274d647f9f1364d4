// The import rules of ARCHITECTURE.md as one eslint rule: which room may import which, and which rooms are pure.
import path from 'node:path';

const STAGES = ['research', 'propose', 'measure', 'review', 'deliver'];

/** Rooms that each room may import, beside itself. A path below `src/` belongs to the longest room that is its prefix. */
const MAY_IMPORT = {
  support: [],
  decide: [],
  campaign: ['decide', 'support'],
  'campaign/code': ['campaign', 'support'],
  'campaign/engine': ['campaign', 'decide', 'protocol', 'support'],
  research: ['campaign', 'decide', 'support'],
  propose: ['campaign', 'decide', 'support'],
  measure: ['campaign', 'decide', 'support'],
  review: ['campaign', 'decide', 'support'],
  deliver: ['campaign', 'decide', 'support'],
  protocol: ['campaign', 'support'],
  editor: ['protocol', 'campaign', 'decide', 'review', 'support'],
  cli: ['protocol', 'campaign', 'decide', 'review', 'support'],
  languageServer: ['protocol', 'campaign', 'support'],
  'languageServer/rules': ['campaign'],
  // Compositions: each process's root wires the stages together.
  root: ['support', 'decide', 'campaign', 'campaign/code', 'campaign/engine', 'protocol', ...STAGES],
  engineMain: ['root', 'support', 'protocol', 'campaign'],
  cliMain: ['cli', 'root', 'support', 'protocol', 'campaign', 'campaign/engine', ...STAGES, 'decide'],
  extension: ['editor'],
};

/** Rooms and files that import no Node module (and so no package that does). */
const PURE = ['decide', 'review', 'campaign/state', 'campaign/stateExperiment', 'campaign/events', 'campaign/pairs', 'campaign/words', 'languageServer/rules'];
const PURE_PACKAGES = ['zod', 'zod/mini'];
const ROOMS = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);

const roomOf = (file) => ROOMS.find((room) => file === room || file === `${room}.ts` || file.startsWith(`${room}/`));
const isPure = (file) => PURE.some((room) => file === `${room}.ts` || file.startsWith(`${room}/`));

function complaint(from, specifier, absolute, srcRoot) {
  if (specifier === 'vscode') {
    return from.startsWith('editor/') || from === 'extension.ts' ? undefined : 'only src/editor and src/extension.ts import vscode';
  }
  if (!specifier.startsWith('.')) {
    return isPure(from) && !PURE_PACKAGES.includes(specifier) ? `${from} is pure: it imports no Node module and no package` : undefined;
  }
  const target = path.relative(srcRoot, absolute).split(path.sep).join('/');
  if (target.startsWith('..')) return target === '../package.json' ? undefined : 'source does not import from outside src';
  if (isPure(from) && !isPure(target) && roomOf(target) !== 'decide') return `${from} is pure: it imports pure files only, not ${target}`;
  const [source, wanted] = [roomOf(from), roomOf(target)];
  if (source === undefined) return `${from} is in no room: name it in scripts/eslint-layers.mjs`;
  if (wanted === undefined) return `${target} is in no room: name it in scripts/eslint-layers.mjs`;
  if (source === wanted || MAY_IMPORT[source].includes(wanted)) return undefined;
  return `${source} may not import ${wanted}`;
}

const rule = {
  meta: { type: 'problem', schema: [{ type: 'object', properties: { root: { type: 'string' } }, additionalProperties: false }] },
  create(context) {
    const srcRoot = context.options[0]?.root ?? path.join(context.cwd, 'src');
    const from = path.relative(srcRoot, context.filename).split(path.sep).join('/');
    const check = (node) => {
      if (typeof node.source?.value !== 'string') return;
      const specifier = node.source.value;
      const message = complaint(from, specifier, path.resolve(path.dirname(context.filename), specifier), srcRoot);
      if (message) context.report({ node: node.source, message });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};

export const layers = { rules: { layers: rule } };
