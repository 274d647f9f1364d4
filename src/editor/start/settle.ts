import { discover } from '../../campaign/definition/discover.ts';
import type { Draft } from '../../campaign/definition/draft.ts';
import { DEFINITION_FILES, findDefinition, parseDefinition } from '../../campaign/definition/read.ts';
import { overrideDefinition, writeDefinition } from '../../campaign/definition/write.ts';
import type { Settings } from '../vscode/settings.ts';
import type { CandidateSource } from './candidateSource.ts';

/** The definition that a campaign would start with. */
export interface Settled {
  readonly text: string;
  /** The file that it is, or would be. */
  readonly file: string;
  /** Whether that file has this very text. */
  readonly isSaved: boolean;
  readonly source: CandidateSource;
  /** Where values came from that were found or answered, by key. */
  readonly from: Readonly<Record<string, string>>;
}

/** The workspace's own definition; null where it has none. Throws Failure 'definition' where it cannot be used. */
export function settleExisting(workspace: string): Settled | null {
  const existing = findDefinition(workspace);
  if (existing === null) return null;
  parseDefinition(existing.text, existing.file);
  return { text: existing.text, file: existing.file, isSaved: true, source: { kind: 'definition' }, from: {} };
}

export function settleDraft(draft: Draft, source: CandidateSource): Settled {
  const from = Object.fromEntries(
    (['setup', 'build', 'run', 'checks'] as const).flatMap((key) => {
      const found = draft[key];
      return found === undefined ? [] : [[key, found.from]];
    }),
  );
  return { text: writeDefinition(draft), file: DEFINITION_FILES[0], isSaved: false, source, from };
}

export function findDraft(workspace: string): Draft {
  return discover(workspace).draft;
}

/** The machine's own limits hold whatever a repository's file says; what they change is seen in the text. */
export function applyLimits(settled: Settled, { limitHours, limitDollars }: Pick<Settings, 'limitHours' | 'limitDollars'>): Settled {
  const { budget } = parseDefinition(settled.text, settled.file);
  const draft: Draft = {
    ...(limitHours !== null && budget.hours > limitHours ? { hours: { value: limitHours, from: 'the setting marginalia.limits.hours' } } : {}),
    ...(budget.dollars > limitDollars ? { dollars: { value: limitDollars, from: 'the setting marginalia.limits.dollars' } } : {}),
  };
  if (Object.keys(draft).length === 0) return settled;
  // The user's file stays as it is: the campaign keeps a definition of its own.
  return { ...settled, text: overrideDefinition(settled.text, draft) };
}
