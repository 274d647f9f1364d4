import type { Draft } from '../../campaign/definition/draft.ts';
import type { ActionButton, FoundRow, SidebarView } from '../../protocol/webview.ts';

export interface EmptyInput {
  readonly hasFolder: boolean;
  readonly isTrusted: boolean;
  readonly hasSample: boolean;
  /** What the workspace says of itself; null where it has a definition already, or cannot be read. */
  readonly draft: Draft | null;
  readonly definition: { readonly run: string; readonly metrics: string; readonly checks: string; readonly build: string } | null;
}

/** The sidebar before there is a campaign: what it does, one button, and what was found here. */
export function computeEmpty(input: EmptyInput): SidebarView {
  const { hasFolder, isTrusted, hasSample } = input;
  const button: ActionButton = !hasFolder
    ? { action: 'start', label: 'Open a folder', look: 'primary' }
    : isTrusted
      ? { action: 'start', label: 'Start optimization campaign', look: 'primary' }
      : { action: 'trust', label: 'Trust this workspace', look: 'primary' };
  return {
    kind: 'empty',
    hasFolder,
    isTrusted,
    found: hasFolder ? listFound(input) : [],
    buttons: [button],
    links: hasSample ? [{ before: 'Nothing at hand to measure? ', button: { action: 'sample', label: 'Try it on the sample', look: 'link' } }] : [],
  };
}

function listFound({ draft, definition }: EmptyInput): FoundRow[] {
  const row = (label: string, value: string | undefined, isCode: boolean): FoundRow[] => (value === undefined || value === '' ? [] : [{ label, value, isCode }]);
  const metrics = draft?.metrics?.map(({ value }) => `${value.name}${value.unit === '' ? '' : ` (${value.unit})`}`).join(', ');
  return [
    ...row('Benchmark', definition?.run ?? draft?.run?.value, true),
    ...row('Metrics', definition?.metrics ?? metrics, false),
    ...row('Checks', definition?.checks ?? draft?.checks?.value, true),
    ...row('Build', definition?.build ?? draft?.build?.value, true),
  ];
}
