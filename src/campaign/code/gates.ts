import type { Git } from '../../support/git.ts';
import { plainGlob } from '../../support/globs.ts';
import type { Definition } from '../definition/schema.ts';
import type { CodeRef, Refusal } from '../events.ts';
import type { Gates } from '../stages.ts';
import { parseChangedEntries, refuseEntry, type GateRules } from './changedEntry.ts';
import { definitionPaths } from './protectedFiles.ts';
import { isMarginaliaPath, workspaceMatcher } from './workspacePaths.ts';

export interface DefinitionGatesOptions {
  readonly git: Git;
  /** The root of the user's repository. */
  readonly root: string;
  readonly prefix: string;
  readonly definition: Definition;
  readonly definitionFile: string;
  /** As listed when the campaign started. */
  readonly protectedFiles: readonly string[];
}

/** Scope, protected files and kinds of change (integrity.md, section 3). */
export class DefinitionGates implements Gates {
  readonly #git: Git;
  readonly #root: string;
  readonly #rules: GateRules;

  constructor(options: DefinitionGatesOptions) {
    this.#git = options.git;
    this.#root = options.root;
    this.#rules = computeRules(options);
  }

  async check(head: CodeRef, candidate: CodeRef): Promise<readonly Refusal[]> {
    const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index', head.commit, candidate.commit];
    const entries = parseChangedEntries(await this.#git.list(args, { cwd: this.#root }));
    return entries.flatMap((entry) => refuseEntry(entry, this.#rules));
  }
}

export function computeRules(options: Omit<DefinitionGatesOptions, 'git'>): GateRules {
  const { definition, prefix, protectedFiles, root } = options;
  const { include, exclude } = definition.scope;
  const isIncluded = workspaceMatcher(include, prefix);
  const isExcluded = workspaceMatcher(exclude, prefix);
  const isProtected = workspaceMatcher(definition.protect, prefix);
  const definitionFiles = definitionPaths(options, root);
  return {
    inScope: (file) => isIncluded(file) && !isExcluded(file),
    isNamed: workspaceMatcher(include.filter(namesFiles), prefix),
    protection(file) {
      if (definitionFiles.includes(file) || isMarginaliaPath(file)) return 'it defines the campaign';
      if (isProtected(file)) return '`protect` of the definition names it';
      return protectedFiles.includes(file) ? 'a command of the definition runs it' : '';
    },
  };
}

/** The last part of the glob must say more than "anything". */
function namesFiles(glob: string): boolean {
  return /[^*?.]/.test(plainGlob(glob).split('/').at(-1) ?? '');
}
